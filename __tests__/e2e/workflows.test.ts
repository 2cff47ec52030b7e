import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';
import type { EmulatedAccount } from '../../src/emulator/account';
import { readLock } from '../../src/state/lock/s3-lock';
import { readObject } from '../../src/state/s3/object';
import { stateBackends } from '../../src/config/state';
import { Terraform } from '../../src/terraform/terraform';
import { backendName } from '../../src/core/state-backend';
import { describeWith } from '../support/processes/describe-with';
import { GitHubServer } from '../support/github/github-server';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { HeldApply, backend, SMALL_ADDRESSES, SmallDeployment } from '../support/fixtures/small-stack';
import { TcpProxy } from '../support/processes/tcp-proxy';
import { stepOf } from '../support/github/workflows';

const { bucket: Bucket, region } = stateBackends.s3;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** A stack as small as one can be: an input, a resource, and state in S3 with its lock. */
const STACK = {
  terraform: {
    required_providers: { aws: { source: 'aws', version: '5.100.0' } },
    backend: { s3: { bucket: Bucket, region, key: 'devloop/dev/terraform.tfstate', use_lockfile: true } },
  },
  provider: { aws: [{ region }] },
  variable: { greeting: { type: 'string' } },
  resource: {
    aws_ssm_parameter: { greeting: { name: '/greeting', type: 'String', value: '${var.greeting}' } },
  },
};

