import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';
import type { EmulatedAccount } from '../../src/emulator/account';
import { descendants } from '../../src/system/process-tree';
import { describeWith } from '../support/processes/describe-with';
import { accountWithProvider, clientOf } from '../support/aws/own-account';
import { foreignBucket } from '../support/aws/other-account';

const Bucket = 'amzn-s3-demo-choose-a-name';
const Key = 'state/terraform.tfstate';

describeWith(['terraform', 'python'], 'npm run bootstrap', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let s3: S3Client;
  beforeAll(async () => {
    account = await accountWithProvider();
    s3 = new S3Client(clientOf(account));
  });
  afterAll(() => account?.stop());
  beforeEach(async () => {
    await account.emulator.reset();
    rmSync(join(account.folder, 'bootstrap'), { recursive: true, force: true });
  });

  /** What the bootstrap tells; it is interrupted as soon as it tells a sentence that starts so. */
  const sentences = async (interruptAt?: string): Promise<string[]> => {
    const told: string[] = [];
    const controller = new AbortController();
    const report = (sentence: string) => {
      told.push(sentence);
      if (interruptAt !== undefined && sentence.startsWith(interruptAt))
        controller.abort(new Error('interrupted'));
    };
    await account.bootstrap({ onProgress: report, signal: controller.signal });
    return told;
  };

  const localCopy = () =>
    existsSync(join(account.folder, 'bootstrap', 'stacks', 'state', 'bootstrap.tfstate'));

  const MAKING = `Making bucket ${Bucket} in ap-northeast-2, with its state in bootstrap.tfstate for now`;
  const MOVING = `Moving the state of 7 resources into ${Bucket}`;
  const ADOPTING = `Bucket ${Bucket} exists in your account but is in no state: importing it`;
  const THERE = `Bucket ${Bucket} already stores its own state`;
  const DONE = `State is in s3://${Bucket} (ap-northeast-2)`;

  test('creates the bucket, migrates its state there, and changes nothing on the next run', async () => {
    expect(await sentences()).toEqual([MAKING, MOVING, DONE]);

    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(Status).toBe('Enabled');
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true },
    ]);
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect(Rules).toEqual([
      expect.objectContaining({
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 10 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
    ]);
    expect(JSON.parse(Policy).Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);

    expect(localCopy()).toBe(false);
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(await sentences()).toEqual([THERE, DONE]);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).VersionId).toBe(VersionId);
  });

  test('finishes on the next run when interrupted before it creates the bucket or migrates the state', async () => {
    await expect(sentences('Making bucket')).rejects.toThrow('interrupted');
    await expect(sentences('Moving the state')).rejects.toThrow('interrupted');
    expect(localCopy()).toBe(true);
    expect(await sentences()).toEqual([MAKING, MOVING, DONE]);
    expect(localCopy()).toBe(false);
  });

  test('finishes on the next run when killed while it creates the bucket', async () => {
    const script = join(PROJECT_DIR, '__tests__', 'support', 'processes', 'run-bootstrap.ts');
    const child = execa(process.execPath, ['--import', 'tsx', script, join(account.folder, 'bootstrap')], {
      cwd: PROJECT_DIR,
      // Kills a provider of its own.
      env: { ...process.env, ...account.env, TF_REATTACH_PROVIDERS: undefined },
      extendEnv: false,
      reject: false,
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 600; tries += 1) {
      const made = await s3.send(new HeadBucketCommand({ Bucket })).then(
        () => true,
        () => false,
      );
      if (made) break;
      await sleep(100);
    }
    const pid = child.pid ?? 0;
    for (const id of [pid, ...descendants(pid)]) process.kill(id, 'SIGKILL');
    await child;
    await s3.send(new HeadBucketCommand({ Bucket }));
    expect((await sentences()).slice(-2)).toEqual([MOVING, DONE]);
  });

  test('releases the lock of a killed run and keeps the lock of another user', async () => {
    await sentences();
    const lock = (Who: string) =>
      s3.send(
        new PutObjectCommand({
          Bucket,
          Key: `${Key}.tflock`,
          Body: JSON.stringify({
            ID: '3f0c2a52-7d0e-4a39-9a86-0f2f0f0f0f0f',
            Operation: 'OperationTypeApply',
            Who,
          }),
        }),
      );
    const { stdout: pidOfTheDead } = await execa(process.execPath, ['-p', 'process.pid']);
    writeFileSync(join(account.folder, 'bootstrap', 'running'), pidOfTheDead);
    await lock(`${userInfo().username}@${hostname()}`);
    expect(await sentences()).toEqual(['Releasing the lock of the interrupted run', THERE, DONE]);

    writeFileSync(join(account.folder, 'bootstrap', 'running'), pidOfTheDead);
    await lock('somebody@elsewhere');
    await expect(sentences()).rejects.toThrow(/Error acquiring the state lock[^]*somebody@elsewhere/);
  });

  test('imports a bucket of the account that is in no state', async () => {
    const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' as const };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    expect(await sentences()).toEqual([ADOPTING, MAKING, MOVING, DONE]);
  });

  test("another account's bucket is refused, though it is open to everybody, with the line to change", async () => {
    await foreignBucket(account, Bucket);
    await s3.send(new HeadBucketCommand({ Bucket }));
    await expect(sentences()).rejects.toThrow(
      'state.bucket: "amzn-s3-demo-choose-a-name" does not belong to account 123456789012, or denies access to your credentials\n' +
        'Use credentials with access to it, or an unused name, e.g. devloop-terraform-state-123456789012: ' +
        `change the line "bucket: '${Bucket}'" in src/config/state.ts`,
    );
  });
});
