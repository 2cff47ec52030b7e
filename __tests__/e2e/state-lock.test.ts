import { hostname, userInfo } from 'node:os';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { EmulatedAccount } from '../../src/emulator/account';
import { releaseLock, readLock, acquireLock } from '../../src/state/lock/s3-lock';
import type { S3BackendSettings } from '../../src/core/state-backend';
import { describeWith } from '../support/processes/describe-with';
import { clientOf, accountWithProvider } from '../support/aws/own-account';

const backend: S3BackendSettings = {
  type: 's3',
  bucket: 'a-bucket',
  region: 'ap-northeast-2',
  key: 'a/b.tfstate',
};
const WE = `${userInfo().username}@${hostname()}`;

describeWith(['python'], 'S3 state lock', () => {
  jest.setTimeout(120_000);

  let account: EmulatedAccount;
  let s3: S3Client;
  beforeAll(async () => {
    account = await accountWithProvider();
    s3 = new S3Client(clientOf(account));
    const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' as const };
    await s3.send(new CreateBucketCommand({ Bucket: backend.bucket, CreateBucketConfiguration }));
  });
  afterAll(() => account?.stop());

  const put = (Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: backend.bucket, Key: `${backend.key}.tflock`, Body }));

  test('is acquired once, names its holder to others, and is released only by its id', async () => {
    expect(await readLock(backend, account.env)).toBeUndefined();
    const lock = await acquireLock(backend, { operation: 'restore', info: 'a note' }, account.env);
    expect(lock).toMatchObject({
      Operation: 'restore',
      Info: `a note, process ${process.pid}`,
      Who: WE,
      Path: 'a-bucket/a/b.tfstate',
    });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'a/b.tfstate.tflock' }));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual(lock);

    const since = lock.Created.replace('T', ' ').slice(0, 19);
    await expect(acquireLock(backend, { operation: 'move' }, account.env)).rejects.toThrow(
      `s3://a-bucket/a/b.tfstate is locked with id "${lock.ID}": ${WE} holds the lock, for restore (a note, process ${process.pid}), since ${since} UTC\n` +
        'Wait for it to finish. If the process is gone, run devloop unlock.',
    );
    expect(await releaseLock(backend, 'another', account.env)).toBe(false);
    expect(await readLock(backend, account.env)).toEqual(lock);
    expect(await releaseLock(backend, lock.ID, account.env)).toBe(true);
    expect(await releaseLock(backend, lock.ID, account.env)).toBe(false);
  });

  test('is acquired by one of several concurrent requests', async () => {
    const takes = await Promise.allSettled(
      [1, 2, 3, 4].map(() => acquireLock(backend, { operation: 'move' }, account.env)),
    );
    const [taken, ...others] = takes.flatMap((take) => (take.status === 'fulfilled' ? [take.value] : []));
    expect(others).toEqual([]);
    expect(await releaseLock(backend, taken?.ID ?? '', account.env)).toBe(true);
  });

  test('is reported when its content is invalid', async () => {
    await put('garbage');
    await expect(readLock(backend, account.env)).rejects.toThrow(
      'The lock object of s3://a-bucket/a/b.tfstate is not valid JSON in Terraform\'s lock format: "garbage"\n' +
        'Delete the object a/b.tfstate.tflock',
    );
  });

  test('fails with one message when the bucket does not exist', async () => {
    await expect(readLock({ ...backend, bucket: 'no-bucket' }, account.env)).rejects.toThrow(
      'state.bucket: "no-bucket" does not exist\nRun devloop bootstrap to create it, or name another bucket: change the line ',
    );
  });
});
