import { join } from 'node:path';
import { EC2Client, GetEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import { GetBucketPolicyCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { App } from 'cdktf';
import type { EmulatedAccount } from '../../src/emulator/account';
import { Terraform } from '../../src/terraform/terraform';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { account as everySwitch, accountStack } from '../support/fixtures/account';
import { ACCOUNT } from '../support/iam/policies';
import { describeWith } from '../support/processes/describe-with';
import { terraformWith } from '../support/processes/terraform';

describeWith(['terraform', 'python'], 'Deployed account stack', () => {
  jest.setTimeout(600_000);

  let emulated: EmulatedAccount;
  let terraform: Terraform;
  let env: EmulatedAccount['env'];
  let s3: S3Client;
  beforeAll(async () => {
    emulated = await ownAccount();
    // Clients of S3's control plane put the account's id before the host name, which is then no address of loopback.
    env = { ...emulated.env, HTTP_PROXY: emulated.emulator.endpoint };
    s3 = new S3Client({ ...clientOf(emulated), forcePathStyle: true });
    const outdir = join(emulated.folder, 'account');
    const app = new App({ outdir });
    accountStack({ ...everySwitch, state: { backend: 'local' }, deletionProtection: false }, app);
    app.synth();
    terraform = new Terraform(join(outdir, 'stacks', 'account'), { env });
    terraform.useLocalState(join(outdir, 'account.tfstate'));
    await terraform.init();
    await terraform.apply();
  });
  afterAll(() => emulated.stop());

  const buckets = async (): Promise<(string | undefined)[]> =>
    ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name).sort();

  test('keeps records in locked buckets, in which the services write for this account alone', async () => {
    expect(await buckets()).toEqual([`devloop-config-${ACCOUNT}`, `devloop-trail-${ACCOUNT}`]);
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: `devloop-trail-${ACCOUNT}` }));
    const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Condition: object }[] };
    const condition = {
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
      ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:ap-northeast-2:${ACCOUNT}:trail/devloop-account` },
    };
    expect(Statement.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      ['TlsOnly', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['Look', condition],
      ['Write', condition],
    ]);
  });

  test('encrypts new volumes', async () => {
    const ec2 = new EC2Client(clientOf(emulated));
    expect((await ec2.send(new GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault).toBe(true);
  });

  test('is planned without changes, and destroyed', async () => {
    const run = (...args: string[]) => terraformWith(env, terraform.folder, ...args).status;
    expect(run('plan', '-input=false', '-no-color', '-detailed-exitcode')).toBe(0);
    expect(run('destroy', '-input=false', '-no-color', '-auto-approve')).toBe(0);
    expect(await buckets()).toEqual([]);
  });
});
