import { parseAutomation } from '../../src/config/schema';
import { api, apiRoute, withApplications } from '../support/fixtures/applications';
import { prod } from '../support/fixtures/configured';
import { changed } from '../support/fixtures/environments';
import { argumentsAt, synth } from '../support/fixtures/synth';
import { automation } from '../support/iam/policies';

const github = { repository: 'team/shop', branch: 'release' };
const ACCOUNT = '${data.aws_caller_identity.account.account_id}';
const on = (service: string, resource: string) => `arn:aws:${service}:ap-northeast-2:${ACCOUNT}:${resource}`;
const input = changed({ registry: true, pipeline: { github } }, prod);
const config = synth(input);
const policyOf = (text: unknown) => JSON.parse(String(text)) as { Statement: object[] };

const STATEMENTS = [
  { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
  {
    Effect: 'Allow',
    Action: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:GetDownloadUrlForLayer',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
    Resource: [on('ecr', 'repository/devloop-prod/app')],
  },
  {
    Effect: 'Allow',
    Action: ['ssm:GetParameterHistory', 'ssm:PutParameter'],
    Resource: [on('ssm', 'parameter/devloop-prod/images/app')],
  },
  {
    Effect: 'Allow',
    Action: ['autoscaling:CancelInstanceRefresh', 'autoscaling:StartInstanceRefresh'],
    Resource: [on('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/devloop-prod-devloop-server')],
  },
  {
    Effect: 'Allow',
    Action: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeInstanceRefreshes',
      'autoscaling:DescribeScalingActivities',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplateVersions',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    Resource: ['*'],
  },
];

describe('The role of a pipeline', () => {
  test('may push images and start rollouts, and nothing else', () => {
    expect(policyOf(argumentsAt(config, 'aws_iam_role_policy.pipeline_permissions')['policy'])).toEqual({
      Version: '2012-10-17',
      Statement: STATEMENTS,
    });
  });

  test('is for workflows of one branch of one repository', () => {
    const role = argumentsAt(config, 'aws_iam_role.pipeline');
    expect(role).toMatchObject({ name: 'devloop-prod-pipeline', tags: { Name: 'devloop-prod-pipeline' } });
    expect(policyOf(role['assume_role_policy']).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:team/shop:ref:refs/heads/release',
          },
        },
      },
    ]);
    expect(config.output['pipeline_role_arn']?.value).toBe('${aws_iam_role.pipeline.arn}');
  });

  test('has the permissions boundary of the environment where automation applies', () => {
    const bounded = synth(input, parseAutomation(automation));
    expect(argumentsAt(bounded, 'aws_iam_role.pipeline')['permissions_boundary']).toBe(
      `arn:aws:iam::${ACCOUNT}:policy/devloop-prod-boundary`,
    );
  });

  test('names each image, and no group where servers are single', () => {
    const several = synth(withApplications([api], [apiRoute], { registry: true, pipeline: { github } }));
    const { Statement } = policyOf(
      argumentsAt(several, 'aws_iam_role_policy.pipeline_permissions')['policy'],
    );
    expect(Statement).toHaveLength(4);
    expect(Statement[2]).toMatchObject({
      Resource: ['api', 'app'].map((image) => on('ssm', `parameter/devloop-dev/images/${image}`)),
    });
  });
});

test('Jenkins has the permissions of a pipeline where configuration says so', () => {
  const jenkins = synth(changed({ registry: true, pipeline: { jenkins: true } }));
  const { policy } = argumentsAt(jenkins, 'aws_iam_role_policy.servers_jenkins_server_role_permissions');
  expect(JSON.stringify(policy)).toContain('ecr:PutImage');
  expect(jenkins.resource['aws_iam_role']).not.toHaveProperty('pipeline');
  expect(JSON.stringify(synth(changed({ registry: true })).resource['aws_iam_role_policy'])).not.toContain(
    'ecr:PutImage',
  );
});
