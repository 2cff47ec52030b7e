import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AllocateAddressCommand, EC2Client, ReleaseAddressCommand } from '@aws-sdk/client-ec2';
import { stateBackends } from '../../src/config/state';
import type { EmulatedAccount } from '../../src/emulator/account';
import { preflight } from '../../src/preflight';
import { lineOf } from '../../src/preflight/report';
import { type Answers, AwsOverlay, denied } from '../support/aws/aws-overlay';
import { CommandRun } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';
import { environment } from '../support/fixtures/environments';
import { orderlyAccount } from '../support/aws/orderly-account';
import { foreignBucket } from '../support/aws/other-account';
import { clientOf, ownAccount } from '../support/aws/own-account';

const Bucket = stateBackends.s3.bucket;

describeWith(['python'], 'devloop preflight', () => {
  jest.setTimeout(300_000);

  let account: EmulatedAccount;
  let overlay: AwsOverlay;
  let folder: string;
  beforeAll(async () => {
    account = await ownAccount();
    overlay = await AwsOverlay.before(account.emulator.endpoint);
    folder = mkdtempSync(join(tmpdir(), 'preflight-'));
  });
  beforeEach(() => {
    overlay.answers = orderlyAccount;
    overlay.asked.length = 0;
  });
  afterAll(async () => {
    overlay?.stop();
    rmSync(folder, { recursive: true, force: true });
    await account?.stop();
  });

  const shell = (env = {}) => ({
    ...process.env,
    ...account.env,
    AWS_ENDPOINT_URL: overlay.endpoint,
    ...env,
  });

  /** The lines of the checks, by their ids. */
  const lines = async (changes = {}, env = {}): Promise<Readonly<Record<string, string>>> => {
    const checks = await preflight({ environment: environment(changes), folder, env: shell(env) });
    return Object.fromEntries(checks.map((check) => [check.id, lineOf(check)]));
  };

  test('finds nothing in an account that is in order', async () => {
    const found = Object.values(await lines());
    expect(found.filter((line) => !line.startsWith('✔'))).toEqual([]);
  });

  test('reads only', async () => {
    await lines();
    const reads = /:(Describe|Get|List|Batch(Get|Check)|Simulate|HEAD |GET )/;
    expect(overlay.asked.filter((action) => !reads.test(action))).toEqual([]);
  });

  /** What AWS answers, or the emulator holds, and the line that tells it. */
  interface Fault {
    readonly check: string;
    readonly answers?: Answers;
    readonly seed?: () => Promise<() => Promise<unknown>>;
    readonly changes?: Record<string, unknown>;
    readonly env?: () => Record<string, string | undefined>;
    readonly line: string;
  }

  const nothing = async (): Promise<undefined> => undefined;

  const addresses = (number: number) => async () => {
    const ec2 = new EC2Client(clientOf(account));
    const made = await Promise.all(
      Array.from({ length: number }, () => ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }))),
    );
    return () =>
      Promise.all(made.map(({ AllocationId }) => ec2.send(new ReleaseAddressCommand({ AllocationId }))));
  };

  const withConfig = (text: string) => () => {
    const file = join(folder, 'config');
    writeFileSync(file, text);
    return { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_CONFIG_FILE: file };
  };

  const EXPORT = 'eval "$(aws configure export-credentials --format env)"';
  const CREDENTIALS = 'NoCredentialProviders, InvalidClientTokenId, ExpiredToken';

  const faults: Readonly<Record<string, Fault>> = {
    'a session of aws login': {
      check: 'credentials',
      env: withConfig(
        '[default]\nregion = ap-northeast-2\nlogin_session = arn:aws:iam::123456789012:user/me\n',
      ),
      line: `✖ Credentials: profile default is a session of aws login, which Terraform's provider cannot read [${CREDENTIALS}]\n    ${EXPORT}`,
    },
    'a session of aws login in a profile': {
      check: 'credentials',
      env: () => ({ ...withConfig('[default]\n[profile work]\nlogin_session=x\n')(), AWS_PROFILE: 'work' }),
      line: `✖ Credentials: profile work is a session of aws login, which Terraform's provider cannot read [${CREDENTIALS}]\n    ${EXPORT}`,
    },
    'no credentials': {
      check: 'credentials',
      env: withConfig('[profile other]\nlogin_session=x\n'),
      line: `✖ Credentials: CredentialsProviderError: Could not load credentials from any providers [${CREDENTIALS}]\n    valid credentials: aws configure, aws sso login, or for a session of aws login ${EXPORT}`,
    },
    'expired credentials': {
      check: 'credentials',
      answers: {
        'sts:GetCallerIdentity': {
          status: 403,
          body: '<ErrorResponse><Error><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>',
        },
      },
      line: `✖ Credentials: ExpiredToken: The security token included in the request is expired [${CREDENTIALS}]\n    valid credentials: aws configure, aws sso login, or for a session of aws login ${EXPORT}`,
    },
    'a region that is not enabled': {
      check: 'region',
      answers: {
        'ec2:DescribeRegions': {
          body: '<DescribeRegionsResponse><regionInfo><item><regionName>ap-northeast-2</regionName><optInStatus>not-opted-in</optInStatus></item></regionInfo></DescribeRegionsResponse>',
        },
      },
      line: '✖ Region: ap-northeast-2 is not enabled [AuthFailure, OptInRequired, InvalidClientTokenId]\n    aws account enable-region --region-name ap-northeast-2, then wait minutes',
    },
    'a bucket of another account': {
      check: 'state-bucket',
      seed: () => foreignBucket(account, Bucket),
      line: `✖ State bucket: "${Bucket}" does not belong to account 123456789012, or denies access to your credentials [BucketAlreadyExists, AccessDenied, PermanentRedirect]\n    credentials with access to it, or an unused name, e.g. devloop-terraform-state-123456789012: change the line "bucket: '${Bucket}'" in src/config/state.ts`,
    },
    'elastic addresses in use by others': {
      check: 'elastic-ips',
      seed: addresses(4),
      line: '✖ Elastic IP addresses: dev needs 2, others use 4, the quota is 5 [AddressLimitExceeded]\n    ask for 6: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 6 --region ap-northeast-2',
    },
    'quotas that may not be asked for': {
      check: 'elastic-ips',
      answers: { 'servicequotas:GetServiceQuota': denied('servicequotas:GetServiceQuota') },
      line: '⚠ Elastic IP addresses: not checked: the permission servicequotas:GetServiceQuota is missing',
    },
  };

  test.each(Object.keys(faults))('tells of %s', async (name) => {
    const {
      check,
      answers = {},
      seed = async () => nothing,
      changes = {},
      env,
      line,
    } = faults[name] as Fault;
    overlay.answers = { ...orderlyAccount, ...answers };
    const undo = await seed();
    try {
      expect((await lines(changes, env?.()))[check]).toBe(line);
    } finally {
      await undo();
    }
  });

  test('asks for nothing more without credentials', async () => {
    const found = await lines({}, withConfig('')());
    expect(found['region']).toBe('⚠ Region: not checked: Credentials come first');
    expect(overlay.asked).toEqual([]);
  });

  test('exits with status 1 where AWS would refuse something, and 0 where not', async () => {
    const run = new CommandRun('preflight', ['--environment', 'dev'], shell(withConfig('')()));
    expect(await run.status()).toBe(1);
    expect(run.output).toContain('AWS would refuse dev: 1 check failed; ');
  });
});
