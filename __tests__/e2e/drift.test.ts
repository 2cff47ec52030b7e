import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { loadEnvironment } from '../../src/config';
import type { EmulatedAccount } from '../../src/emulator/account';
import { PROJECT_DIR } from '../../src/system/paths';
import { driftOf } from '../../src/drift/environment-drift';
import { environmentTerraform } from '../../src/terraform/environment-stack';
import { acquireLock } from '../../src/state/lock/s3-lock';
import { CloudWorkspace } from '../../src/hcp/workspace';
import {
  type CloudBackendSettings,
  type S3BackendSettings,
  backendSettings,
} from '../../src/core/state-backend';
import { sentenceOf } from '../../src/drift';
import { CommandRun, processesWith } from '../support/processes/command-run';
import { managedAddresses } from '../support/fixtures/recorded-addresses';
import { describeWith } from '../support/processes/describe-with';
import { environment } from '../support/fixtures/environments';
import { ConsoleUser } from '../support/aws/console-user';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { FakeHcp } from '../../testing/fake-hcp/server';
import { variable } from '../../testing/fake-hcp/variables';

const backend = backendSettings(loadEnvironment('prod')) as S3BackendSettings;

describeWith(['terraform', 'python'], 'npm run drift', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  beforeAll(async () => {
    account = await ownAccount();
    const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' as const };
    const command = new CreateBucketCommand({ Bucket: backend.bucket, CreateBucketConfiguration });
    await new S3Client(clientOf(account)).send(command);
  });
  afterAll(() => account?.stop());

  const drift = (args: readonly string[], env = {}) =>
    new CommandRun('drift', args.includes('--environment') ? args : ['--environment', 'prod', ...args], {
      ...account.env,
      ...env,
    });

  describe('Comparison that cannot be made', () => {
    const answers = 'Use valid AWS credentials, and a network on which STS and S3 answer.';
    const deployed = 'is not set; accepted: what the environment was deployed with';
    test.each([
      [
        'an unknown environment',
        64,
        ['--environment', 'staging'],
        {},
        'environment: "staging" is not an environment; accepted: dev, prod',
      ],
      [
        'an unknown option',
        64,
        ['--quiet'],
        {},
        'devloop drift: "--quiet" is not an option; accepted: --environment, --json, --help',
      ],
      [
        'no credentials',
        1,
        [],
        { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
        `state.bucket: "amzn-s3-demo-choose-a-name" cannot be read (CredentialsProviderError: Could not load credentials from any providers)\n${answers}`,
      ],
      [
        'no answer',
        1,
        [],
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
        `state.bucket: "amzn-s3-demo-choose-a-name" cannot be read (Error: connect ECONNREFUSED 127.0.0.1:1)\n${answers}`,
      ],
      [
        "no operator's variables",
        64,
        [],
        { TF_VAR_admin_cidrs: undefined, TF_VAR_ssh_public_key: undefined },
        `TF_VAR_admin_cidrs: ${deployed}\nTF_VAR_ssh_public_key: ${deployed}`,
      ],
    ])('ends with one message and its exit status: %s', async (_, status, args, env, sentence) => {
      const run = drift(args, env);
      expect(await run.status()).toBe(status);
      expect(run.output.trim()).toBe(sentence);
    });
  });

  test('reports an environment that was never deployed, and the lock holder, without waiting for the lock', async () => {
    const { Who } = await acquireLock(backend, { operation: 'OperationTypeApply' }, account.env);
    const run = drift([]);
    expect(await run.status()).toBe(2);
    const [lock, ...lines] = run.output.trim().split('\n');
    expect(lock).toMatch(
      / holds the lock, for apply \(process \d+\), since [\d: -]+ UTC: what differs may be half of that work\.$/,
    );
    expect(lock?.startsWith(Who)).toBe(true);
    expect(lines).toEqual([
      'Changed in configuration and not deployed; an apply does it:',
      `  prod: state (s3://amzn-s3-demo-choose-a-name/devloop/prod/terraform.tfstate) is empty: it was never deployed, or is destroyed; an apply makes ${managedAddresses('prod').length} resources`,
      '',
      '1 difference between AWS, state and configuration of prod: an apply deploys 1.',
    ]);
  });

  test('exits with 130 when interrupted, and leaves neither a process nor a plan file', async () => {
    const run = drift([]);
    const terraform = () => processesWith(`AWS_ENDPOINT_URL=${account.emulator.endpoint}`);
    const planning = () => terraform().some((line) => line.startsWith('terraform plan'));
    for (let tries = 0; tries < 1200 && !planning(); tries += 1) await sleep(50);
    expect(planning()).toBe(true);
    expect(await run.interrupt()).toBe(130);
    expect(terraform().filter((line) => /terraform/.test(line))).toEqual([]);
    const folder = join(PROJECT_DIR, '.local', 'drift', 'prod', 's3', 'stacks', 'prod');
    expect(existsSync(join(folder, 'cdk.tf.json'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tfplan'))).toEqual([]);
  });

  test('compares state in a file and the same state in HCP Terraform', async () => {
    const small = {
      name: 'small',
      'network.zones': ['a'],
      'network.nat': { mode: 'none' },
      servers: [],
      loadBalancer: undefined,
      database: undefined,
    };
    const local = environment({ ...small, state: { backend: 'local' } });
    const { folder, env } = account;
    const shared = { folder: join(folder, 'drift'), env, stateDir: folder };
    const deployed = environmentTerraform({ ...shared, environment: local, outdir: join(folder, 'small') });
    await deployed.init();
    await deployed.apply();
    expect(await driftOf({ ...shared, environment: local })).toEqual({
      environment: 'small',
      state: 'terraform.small.tfstate',
      differences: [],
    });
    await new ConsoleUser(account).closeIngress('SSH from administrators');
    const { differences } = await driftOf({ ...shared, environment: local });
    const sentences = [
      expect.stringMatching(
        /^aws_vpc_security_group_ingress_rule\.bastion_security_group_from_administrators_tcp_22\["203\.0\.113\.7\/32"\]: is gone from AWS \(it was sgr-\w+\), but in state and configuration; an apply makes it again$/,
      ),
    ];
    expect(differences.map(sentenceOf)).toEqual(sentences);

    const cloud = await FakeHcp.start({ workerEnv: env });
    try {
      const { hostname, organization } = cloud;
      const remote = environment({ ...small, state: { backend: 'cloud', hostname, organization } });
      const there = { ...shared, environment: remote, env: { ...env, ...cloud.callerEnv() } };
      await expect(driftOf(there)).rejects.toThrow(
        'state.workspace: "devloop-small" is not a workspace of acme at tfc.test that your token sees; ',
      );
      cloud.addWorkspace('devloop-small');
      const pushed = environmentTerraform({ ...there, outdir: join(folder, 'pushed') });
      await pushed.init();
      await pushed.run(['state', 'push', join(folder, 'terraform.small.tfstate')]);
      const told = await driftOf(there);
      expect(told).toMatchObject({ state: 'tfc.test/acme/devloop-small' });
      expect(told.differences.map(sentenceOf)).toEqual(sentences);
      const workspace = cloud.workspace('devloop-small');
      expect(workspace.lock).toBeUndefined();
      const runs = () => workspace.runs.map(({ planOnly, status }) => ({ planOnly, status }));
      const finished = { planOnly: true, status: 'planned_and_finished' };
      expect(runs()).toEqual([finished]);

      const bob = await CloudWorkspace.open(backendSettings(remote) as CloudBackendSettings, {
        env: cloud.callerEnv(cloud.tokens.bob),
      });
      await bob.lock('at work');
      expect((await driftOf(there)).lock).toBe(
        'tfc.test/acme/devloop-small is locked by bob, who says "at work"',
      );
      await bob.unlock();
      await bob.lock('moved to s3://elsewhere/small');
      await expect(driftOf(there)).rejects.toThrow(
        'tfc.test/acme/devloop-small is closed. The state was moved to s3://elsewhere/small.\nChange the configuration to s3://elsewhere/small.',
      );
      await bob.unlock();

      const controller = new AbortController();
      const interrupted = driftOf({ ...there, signal: controller.signal });
      const ended = expect(interrupted).rejects.toThrow('interrupted');
      for (let tries = 0; tries < 600 && workspace.runs.at(2)?.status !== 'planning'; tries += 1)
        await sleep(50);
      controller.abort(new Error('interrupted'));
      await ended;

      workspace.variables.push(variable({ key: 'admin_cidrs', value: '["0.0.0.0/0"]', hcl: true }));
      await expect(driftOf(there)).rejects.toThrow(
        /^Run https:\/\/tfc\.test\/app\/acme\/workspaces\/devloop-small\/runs\/run-\w+ ended as errored\n[^]*"0\.0\.0\.0\/0" is too wide/,
      );
      expect(runs()).toEqual([
        finished,
        finished,
        { planOnly: true, status: 'canceled' },
        { planOnly: true, status: 'errored' },
      ]);
    } finally {
      await cloud.stop();
    }
  });
});
