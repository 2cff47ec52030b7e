import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/commands/deployment';
import type { EmulatedAccount } from '../../src/commands/emulated-account';
import { statePlaces } from '../../src/config/state';
import { describeWith } from '../support/describe-with';
import { GitHubServer } from '../support/github-server';
import { clientOf, ownAccount } from '../support/own-account';
import { stepOf } from '../support/workflows';

const { bucket: Bucket, region } = statePlaces.s3;

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

describeWith(['terraform', 'python'], 'the scripts of the workflows', () => {
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
  });
  afterAll(async () => {
    await account.stop();
    await github.stop();
  });

  /** A step's script as GitHub runs it. GitHub: "Workflow syntax", `jobs.<job_id>.steps[*].shell`. */
  async function run(name: string, job: string, step: string, inputs: object, cwd = stack) {
    const file = join(account.folder, 'step.sh');
    writeFileSync(file, stepOf(name, job, step).run ?? '');
    const { exitCode, all } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd,
      env: {
        ...process.env,
        ...account.env,
        ENVIRONMENT: 'dev',
        INPUTS: JSON.stringify(inputs),
        RUNNER_TEMP: account.folder,
        GITHUB_OUTPUT: join(account.folder, 'github-output'),
        PULL_REQUEST: '12',
        GITHUB_TOKEN: github.token,
        GITHUB_API_URL: github.api,
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_RUN_ID: '7',
      },
      extendEnv: false,
      all: true,
      reject: false,
    });
    return { exitCode, output: all ?? '' };
  }

  const plan = (inputs: object) => run('plan', 'plan', 'Plan here, with state in S3', inputs);
  const comment = () => run('plan', 'plan', 'Comment', {}, PROJECT_DIR);
  const apply = (inputs: object) => run('apply', 'apply', 'Apply here, with state in S3', inputs);
  const titles = () => github.comments.map(({ body }) => body.split('\n')[1]);

  test('a plan becomes a comment, an apply does it, and the next plan updates the comment', async () => {
    const inputs = { greeting: 'hello' };
    expect(await plan(inputs)).toMatchObject({ exitCode: 0 });
    expect(await comment()).toEqual({ exitCode: 0, output: '' });
    expect(titles()).toEqual(['**dev**: Plan: 1 to add, 0 to change, 0 to destroy']);

    expect(await apply(inputs)).toMatchObject({ exitCode: 0 });
    const { Parameter } = await new SSMClient(clientOf(account)).send(
      new GetParameterCommand({ Name: '/greeting' }),
    );
    expect(Parameter?.Value).toBe('hello');

    expect(await plan(inputs)).toMatchObject({ exitCode: 0 });
    await comment();
    expect(titles()).toEqual(['**dev**: No changes. Your infrastructure matches the configuration']);
  });

  test('a plan that fails fails its step, and is told as well', async () => {
    const { exitCode } = await plan({});
    expect(exitCode).not.toBe(0);
    await comment();
    expect(titles()).toEqual(['**dev**: failed']);
    expect(github.comments[0]?.body).toContain('The root module input variable "greeting" is not set');
    expect(readFileSync(join(account.folder, 'plan.txt'), 'utf8')).toContain('Error: ');
  });

  test('an apply that fails fails its step', async () => {
    expect((await apply({})).exitCode).not.toBe(0);
  });

  test('the list of what is run is a line of JSON for the matrix', async () => {
    const file = join(account.folder, 'github-output');
    for (const name of ['plan', 'apply']) {
      writeFileSync(file, '');
      await run(name, 'environments', 'List', {}, PROJECT_DIR);
      expect(readFileSync(file, 'utf8')).toBe('runs=[]\n');
    }
  });
});
