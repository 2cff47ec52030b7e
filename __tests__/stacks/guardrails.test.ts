import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Instance, type InstanceConfig } from '@cdktf/provider-aws/lib/instance';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { loadEnvironment } from '../../src/config';
import { allow } from '../../src/core/guardrails';
import { PlatformStack } from '../../src/stacks/platform-stack';
import { verifyStacks } from '../../src/terraform/verify';
import { messagesOf } from '../support/fixtures/environments';

const outdir = mkdtempSync(join(tmpdir(), 'guardrails-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Problems of dev after changes in code, of guardrails alone. */
function problems(change: (stack: PlatformStack) => void): string[] {
  const app = new App({ outdir });
  const stack = new PlatformStack(app, loadEnvironment('dev'));
  change(stack);
  return messagesOf(() => verifyStacks(app)).filter((line) =>
    /\[(STORAGE_UNENCRYPTED|DATABASE_PUBLIC|SERVER_PUBLIC|RULES_INLINE|\w+_WILDCARD|UNTAGGED|SECRET_PLAIN)\]$/.test(
      line,
    ),
  );
}

const instance: InstanceConfig = {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  rootBlockDevice: { encrypted: true },
};

const policy = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

const database = { instanceClass: 'db.t3.micro', storageEncrypted: true, engine: 'mysql' };

type Case = [title: string, change: (stack: PlatformStack) => void, problem: string];

const CASES: readonly Case[] = [
  [
    'a public database',
    (stack) => new DbInstance(stack, 'mine', { ...database, publiclyAccessible: true }),
    'aws_db_instance.mine (dev/mine): publicly_accessible makes it public; accepted: a database without a public address [DATABASE_PUBLIC]',
  ],
  [
    'a server with a public address',
    (stack) => new Instance(stack, 'mine', { ...instance, associatePublicIpAddress: true }),
    'aws_instance.mine (dev/mine): associate_public_ip_address makes it public; accepted: a server in a private subnet, behind the load balancer or the bastion [SERVER_PUBLIC]',
  ],
  [
    'a server in a public subnet',
    (stack) => new Instance(stack, 'mine', { ...instance, subnetId: stack.network.subnetId('public', 'a') }),
    'aws_instance.mine (dev/mine): subnet_id is a public subnet; accepted: a server in a private subnet, behind the load balancer or the bastion [SERVER_PUBLIC]',
  ],
  [
    'an address of a server',
    (stack) => new Eip(stack, 'mine', { instance: 'i-0123456789abcdef0' }),
    'aws_eip.mine (dev/mine): instance gets a public address; accepted: a server in a private subnet, behind the load balancer or the bastion [SERVER_PUBLIC]',
  ],
  [
    'public servers of a launch template',
    (stack) =>
      new LaunchTemplate(stack, 'mine', {
        networkInterfaces: [{ associatePublicIpAddress: 'true' }],
      }),
    'aws_launch_template.mine (dev/mine): network_interfaces.associate_public_ip_address makes its instances public; accepted: a server in a private subnet, behind the load balancer or the bastion [SERVER_PUBLIC]',
  ],
  [
    'inline rules',
    (stack) =>
      new SecurityGroup(stack, 'mine', {
        ingress: [{ protocol: 'tcp', fromPort: 1, toPort: 1 }],
      }),
    'aws_security_group.mine (dev/mine): ingress has rules inline; accepted: rules as resources of their own, which allowFrom makes [RULES_INLINE]',
  ],
  [
    'an inline route',
    (stack) =>
      new RouteTable(stack, 'mine', { vpcId: stack.network.vpcId, route: [{ cidrBlock: '0.0.0.0/0' }] }),
    'aws_route_table.mine (dev/mine): route has rules inline; accepted: rules as resources of their own, which allowFrom makes [RULES_INLINE]',
  ],
  [
    'a policy for anybody',
    (stack) =>
      new SnsTopicPolicy(stack, 'mine', {
        arn: 'arn:aws:sns:ap-northeast-2:123456789012:mine',
        policy: policy({ Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: '*' }),
      }),
    'aws_sns_topic_policy.mine (dev/mine): policy allows any principal; accepted: named principals, or a condition [PRINCIPAL_WILDCARD]',
  ],
  [
    'a function for anybody',
    (stack) =>
      new LambdaPermission(stack, 'mine', { action: 'lambda:Invoke', functionName: 'mine', principal: '*' }),
    'aws_lambda_permission.mine (dev/mine): principal allows anybody; accepted: named principals, or a condition [PRINCIPAL_WILDCARD]',
  ],
  [
    'all actions',
    (stack) =>
      new IamPolicy(stack, 'mine', { policy: policy({ Action: ['s3:GetObject', '*'], Resource: '*' }) }),
    'aws_iam_policy.mine (dev/mine): policy allows *; accepted: named actions [ACTION_WILDCARD]',
  ],
  [
    'all actions of a service',
    (stack) => new IamPolicy(stack, 'mine', { policy: policy({ Action: 's3:*', Resource: '*' }) }),
    'aws_iam_policy.mine (dev/mine): policy allows s3:*; accepted: named actions [ACTION_WILDCARD]',
  ],
  [
    'all actions but some',
    (stack) => new IamPolicy(stack, 'mine', { policy: policy({ NotAction: 'iam:*', Resource: '*' }) }),
    'aws_iam_policy.mine (dev/mine): policy allows all actions but some; accepted: named actions [ACTION_WILDCARD]',
  ],
  [
    'a policy document for anybody',
    (stack) =>
      new DataAwsIamPolicyDocument(stack, 'mine', {
        statement: [{ actions: ['sns:Publish'], principals: [{ type: '*', identifiers: ['*'] }] }],
      }),
    'data.aws_iam_policy_document.mine (dev/mine): statement allows any principal; accepted: named principals, or a condition [PRINCIPAL_WILDCARD]',
  ],
  [
    'a policy document of all actions',
    (stack) =>
      new DataAwsIamPolicyDocument(stack, 'mine', { statement: [{ actions: ['ec2:*'], resources: ['*'] }] }),
    'data.aws_iam_policy_document.mine (dev/mine): statement allows ec2:*; accepted: named actions [ACTION_WILDCARD]',
  ],
  [
    'an Auto Scaling group without tags',
    (stack) => new AutoscalingGroup(stack, 'mine', { minSize: 1, maxSize: 1 }),
    'aws_autoscaling_group.mine (dev/mine): tag is missing: its instances get no tags; accepted: tags, or the default tags of the provider of the stack [UNTAGGED]',
  ],
  [
    'a provider without tags',
    (stack) => new AwsProvider(stack, 'mine', { alias: 'mine', region: 'us-east-1' }),
    'provider aws.mine: default_tags is missing: its resources get no tags; accepted: tags, or the default tags of the provider of the stack [UNTAGGED]',
  ],
  [
    'a password',
    (stack) => new DbInstance(stack, 'mine', { ...database, password: 'not-very-secret' }),
    'aws_db_instance.mine (dev/mine): password has a secret in plain text; accepted: a reference to a secret, e.g. of a TerraformVariable or of Secrets Manager [SECRET_PLAIN]',
  ],
  [
    'a password of a function',
    (stack) =>
      new LambdaFunction(stack, 'mine', {
        functionName: 'mine',
        role: 'arn:aws:iam::123456789012:role/mine',
        environment: { variables: { DB_PASSWORD: 'not-very-secret', LOG_LEVEL: 'info' } },
      }),
    'aws_lambda_function.mine (dev/mine): environment.variables.DB_PASSWORD has a secret in plain text; accepted: a reference to a secret, e.g. of a TerraformVariable or of Secrets Manager [SECRET_PLAIN]',
  ],
  [
    'a password of a container',
    (stack) =>
      new EcsTaskDefinition(stack, 'mine', {
        family: 'mine',
        containerDefinitions: JSON.stringify([
          { environment: [{ name: 'DB_PASSWORD', value: 'not-very-secret' }] },
        ]),
      }),
    'aws_ecs_task_definition.mine (dev/mine): container_definitions.environment.DB_PASSWORD has a secret in plain text; accepted: a reference to a secret, e.g. of a TerraformVariable or of Secrets Manager [SECRET_PLAIN]',
  ],
  [
    'an encrypted parameter',
    (stack) => new SsmParameter(stack, 'mine', { name: 'mine', type: 'SecureString', value: 'plain' }),
    'aws_ssm_parameter.mine (dev/mine): value has a secret in plain text; accepted: a reference to a secret, e.g. of a TerraformVariable or of Secrets Manager [SECRET_PLAIN]',
  ],
  [
    'an access key in any argument',
    (stack) =>
      new SsmParameter(stack, 'mine', {
        name: 'mine',
        type: 'String',
        value: ['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
      }),
    'aws_ssm_parameter.mine (dev/mine): value has a secret in plain text; accepted: a reference to a secret, e.g. of a TerraformVariable or of Secrets Manager [SECRET_PLAIN]',
  ],
];

describe('Guardrails', () => {
  test.each(CASES)('refuse %s', (_, change, problem) => {
    expect(problems(change)).toEqual([`dev: ${problem}`]);
  });

  test('accept what is named, conditional, private or a reference', () => {
    const root = 'arn:aws:iam::123456789012:root';
    expect(
      problems((stack) => {
        const password = new TerraformVariable(stack, 'password', { sensitive: true });
        new DbInstance(stack, 'other-database', { ...database, password: password.stringValue });
        new SecretsmanagerSecretVersion(stack, 'secret', {
          secretId: 'mine',
          secretString: password.stringValue,
        });
        new Instance(stack, 'server', { ...instance, subnetId: stack.network.subnetId('private', 'a') });
        new SecurityGroup(stack, 'group', { description: 'Mine' });
        new KmsKey(stack, 'key', {
          policy: policy({ Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }),
        });
        // Narrows what IAM allows.
        new VpcEndpoint(stack, 'endpoint', {
          vpcId: stack.network.vpcId,
          serviceName: 'com.amazonaws.ap-northeast-2.sqs',
          policy: policy({ Principal: '*', Action: '*', Resource: '*' }),
        });
        new SnsTopicPolicy(stack, 'topic', {
          arn: 'arn:aws:sns:ap-northeast-2:123456789012:mine',
          policy: policy({
            Principal: '*',
            Action: 'sns:Publish',
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
          }),
        });
      }),
    ).toEqual([]);
  });

  test('find what an override changes', () => {
    expect(
      problems((stack) => stack.addOverride('resource.aws_db_instance.database.publicly_accessible', true)),
    ).toEqual([
      'dev: aws_db_instance.database (dev/database/Resource): publicly_accessible makes it public; accepted: a database without a public address [DATABASE_PUBLIC]',
    ]);
  });
});

describe('An exception from a guardrail', () => {
  const reason = 'serves a public data set';

  test('allows a construct and those in it, and nothing beside it', () => {
    const add = (scope: Construct) =>
      new DbInstance(scope, 'database', { ...database, publiclyAccessible: true });
    expect(
      problems((stack) => {
        const part = new Construct(stack, 'part');
        add(part);
        allow(part, 'DATABASE_PUBLIC', reason);
        add(new Construct(stack, 'other'));
      }).map((line) => line.slice(0, line.indexOf(':', 5))),
    ).toEqual(['dev: aws_db_instance.other_database (dev/other/database)']);
  });

  test('allows unencrypted storage', () => {
    expect(
      problems((stack) => {
        const volume = new EbsVolume(stack, 'mine', { availabilityZone: 'ap-northeast-2a', size: 10 });
        allow(volume, 'STORAGE_UNENCRYPTED', 'holds nothing but a public data set');
      }),
    ).toEqual([]);
  });

  test('allows one guardrail alone', () => {
    expect(
      problems((stack) => {
        const one = new DbInstance(stack, 'mine', {
          ...database,
          publiclyAccessible: true,
          password: 'plain',
        });
        allow(one, 'SECRET_PLAIN', reason);
      }),
    ).toEqual([`dev: ${CASES[0]?.[2]}`]);
  });

  test('is listed at synth with its reason', () => {
    const stack = new PlatformStack(new App({ outdir }), loadEnvironment('dev'));
    const mine = new DbInstance(stack, 'mine', { ...database, publiclyAccessible: true });
    const info = () =>
      mine.node.metadata.filter(({ type }) => type === '@cdktf/info').map(({ data }) => data);
    expect(info()).toEqual([]);
    allow(mine, 'DATABASE_PUBLIC', reason);
    expect(info()).toEqual(['DATABASE_PUBLIC is allowed: serves a public data set']);
  });

  test('needs a reason', () => {
    const stack = new PlatformStack(new App({ outdir }), loadEnvironment('dev'));
    expect(messagesOf(() => allow(stack, 'UNTAGGED', ' '))).toEqual([
      'dev: is allowed UNTAGGED without a reason; accepted: one sentence that says why it is safe [GUARDRAIL_REASON]',
    ]);
  });
});
