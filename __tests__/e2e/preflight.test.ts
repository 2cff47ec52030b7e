import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AllocateAddressCommand,
  CreateTagsCommand,
  EC2Client,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2';
import { CreateHostedZoneCommand, DeleteHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { execa } from 'execa';
import { stateBackends } from '../../src/config/state';
import type { EmulatedAccount } from '../../src/emulator/account';
import { preflight } from '../../src/preflight';
import { synthesizeEnvironment } from '../../src/terraform/environment-stack';
import { synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { lineOf } from '../../src/preflight/report';
import { PROJECT_DIR } from '../../src/system/paths';
import { AwsOverlay } from '../support/aws/aws-overlay';
import { credentialsOfRole, makeServiceLinkedRoles, pushImages } from '../support/aws/furnished-account';
import { databaseInstance, orderableIn, orderlyAccount } from '../support/aws/orderly-account';
import { foreignBucket } from '../support/aws/other-account';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { environment } from '../support/fixtures/environments';
import {
  asksFor,
  domainChanges,
  type Fault,
  faults,
  hostNameChanges,
  issued,
  NAME_SERVERS,
  orderlyZone,
  withoutPermission,
} from '../support/fixtures/preflight-faults';
import { CommandRun } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';

const Bucket = stateBackends.s3.bucket;
const EXPORT = 'eval "$(aws configure export-credentials --format env)"';
const CREDENTIALS = '[NoCredentialProviders, InvalidClientTokenId, ExpiredToken]';

describeWith(['terraform', 'python'], 'devloop preflight', () => {
  jest.setTimeout(300_000);

  let account: EmulatedAccount;
  let overlay: AwsOverlay;
  let folder: string;
  let administrator: Record<string, string>;
  beforeAll(async () => {
    account = await ownAccount();
    overlay = await AwsOverlay.before(account.emulator.endpoint);
    folder = mkdtempSync(join(tmpdir(), 'preflight-'));
    await makeServiceLinkedRoles(account);
    await pushImages(account, 'devloop', { '1.0.0': ['amd64', 'arm64'], arm: ['arm64'] });
    administrator = await credentialsOfRole(account, 'administrator', '*');
  });
  beforeEach(() => {
    overlay.answers = orderlyAccount;
    overlay.calls.length = 0;
  });
  afterAll(async () => {
    overlay?.stop();
    rmSync(folder, { recursive: true, force: true });
    await account?.stop();
  });

  const shell = (env = {}) => ({
    ...process.env,
    ...account.env,
    ...administrator,
    AWS_ENDPOINT_URL: overlay.endpoint,
    ...env,
  });

  /** The lines of the checks, by their ids. */
  const lines = async (
    changes = {},
    env = {},
    nameServers: Fault['nameServers'] = NAME_SERVERS,
  ): Promise<Readonly<Record<string, string>>> => {
    const changed = environment(changes);
    const stack = synthesizedFrom(changed, () => synthesizeEnvironment(changed, folder));
    const resolveNs = () =>
      typeof nameServers === 'string'
        ? Promise.reject(Object.assign(new Error(nameServers), { code: nameServers }))
        : Promise.resolve([...nameServers]);
    const checks = await preflight({ environment: stack, env: shell(env), resolveNs });
    return Object.fromEntries(checks.map((check) => [check.id, lineOf(check)]));
  };

  test('finds nothing in an account that is in order', async () => {
    const found = await lines();
    expect(Object.values(found).filter((line) => !line.startsWith('✔'))).toEqual([]);
    expect(found['permissions']).toMatch(
      /^✔ Permissions: arn:aws:iam::123456789012:role\/teams\/administrator may make the \d{3} kinds of calls that Terraform makes$/,
    );
  });

  test('finds nothing behind host names that are in order', async () => {
    overlay.answers = { ...orderlyAccount, 'acm:DescribeCertificate': issued };
    const route53 = new Route53Client(clientOf(account));
    const zone = await route53.send(
      new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'preflight' }),
    );
    const { certificate, 'hosted-zone': hostedZone } = await lines(hostNameChanges);
    await route53.send(new DeleteHostedZoneCommand({ Id: zone.HostedZone?.Id }));
    expect(certificate).toBe('✔ Certificate: issued for *.example.com');
    expect(hostedZone).toBe('✔ Hosted zone: jenkins.example.com in example.com');
  });

  test('finds nothing behind a domain that is in order', async () => {
    overlay.answers = { ...orderlyAccount, ...orderlyZone };
    const found = await lines(domainChanges);
    expect([found['hosted-zone'], found['dns-delegation'], found['caa'], found['certificate']]).toEqual([
      '✔ Hosted zone: jenkins.example.com, shop.example.com in example.com',
      '✔ Delegation of the hosted zone: the internet asks ns-1.awsdns-01.com, ns-2.awsdns-02.net',
      '✔ CAA records: nothing in example.com keeps Amazon from issuing a certificate',
      undefined,
    ]);
  });

  test('reads only', async () => {
    await lines(hostNameChanges);
    const reads = /:(Describe|Get|List|BatchGet|Simulate|HEAD |GET )/;
    expect(overlay.calls.filter((action) => !reads.test(action))).toEqual([]);
  });

  test.each(Object.keys(faults))('tells of %s', async (name) => {
    const { check, answers = {}, changes = {}, env = {}, nameServers, line } = faults[name] as Fault;
    overlay.answers = { ...orderlyAccount, ...answers };
    expect((await lines(changes, env, nameServers))[check]).toBe(line);
  });

  test('has a fault for each check', async () => {
    const seeded = Object.values(faults).map(({ check }) => check);
    const files = readdirSync(join(PROJECT_DIR, 'src', 'preflight', 'checks'));
    const checks = files.map((file) => file.replace(/\.ts$/, '')).filter((name) => name !== 'index');
    // These are seeded in the account itself, below.
    const others = ['state-bucket', 'elastic-ips', 'permissions'];
    expect([...new Set([...seeded, ...others])].sort()).toEqual(checks.sort());
  });

  test.each(Object.entries(asksFor))('%s is not checked without %s', async (id, action) => {
    overlay.answers = {
      ...orderlyAccount,
      ...orderlyZone,
      'acm:DescribeCertificate': issued,
      ...withoutPermission(action),
    };
    expect((await lines(id === 'certificate' ? hostNameChanges : domainChanges))[id]).toMatch(
      new RegExp(`^⚠ [^:]+: not checked: the permission ${action} is missing$`),
    );
  });

  test('lets a database be that is there already, of whatever class', async () => {
    overlay.answers = {
      ...orderlyAccount,
      'rds:DescribeOrderableDBInstanceOptions': orderableIn(''),
      'rds:DescribeDBInstances': databaseInstance('db.t3.micro'),
    };
    expect((await lines())['database-class']).toBe(
      '✔ Database class: db.t3.micro of devloop-dev, which is there already',
    );
  });

  test("tells of a state bucket of another account's, though it answers", async () => {
    const remove = await foreignBucket(account, Bucket);
    const line = (await lines())['state-bucket'];
    await remove();
    expect(line).toBe(
      `✖ State bucket: "${Bucket}" does not belong to account 123456789012, or denies access to your credentials ` +
        '[BucketAlreadyExists, AccessDenied, PermanentRedirect]\n    Use credentials with access to it, or an unused name, ' +
        `e.g. devloop-terraform-state-123456789012: change the line "bucket: '${Bucket}'" in src/config/state.ts`,
    );
  });

  test("counts addresses of others, and not the environment's own", async () => {
    const ec2 = new EC2Client(clientOf(account));
    const allocate = () => ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const made = await Promise.all([allocate(), allocate(), allocate(), allocate()]);
    const before = (await lines())['elastic-ips'];
    const own = { Project: 'devloop', Environment: 'dev', ManagedBy: 'cdktf' };
    const Tags = Object.entries(own).map(([Key, Value]) => ({ Key, Value }));
    await ec2.send(new CreateTagsCommand({ Resources: [made[0].AllocationId ?? ''], Tags }));
    const after = (await lines())['elastic-ips'];
    for (const { AllocationId } of made) await ec2.send(new ReleaseAddressCommand({ AllocationId }));
    expect(before).toBe(
      '✖ Elastic IP addresses: dev needs 2, others use 4, the quota is 5 [AddressLimitExceeded]\n    Ask for 6: ' +
        'aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 6 --region ap-northeast-2',
    );
    expect(after).toBe('✔ Elastic IP addresses: dev needs 2, others use 3, the quota is 5');
  });

  test('tells which calls a role may not make', async () => {
    const reader = await credentialsOfRole(
      account,
      'reader',
      'ec2:*',
      'iam:*',
      's3:*',
      'ssm:*',
      'logs:*',
      'rds:*',
    );
    expect((await lines({}, reader))['permissions']).toMatch(
      /^✖ Permissions: arn:aws:iam::123456789012:role\/teams\/reader may not make \d\d of \d{3} kinds of calls: elasticloadbalancing:AddTags, elasticloadbalancing:CreateListener, .* and \d+ more \[UnauthorizedOperation, AccessDenied\]\n    Use a role that may, e\.g\. the apply role of the automation stack \(docs\/automation\.md\)\.$/,
    );
  });

  /** A shell without variables for credentials, and this file for its profiles. */
  const withConfig = (text: string) => {
    const file = join(folder, 'config');
    writeFileSync(file, text);
    return { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_CONFIG_FILE: file };
  };

  test.each([
    [
      'the default profile',
      '[default]\nregion = x\nlogin_session = arn:aws:iam::123456789012:user/me\n',
      {},
      'default',
    ],
    ['a named one', '[default]\n[profile work]\nlogin_session=x\n', { AWS_PROFILE: 'work' }, 'work'],
  ])('tells of a session of aws login in %s', async (_, config, env, profile) => {
    expect((await lines({}, { ...withConfig(config), ...env }))['credentials']).toBe(
      `✖ Credentials: profile ${profile} is a session of aws login, which Terraform's provider cannot read ${CREDENTIALS}\n    Run ${EXPORT}`,
    );
  });

  test('asks for nothing more without credentials', async () => {
    const found = await lines({}, withConfig('[profile other]\nlogin_session=x\n'));
    expect(found['credentials']).toBe(
      `✖ Credentials: CredentialsProviderError: Could not load credentials from any providers ${CREDENTIALS}\n` +
        `    Use aws configure or aws sso login; for a session of aws login run ${EXPORT}`,
    );
    expect(found['region']).toBe('⚠ Region: not checked: Credentials come first');
    expect(overlay.calls).toEqual([]);
  });

  test.each([
    [0, {}, 'Nothing found that AWS would refuse of dev.'],
    [
      1,
      { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      'AWS would refuse dev: 1 check failed; ',
    ],
  ])('exits with status %i', async (status, env, text) => {
    const run = new CommandRun('preflight', ['--environment', 'dev'], shell(env));
    expect(await run.status()).toBe(status);
    expect(run.output).toContain(text);
  });

  describe('devloop secrets', () => {
    const settings = (region: string) => ({ ...clientOf(account), region });
    const output = () => join(folder, 'secrets');

    const secrets = async (words: readonly string[], input = '') => {
      const args = ['secrets', ...words, '--environment', 'dev', '--synthesized', output()];
      const { exitCode, stdout, stderr } = await execa(
        process.execPath,
        [join(PROJECT_DIR, 'bin', 'devloop.mjs'), ...args],
        { env: shell(), input, reject: false },
      );
      return { status: exitCode, stdout, stderr };
    };

    test('writes each from standard input, and tells which have no value, without values', async () => {
      const { region } = environment({});
      const ssm = new SSMClient(settings(region));
      const manager = new SecretsManagerClient(settings(region));
      const { ARN: license = '' } = await manager.send(new CreateSecretCommand({ Name: 'license' }));
      const changed = environment({
        'servers.0.container.secrets': { STRIPE_KEY: 'stripe-key', LICENSE: license },
      });
      synthesizeEnvironment(changed, output());
      const lines = (parameter: string, secret: string) =>
        `${parameter} STRIPE_KEY: parameter /devloop/dev/stripe-key${parameter === '✔' ? '' : ' has no value'}\n` +
        `${secret} LICENSE: secret ${license}${secret === '✔' ? '' : ' has no value'}`;
      expect(await secrets(['check'])).toEqual({ status: 2, stdout: lines('✘', '✘'), stderr: '' });
      const value = 'two\nlines and \'"$(id)';
      const { stdout } = await secrets(['set', 'STRIPE_KEY'], `${value}\n`);
      expect(stdout).toBe('STRIPE_KEY: parameter /devloop/dev/stripe-key has version 1');
      expect(await secrets(['list'])).toEqual({ status: 0, stdout: lines('✔', '✘'), stderr: '' });
      expect((await secrets(['set', 'LICENSE'], 'first')).status).toBe(0);
      expect((await secrets(['set', 'LICENSE'], 'second')).status).toBe(0);
      expect(await secrets(['check'])).toEqual({ status: 0, stdout: lines('✔', '✔'), stderr: '' });
      const { Parameter } = await ssm.send(
        new GetParameterCommand({ Name: '/devloop/dev/stripe-key', WithDecryption: true }),
      );
      expect(Parameter).toMatchObject({ Type: 'SecureString', Value: value });
      const { SecretString } = await manager.send(new GetSecretValueCommand({ SecretId: license }));
      expect(SecretString).toBe('second');
      ssm.destroy();
      manager.destroy();
    });

    test.each([
      [['set'], 'devloop secrets set: needs NAME; accepted: a name in container.secrets'],
      [
        ['set', 'OTHER'],
        'devloop secrets set: "OTHER" is no secret of a container; accepted: STRIPE_KEY, LICENSE',
      ],
      [['set', 'LICENSE'], 'standard input: 0 bytes are no value; accepted: 1 to 65536 bytes'],
    ])('refuses %j', async (words, message) => {
      expect(await secrets(words)).toEqual({ status: 64, stdout: '', stderr: message });
    });
  });

  describe('before devloop bootstrap creates anything', () => {
    const bootstrap = async (env = {}): Promise<string> => {
      const run = new CommandRun('bootstrap', [], shell(env));
      expect(await run.status()).toBe(1);
      expect(overlay.calls.filter((action) => action.startsWith('s3:'))).toEqual([]);
      return run.output.trim();
    };

    test('refuses a session of aws login', async () => {
      const env = withConfig('[default]\nlogin_session = x\n');
      expect(await bootstrap(env)).toBe(
        "Credentials: profile default is a session of aws login, which Terraform's provider cannot read\n" +
          `  AWS calls it NoCredentialProviders, InvalidClientTokenId, ExpiredToken\nRun ${EXPORT}`,
      );
    });

    test('refuses a region that is not enabled', async () => {
      overlay.answers = { ...orderlyAccount, ...faults['a region that is not enabled']?.answers };
      expect(await bootstrap()).toBe(
        'Region: ap-northeast-2 is not enabled\n  AWS calls it AuthFailure, OptInRequired, InvalidClientTokenId\n' +
          'Run aws account enable-region --region-name ap-northeast-2, and wait some minutes.',
      );
    });
  });
});