describeWith(['terraform', 'python'], 'Workflow scripts', () => {
  jest.setTimeout(300_000);

  const github = new GitHubServer();
  let account: EmulatedAccount;
  let stack: string;
  beforeAll(async () => {
    await github.start();
    account = await ownAccount();
    const s3 = new S3Client({ ...clientOf(account), forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' as const };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    stack = join(account.folder, 'stack');
    mkdirSync(stack);
    writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(STACK));
    // The workflows accept no other provider than that of the lock file.
    await new Terraform(stack, { env: account.env }).run(['init', '-backend=false', '-input=false']);
  });
  afterAll(async () => {
    await account.stop();
    await github.stop();
  });

  /** A step's script as GitHub runs it. GitHub: "Workflow syntax", `jobs.<job_id>.steps[*].shell`. */
  function commandOf(name: string, job: string, step: string): string[] {
    const file = join(account.folder, 'step.sh');
    writeFileSync(file, stepOf(name, job, step).run ?? '');
    return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', file];
  }

  const envWith = (inputs: object, more: EmulatedAccount['env'] = {}): EmulatedAccount['env'] => ({
    ...process.env,
    ...account.env,
    ENVIRONMENT: 'dev',
    INPUTS: JSON.stringify(inputs),
    RUNNER_TEMP: account.folder,
    GITHUB_OUTPUT: join(account.folder, 'github-output'),
    PULL_REQUEST: '12',
    COMMIT,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.api,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '7',
    GITHUB_STEP_SUMMARY: join(account.folder, 'summary.md'),
    DRAWING: '',
    ...more,
  });

  async function run(
    [name, job, step]: readonly [string, string, string],
    { cwd = stack, inputs = {}, env = {} }: { cwd?: string; inputs?: object; env?: EmulatedAccount['env'] },
  ) {
    const [program = '', ...args] = commandOf(name, job, step);
    const options = { cwd, env: envWith(inputs, env), extendEnv: false, all: true, reject: false } as const;
    const { exitCode, all } = await execa(program, args, options);
    return { exitCode, output: all ?? '' };
  }

  /** A project with scripts in place of ours. */
  function projectWith(scripts: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(account.folder, 'project-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts }));
    return folder;
  }

  const log = () => join(account.folder, 'plan.txt');
  /** As a job begins: nothing was printed yet. */
  const plan = (inputs: object) => {
    for (const file of ['plan.txt', 'plan.json', 'summary.md'])
      rmSync(join(account.folder, file), { force: true });
    return run(['plan', 'plan', 'Plan here, with state in S3'], { inputs });
  };
  const review = () => run(['plan', 'plan', 'Review'], { cwd: PROJECT_DIR });
  const comment = () => run(['plan', 'plan', 'Comment'], { cwd: PROJECT_DIR });
  const apply = (inputs: object, cwd = stack) =>
    run(['apply', 'apply', 'Apply here, with state in S3'], { inputs, cwd });
  const titles = () => github.comments.map(({ body }) => body.split('\n')[1]);

  test('comment a plan, apply it, and update the comment with the next plan', async () => {
    const inputs = { greeting: 'hello' };
    expect(await plan(inputs)).toMatchObject({ exitCode: 0 });
    expect(await review()).toMatchObject({ exitCode: 0 });
    expect(await comment()).toEqual({ exitCode: 0, output: '' });
    expect(titles()).toEqual(['**dev**: Plan: 1 to add, 0 to change, 0 to destroy']);
    const told =
      '- Destroys and replaces nothing.\n- Opens and closes no connection.\n- Costs +0.00 USD a month';
    expect(readFileSync(join(account.folder, 'summary.md'), 'utf8')).toContain(told);
    expect(readFileSync(join(account.folder, 'dev.svg'), 'utf8')).toMatch(/^<svg /);
    expect(github.comments[0]?.body).toContain(`\n\n${told}`);

    expect(await apply(inputs)).toMatchObject({ exitCode: 0 });
    const { Parameter } = await new SSMClient(clientOf(account)).send(
      new GetParameterCommand({ Name: '/greeting' }),
    );
    expect(Parameter?.Value).toBe('hello');

    expect(await plan(inputs)).toMatchObject({ exitCode: 0 });
    await comment();
    expect(titles()).toEqual(['**dev**: No changes. Your infrastructure matches the configuration']);
  });

  test('fail the step of a failed plan and comment it', async () => {
    const { exitCode } = await plan({});
    expect(exitCode).not.toBe(0);
    await comment();
    expect(titles()).toEqual(['**dev**: failed']);
    expect(github.comments[0]?.body).not.toContain('Destroys');
    expect(github.comments[0]?.body).toContain('The root module input variable "greeting" is not set');
    expect(readFileSync(join(account.folder, 'plan.txt'), 'utf8')).toContain('Error: ');
  });

  describe('that hand over synthesized JSON', () => {
    const json = JSON.stringify(STACK);
    const artifact = () => join(account.folder, 'synthesized');

    /** Runs the job that synthesizes, then lays its artifact where the next job downloads it. Returns its checksums. */
    async function handOver(synth: string) {
      const cwd = projectWith({ synth });
      const output = join(account.folder, 'github-output');
      writeFileSync(output, '');
      const { exitCode } = await run(['plan', 'synthesize', 'Synthesize'], { cwd });
      if (exitCode === 0) await run(['plan', 'synthesize', 'Checksums'], { cwd: join(cwd, 'synthesized') });
      rmSync(artifact(), { recursive: true, force: true });
      cpSync(join(cwd, 'synthesized'), artifact(), { recursive: true });
      const [, checksums = ''] = /^checksums<<END\n([^]*)END\n$/.exec(readFileSync(output, 'utf8')) ?? [];
      return { exitCode, env: { CHECKSUMS: checksums } };
    }
    const written = `mkdir -p cdktf.out/stacks/dev; echo '${json}' >cdktf.out/stacks/dev/cdk.tf.json; echo Synthesized`;
    function jobWithLock(): string {
      const cwd = projectWith({});
      writeFileSync(join(cwd, '.terraform.lock.hcl'), 'of the target branch');
      return cwd;
    }

    test('comment a failed synth with its output and commit', async () => {
      rmSync(log(), { force: true });
      const { exitCode, env } = await handOver('echo "network.cidr is wrong" >&2; exit 1');
      expect(exitCode).toBe(1);
      expect(await run(['plan', 'plan', 'Verify'], { cwd: jobWithLock(), env })).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/\ndev was not synthesized$/) as string,
      });
      await comment();
      expect(titles()).toEqual(['**dev**: ended without a plan']);
      expect(github.comments[0]?.body).toMatch(
        new RegExp(`\nOf commit ${COMMIT}: [^]*\nnetwork.cidr is wrong\n`),
      );
    });

    test('keep the output of the synth above the plan', async () => {
      rmSync(log(), { force: true });
      const { env } = await handOver(written);
      await run(['plan', 'plan', 'Verify'], { cwd: jobWithLock(), env });
      await run(['plan', 'plan', 'Plan here, with state in S3'], { inputs: { greeting: 'hello' } });
      await comment();
      expect(github.comments[0]?.body).toMatch(/\nSynthesized\n[^]*\nNo changes\. /);
    });

    test('lay the JSON beside the lock file of the job, and nothing else of the artifact', async () => {
      const { env } = await handOver(written);
      writeFileSync(join(artifact(), 'stacks', 'dev', 'more.tf'), 'provider "external" {}');
      const cwd = jobWithLock();
      expect(await run(['apply', 'apply', 'Verify'], { cwd, env })).toMatchObject({ exitCode: 0 });
      const folder = join(cwd, 'cdktf.out', 'stacks', 'dev');
      expect(readdirSync(folder).sort()).toEqual(['.terraform.lock.hcl', 'cdk.tf.json']);
      expect(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'))).toEqual(STACK);
      expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).toBe('of the target branch');
    });

    test.each([
      ['of another checksum', 'dev', (env: { CHECKSUMS: string }) => env, /cdk\.tf\.json: FAILED/],
      ['of another environment', 'prod', (env: { CHECKSUMS: string }) => env, /prod was not synthesized$/],
      ['without a checksum', 'dev', () => ({ CHECKSUMS: '' }), /dev was not synthesized$/],
    ])('refuse JSON %s', async (_, name, given, why) => {
      const { env } = await handOver(written);
      writeFileSync(join(artifact(), 'stacks', 'dev', 'cdk.tf.json'), '{}');
      const cwd = jobWithLock();
      const { exitCode, output } = await run(['apply', 'apply', 'Verify'], {
        cwd,
        env: { ...given(env), ENVIRONMENT: name },
      });
      expect({ exitCode, output }).toEqual({ exitCode: 1, output: expect.stringMatching(why) as string });
      expect(existsSync(join(cwd, 'cdktf.out'))).toBe(false);
    });

    test('refuse a provider that the lock file does not name', async () => {
      const folder = join(account.folder, 'other-provider');
      cpSync(stack, folder, { recursive: true });
      const data = { external: { code: { program: ['touch', 'run'] } } };
      writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ ...STACK, data }));
      const planned = await run(['plan', 'plan', 'Plan here, with state in S3'], { cwd: folder });
      expect(planned.exitCode).not.toBe(0);
      expect(planned.output).toContain('hashicorp/external');
      expect(existsSync(join(folder, 'run'))).toBe(false);
    });
  });

  test('comment a failure without output in place of the older plan', async () => {
    rmSync(log(), { force: true });
    expect(await comment()).toEqual({ exitCode: 0, output: '' });
    expect(titles()).toEqual(['**dev**: failed before the plan']);
    expect(github.comments[0]?.body).toContain(`\nOf commit ${COMMIT}: `);
  });

  test('install missing packages before commenting', async () => {
    const cwd = projectWith({ 'plan-comment': 'echo commented' });
    await execa('npm', ['install', '--offline', '--package-lock-only'], { cwd });
    const { exitCode, output } = await run(['plan', 'plan', 'Comment'], { cwd });
    expect(output).toMatch(/^(up to date|added 0 packages)[^]*\ncommented --environment dev --log /m);
    expect(exitCode).toBe(0);
  });

  test('pass the HCP Terraform token in the variable of its host', async () => {
    const cwd = projectWith({ cloud: 'echo "$TF_TOKEN_tfe_my__shop_example_com"' });
    const env = { TOKEN_VARIABLE: 'TF_TOKEN_tfe_my__shop_example_com', TOKEN: 'a token' };
    for (const name of ['plan', 'apply']) {
      const step = `${name === 'plan' ? 'Plan' : 'Apply'} in HCP Terraform`;
      expect((await run([name, name, step], { cwd, env })).output).toMatch(/^a token( |$)/m);
    }
  });

  test('fail the step of a failed apply', async () => {
    expect((await apply({})).exitCode).not.toBe(0);
  });

  test('print the list of runs as one line of JSON for the matrix', async () => {
    const file = join(account.folder, 'github-output');
    for (const [name, id] of [
      ['plan', 'environments'],
      ['apply', 'synthesize'],
    ] as const) {
      writeFileSync(file, '');
      await run([name, id, 'List'], { cwd: PROJECT_DIR });
      expect(readFileSync(file, 'utf8')).toBe('runs=[]\n');
    }
  });

  test('push the errored state of an apply that lost AWS, and release its lock', async () => {
    const { bucket, key } = backend;
    await new S3Client({ ...clientOf(account), forcePathStyle: true }).send(
      new DeleteObjectCommand({ Bucket: bucket, Key: key }),
    );
    const deployment = new SmallDeployment(account, 'small');
    cpSync(join(stack, '.terraform.lock.hcl'), join(deployment.folder, '.terraform.lock.hcl'));
    const proxy = await TcpProxy.to(account.emulator.endpoint);
    const held = new HeldApply(
      deployment.folder,
      envWith({}, { AWS_ENDPOINT_URL: proxy.endpoint, GATE: deployment.gate }),
      commandOf('apply', 'apply', 'Apply here, with state in S3'),
    );
    await held.waitForOutput('terraform_data.gate: Provisioning');
    const lock = await readLock(backend, account.env);
    proxy.stop();
    deployment.openGate();
    expect(await held.ended()).toBe(1);
    expect(await readLock(backend, account.env)).toEqual(lock);
    expect(await readObject(backend, account.env)).toBeUndefined();

    const bringBack = () =>
      run(['apply', 'apply', 'Bring back the state'], {
        cwd: PROJECT_DIR,
        env: { OUTPUT: deployment.output },
      });
    const file = join(deployment.folder, 'errored.tfstate');
    const rescued = await bringBack();
    expect(rescued.output.split('\n')).toEqual([
      `${file} holds 3 resources that an apply could not write: pushing them to the backend`,
      `Released the lock of ${lock?.Who} on ${backendName(backend)}`,
    ]);
    expect(rescued.exitCode).toBe(0);
    expect(await readLock(backend, account.env)).toBeUndefined();
    expect(await deployment.terraform.resources()).toHaveLength(3);
    expect(await bringBack()).toEqual({
      exitCode: 0,
      output: `${file} does not exist: there is no errored state`,
    });

    expect(await apply({}, deployment.folder)).toMatchObject({ exitCode: 0 });
    expect(await deployment.terraform.resources()).toEqual(SMALL_ADDRESSES);
  });
});
