import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmulatedAccount } from '../../src/emulator/account';
import { synthesizeEnvironment } from '../../src/terraform/environment-stack';
import { planComment } from '../../src/github/plan-comment';
import { Terraform } from '../../src/terraform/terraform';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { CommandRun, processesLeft } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';
import { type Changes, changed } from '../support/fixtures/environments';
import { operatorVariables } from '../support/fixtures/operator-variables';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { FakeHcp } from '../../testing/fake-hcp/server';
import { variable } from '../../testing/fake-hcp/variables';

describeWith(['terraform', 'python'], 'npm run cloud', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let cloud: FakeHcp;
  beforeAll(async () => {
    account = await ownAccount();
    // Of this machine a worker has the way to the provider; all else the workspace gives it.
    cloud = await FakeHcp.start({ workerEnv: terraformEnv(account.folder) });
  });
  afterAll(async () => {
    await cloud.stop();
    await account.stop();
  });

  /** An environment with its state in HCP Terraform, beside others in the account. */
  const inCloud = (project: string, changes: Changes = {}): EnvironmentInput =>
    changed({
      project,
      state: { backend: 'cloud', hostname: cloud.hostname, organization: cloud.organization },
      ...changes,
    });
  /** A network and a bastion. */
  const small = (project: string, changes: Changes = {}) =>
    inCloud(project, {
      'network.nat': { mode: 'none' },
      servers: [],
      loadBalancer: undefined,
      database: undefined,
      ...changes,
    });

  /** The workspace of an environment, with what a person would set there. */
  const workspaceFor = (project: string, settings: Parameters<FakeHcp['addWorkspace']>[1] = {}) => {
    cloud.addWorkspace(`${project}-dev`, { variables: operatorVariables(account), ...settings });
    return cloud.workspace(`${project}-dev`);
  };

  const command = (environment: EnvironmentInput, args: readonly string[] = [], env = cloud.callerEnv()) =>
    new CommandRun('run-cloud.ts', args, {
      ...env,
      ENVIRONMENT: JSON.stringify(environment),
    });
  const vpcs = async (project: string) => {
    const Filters = [{ Name: 'tag:Project', Values: [project] }];
    const ec2 = new EC2Client(clientOf(account));
    return (await ec2.send(new DescribeVpcsCommand({ Filters }))).Vpcs ?? [];
  };

  const summary = /\nPlan: \d+ to add, 0 to change, 0 to destroy\.\n[^]*\nPlanned: there are changes\n$/;
  const titleOf = ({ output }: CommandRun) =>
    planComment({ environment: 'dev', log: output, commit: '', run: '' }).split('\n')[1];

  test.each([
    ['speculative', true],
    ['unstructured', false],
  ])(
    'changes nothing and exits with 0 with --plan-only: %s, structured run output %s',
    async (project, structuredOutput) => {
      const workspace = workspaceFor(project, { structuredOutput });
      const planned = command(small(project), ['--plan-only', '--message', 'for a pull request']);
      await planned.succeeded();
      expect(planned.output).toMatch(summary);
      expect(planned.output).not.toContain('"@message"');
      expect(planned.output).toMatch(
        /\nDestroys and replaces nothing\.\nOpens 2 connections, closes 0: var\.admin_cidrs to aws_instance\.bastion, tcp 22 \(opened\); aws_instance\.bastion to internet, tcp 443 \(opened\)\.\nCosts \+[\d.]+ USD a month: from at least 0\.00 to at least [\d.]+\.[^\n]*\nPlanned: there are changes\n$/,
      );
      expect(titleOf(planned)).toMatch(/^\*\*dev\*\*: Plan: \d+ to add, 0 to change, 0 to destroy$/);
      expect(workspace.runs).toMatchObject([
        { status: 'planned_and_finished', planOnly: true, message: 'for a pull request' },
      ]);
      expect(workspace).toMatchObject({ states: [], lock: undefined });
      expect(await vpcs(project)).toEqual([]);
    },
  );

  test('cancels the run when interrupted in a plan, and leaves nothing running and the workspace unlocked', async () => {
    const workspace = workspaceFor('planning');
    const planning = command(small('planning'));
    await planning.waitForOutput('Initializing plugins and modules');
    expect(await planning.interrupt()).toBe(130);
    expect(planning.output).toMatch(/\nCanceling the run\nThe run is canceled\n$/);
    expect(workspace).toMatchObject({ runs: [{ status: 'canceled' }], lock: undefined, states: [] });
    expect(await processesLeft('TFC_WORKSPACE_NAME=planning-dev')).toEqual([]);
  });

  test('cancels the run when interrupted in an apply, and continues from there on the next run', async () => {
    const workspace = workspaceFor('applying');
    const applying = command(small('applying'));
    // The VPC is made and waited for, and nothing else is under way: a request that is cut off would leave what it makes.
    await applying.waitForOutput('aws_eip.bastion_address: Creation complete');
    await applying.waitForOutput('aws_key_pair.key_pair: Creation complete');
    for (let tries = 0; tries < 300 && (await vpcs('applying')).length === 0; tries += 1) await sleep(100);
    expect(await applying.interrupt()).toBe(130);
    expect(applying.output).toMatch(/\nCanceling the run\n[^]*The run is canceled\n$/);
    expect(workspace).toMatchObject({ runs: [{ status: 'canceled' }], lock: undefined });
    expect(workspace.states.at(-1)?.raw).toContain('"type": "aws_vpc"');
    expect(await processesLeft('TFC_WORKSPACE_NAME=applying-dev')).toEqual([]);

    const finishing = command(small('applying'));
    const exit = await finishing.status();
    expect(finishing.output).toMatch(/\nApplied\n$/);
    expect(exit).toBe(0);
    expect(await vpcs('applying')).toHaveLength(1);
  });

  test('applies dev, after which Terraform plans no changes in the same workspace', async () => {
    const workspace = workspaceFor('whole');
    // The shell has AWS credentials, with which the rollout is followed.
    const applied = command(inCloud('whole'), [], { ...cloud.callerEnv(), ...account.emulator.env });
    await applied.succeeded();
    expect(applied.output).toMatch(
      /\nApplied\ndevloop-server: 1 of 1 server answers\n✔ devloop-server: 1 of 1 server answers\n$/,
    );
    expect(workspace.lock).toBeUndefined();

    const environment = parseEnvironment(inCloud('whole'), 'dev');
    const cwd = synthesizeEnvironment(environment, join(account.folder, 'whole'));
    const terraform = new Terraform(cwd, { env: cloud.callerEnv() });
    await terraform.init();
    expect(await terraform.difference()).toBe('');
    expect((await terraform.apply()).stdout).toContain(
      'No changes. Your infrastructure matches the configuration.',
    );
    expect(workspace.runs.map(({ status }) => status)).toEqual([
      'applied',
      'planned_and_finished',
      'planned_and_finished',
    ]);
  });

  test.each([
    ['failing', true],
    ['failing-as-text', false],
  ])(
    'exits with 1 and prints the error when a plan fails: %s, structured run output %s',
    async (project, structuredOutput) => {
      const { variables } = workspaceFor(project, { structuredOutput });
      const administrators = variables.findIndex(({ key }) => key === 'admin_cidrs');
      variables.splice(
        administrators,
        1,
        variable({ key: 'admin_cidrs', value: '["0.0.0.0/0"]', hcl: true }),
      );
      const failing = command(small(project));
      expect(await failing.status()).toBe(1);
      expect(failing.output.replace(/\s+/g, ' ')).toContain(
        'admin_cidrs: "0.0.0.0/0" is too wide; accepted: /16 to /32',
      );
      expect(titleOf(failing)).toBe('**dev**: failed');
      const page = `https://tfc.test/app/acme/workspaces/${project}-dev/runs/`;
      const sentence = failing.output.slice(failing.output.lastIndexOf(page) + page.length);
      expect(sentence).toMatch(/^run-\w+ ended as errored\. Its log is above\.\n$/);
    },
  );

  const refusals: [string, number, () => EnvironmentInput, () => ReturnType<FakeHcp['callerEnv']>, string][] =
    [
      [
        'without a token',
        1,
        () => small('speculative'),
        () => cloud.callerEnv(null),
        'TF_TOKEN_tfc_test: is not set, and the CLI configuration has no credentials for tfc.test; accepted: the token of a user or a team: set the variable, or run terraform login tfc.test',
      ],
      [
        'with a refused token',
        1,
        () => small('speculative'),
        () => cloud.callerEnv('expired'),
        'TF_TOKEN_tfc_test: holds a token that tfc.test refuses; accepted: the token of a user or a team that is not expired, as terraform login tfc.test makes it',
      ],
      [
        'for an organization that is not there',
        1,
        () => small('speculative', { 'state.organization': 'others' }),
        () => cloud.callerEnv(),
        'state.organization: "others" is not an organization of tfc.test that your token sees; accepted: the name of one, as it stands in the address of its page at tfc.test',
      ],
      [
        'for a workspace that is not there',
        1,
        () => small('nobodys'),
        () => cloud.callerEnv(),
        'state.workspace: "nobodys-dev" is not a workspace of acme at tfc.test that your token sees; accepted: a workspace that exists: terraform init in the stack\'s folder makes it',
      ],
      [
        'for an environment whose state is in a bucket',
        64,
        () =>
          small('speculative', { state: { backend: 's3', bucket: 'a-bucket', region: 'ap-northeast-2' } }),
        () => cloud.callerEnv(),
        '--environment: "dev" has its state in s3://a-bucket/speculative/dev/terraform.tfstate; accepted: an environment whose state is in HCP Terraform: devloop move-state --environment dev --to cloud',
      ],
    ];

  test.each(refusals)('fails with one message %s', async (_, status, environment, env, sentence) => {
    const refused = command(environment(), [], env());
    expect(await refused.status()).toBe(status);
    expect(refused.output.trim()).toBe(sentence);
  });

  test('fails with one message for an unreachable host', async () => {
    const gone = await FakeHcp.start();
    const { host } = new URL(gone.api);
    await gone.stop();
    const env = { ...cloud.callerEnv(), [`TF_TOKEN_${host.replaceAll('.', '_')}`]: 'x' };
    const refused = command(small('speculative', { 'state.hostname': host }), [], env);
    expect(await refused.status()).toBe(1);
    expect(refused.output.trim()).toBe(
      `state.hostname: "${host}" cannot be reached (ECONNREFUSED)\nCheck the host name and the network.`,
    );
  });
});
