import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { App } from 'cdktf';
import type { Construct } from 'constructs';
import type { EmulatedAccount } from '../../src/emulator/account';
import { Terraform } from '../../src/terraform/terraform';
import { stateBackends } from '../../src/config/state';
import { InstanceRole } from '../../src/constructs/instance-role';
import type { Statement } from '../../src/iam/document';
import { allow } from '../../src/core/guardrails';
import { BaseStack } from '../../src/stacks/base-stack';
import { describeWith } from '../support/processes/describe-with';
import { clientOf, accountWithProvider } from '../support/aws/own-account';
import {
  ACCOUNT,
  allows,
  automation,
  automationStack,
  policiesIn,
  statementsOf,
  synthAutomation,
  trusts,
} from '../support/iam/policies';
import { ServerReader } from '../support/aws/server-reader';

const { bucket: Bucket } = stateBackends.s3;
const ROLES = ['devloop-dev-plan', 'devloop-dev-apply', 'devloop-prod-plan', 'devloop-prod-apply'];
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/devloop-dev-boundary`;

/** A server's role that says it may do anything. */
class RoleStack extends BaseStack {
  constructor(scope: Construct, boundary?: string) {
    super(scope, 'server', {
      region: 'ap-northeast-2',
      tags: { Project: 'devloop', Environment: 'dev' },
      state: { type: 'local', file: 'server.tfstate' },
    });
    const always = [{ actions: ['*'], resources: ['*'] }];
    const role = new InstanceRole(this, 'role', {
      name: 'devloop-dev-x',
      permissions: { statements: always, boundary },
    });
    allow(role, 'ACTION_WILDCARD', 'the boundary limits it, as this test shows');
  }
}

describeWith(['terraform', 'python'], 'Deployed automation stack', () => {
  jest.setTimeout(300_000);

  let account: EmulatedAccount;
  let terraform: Terraform;
  let iam: IAMClient;
  beforeAll(async () => {
    account = await accountWithProvider();
    iam = new IAMClient(clientOf(account));
    const s3 = new S3Client({ ...clientOf(account), forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' as const };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const outdir = join(account.folder, 'automation');
    const app = new App({ outdir });
    automationStack(automation, app);
    app.synth();
    terraform = new Terraform(join(outdir, 'stacks', 'automation'), { env: account.env });
    await terraform.init();
    await terraform.apply();
  });
  afterAll(() => account.stop());

  const roleOf = async (RoleName: string) => (await iam.send(new GetRoleCommand({ RoleName }))).Role;

  async function documentOf(PolicyArn: string): Promise<string> {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    return decodeURIComponent(PolicyVersion?.Document ?? '');
  }

  /** The policies of a role by name, as the account has them. */
  async function policiesOf(RoleName: string): Promise<Map<string, string>> {
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const documents = AttachedPolicies.map(async ({ PolicyName = '', PolicyArn = '' }) => {
      const document: [string, string] = [PolicyName, await documentOf(PolicyArn)];
      return document;
    });
    return new Map(await Promise.all(documents));
  }

  const allOf = async (role: string): Promise<Statement[]> =>
    [...(await policiesOf(role)).values()].flatMap(statementsOf);

  test('gives each identity provider one audience', async () => {
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const providers = OpenIDConnectProviderList.map(async ({ Arn }) => {
      const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn });
      const { Url, ClientIDList } = await iam.send(request);
      return [Url?.replace('https://', ''), ClientIDList];
    });
    expect((await Promise.all(providers)).sort()).toEqual([
      ['app.terraform.io', ['aws.workload.identity']],
      ['token.actions.githubusercontent.com', ['sts.amazonaws.com']],
    ]);
  });

  test('attaches to each role exactly the synthesized policies', async () => {
    const synthesized = [...policiesIn(synthAutomation())];
    for (const role of ROLES) {
      const [, environment = '', phase] = role.split('-');
      const expected = synthesized.filter(
        ([name]) =>
          name.startsWith(`devloop-${environment}-read`) ||
          (phase === 'apply' && name.startsWith(`devloop-${environment}-write-`)),
      );
      const parsed = (policies: Iterable<[string, string]>) =>
        Object.fromEntries([...policies].map(([name, text]) => [name, statementsOf(text)]));
      expect(parsed(await policiesOf(role))).toEqual(parsed(expected));
    }
  });

  test('lets an apply change only its own resources, and lets neither role read a secret', async () => {
    const instance = `arn:aws:ec2:ap-northeast-2:${ACCOUNT}:instance/i-1`;
    const ofDev = { 'aws:ResourceTag/Project': 'devloop', 'aws:ResourceTag/Environment': 'dev' };
    const own = { resource: instance, context: ofDev };
    const foreign = { resource: instance, context: { ...ofDev, 'aws:ResourceTag/Project': 'shop' } };
    const secret = { resource: `arn:aws:secretsmanager:ap-northeast-2:${ACCOUNT}:secret:rds!db-1` };
    const verdicts = async (role: string) => {
      const all = await allOf(role);
      return [
        allows(all, 'ec2:TerminateInstances', own),
        allows(all, 'ec2:TerminateInstances', foreign),
        allows(all, 'secretsmanager:GetSecretValue', secret),
      ];
    };
    expect(await verdicts('devloop-dev-plan')).toEqual([false, false, false]);
    expect(await verdicts('devloop-dev-apply')).toEqual([true, false, false]);
  });

  test('lets each role be assumed only with its own token', async () => {
    const [plan, apply] = await Promise.all(['devloop-dev-plan', 'devloop-dev-apply'].map(roleOf));
    const trust = (role: typeof plan, sub: string) =>
      trusts(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''), {
        iss: 'token.actions.githubusercontent.com',
        aud: 'sts.amazonaws.com',
        sub,
        ref: 'refs/heads/main',
        job_workflow_ref: 'acme/shop/.github/workflows/apply.yml@refs/heads/main',
      });
    const pullRequest = 'repo:acme@123/shop@456:pull_request';
    const main = 'repo:acme@123/shop@456:environment:dev';
    const fork = 'repo:mallory@9/shop@10:ref:refs/heads/main';
    expect([pullRequest, main, fork].map((sub) => trust(plan, sub))).toEqual([true, false, false]);
    expect([pullRequest, main, fork].map((sub) => trust(apply, sub))).toEqual([false, true, false]);
    const { Federated } = (
      JSON.parse(decodeURIComponent(plan?.AssumeRolePolicyDocument ?? '')) as {
        Statement: { Principal: { Federated: string } }[];
      }
    ).Statement[0]?.Principal ?? { Federated: '' };
    expect(Federated).toBe(`arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`);
  });

  test('attaches the boundary to an existing role, which limits its permissions', async () => {
    const outdir = join(account.folder, 'server', 'cdktf.out');
    mkdirSync(outdir, { recursive: true });
    const server = new Terraform(join(outdir, 'stacks', 'server'), { env: account.env });
    const apply = async (boundary?: string) => {
      const app = new App({ outdir });
      new RoleStack(app, boundary);
      app.synth();
      await server.init();
      await server.apply();
      const bound = (await roleOf('devloop-dev-x'))?.PermissionsBoundary?.PermissionsBoundaryArn;
      const stream = (name: string) =>
        `arn:aws:logs:ap-northeast-2:${ACCOUNT}:log-group:/devloop-${name}/x:log-stream:y`;
      const may = (action: string, resource: string) =>
        new ServerReader(account).may('devloop-dev-x', action, resource);
      return [
        bound,
        await may('logs:PutLogEvents', stream('dev')),
        await may('logs:PutLogEvents', stream('prod')),
        await may('iam:CreateUser', '*'),
      ];
    };
    expect(await apply()).toEqual([undefined, true, true, true]);
    expect(await apply(BOUNDARY)).toEqual([BOUNDARY, true, false, false]);
    expect(await server.difference()).toBe('');
  });

  test('outputs the role ARNs and has an empty second plan', async () => {
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    expect(await terraform.outputs()).toEqual({
      role_arns: {
        dev: { plan: arn('devloop-dev-plan'), apply: arn('devloop-dev-apply') },
        prod: { plan: arn('devloop-prod-plan'), apply: arn('devloop-prod-apply') },
      },
    });
    expect(await terraform.difference()).toBe('');
  });
});
