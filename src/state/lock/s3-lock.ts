import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { OperationError } from '../../core/errors';
import { backendName, type S3BackendSettings } from '../../core/state-backend';
import { markerOfLock, stateMoved } from '../../core/migration-marker';
import { callBucket } from '../s3/bucket';
import type { Variables } from '../../core/variables';

/** Terraform's lock info. HashiCorp: "Backend Type: s3", state locking; "State: Locking". */
export interface StateLock {
  readonly ID: string;
  /** `OperationTypeApply`, or the operation of a command. */
  readonly Operation: string;
  readonly Info: string;
  /** User and host, e.g. `me@laptop`. */
  readonly Who: string;
  /** Version of Terraform. */
  readonly Version: string;
  /** Time of creation, as ISO 8601 in UTC. */
  readonly Created: string;
  readonly Path: string;
}

/** Purpose of a lock. */
export interface LockPurpose {
  readonly operation: string;
  /** Additional information. @default none */
  readonly info?: string;
}

/** Current user and host, in Terraform's format. */
export const LOCK_OWNER = `${userInfo().username}@${hostname()}`;

/** Errors of a conditional PutObject if the object exists, or another client writes it. */
const TAKEN = ['PreconditionFailed', 'ConditionalRequestConflict'];

const lockKey = ({ key }: S3BackendSettings): string => `${key}.tflock`;

/** Describes a lock: `me@laptop holds the lock, for apply, since 2026-01-31 09:30:00 UTC`. */
export function lockSentence({ Who, Operation, Info, Created }: StateLock): string {
  const operation = Operation.replace(/^OperationType/, '').toLowerCase() || 'nothing that it names';
  const since = /^(\S+)T([\d:]{8})/.exec(Created)?.slice(1).join(' ');
  const info = Info === '' ? '' : ` (${Info})`;
  return `${Who} holds the lock, for ${operation}${info}, since ${since === undefined ? 'no date' : `${since} UTC`}`;
}

function parse(text: string, backend: S3BackendSettings): StateLock {
  try {
    const { ID, Operation = '', Info = '', Who, Version = '', Created = '', Path = '' } = JSON.parse(text);
    if (typeof ID === 'string' && typeof Who === 'string')
      return { ID, Operation, Info, Who, Version, Created, Path };
  } catch {
    // Not JSON: the error follows.
  }
  throw new OperationError({
    code: 'STATE_LOCKED',
    summary: `The lock object of ${backendName(backend)} is not valid JSON in Terraform's lock format: ${JSON.stringify(text.slice(0, 80))}`,
    hint: `Delete the object ${lockKey(backend)}`,
  });
}

/**
 * Reads the lock of a state in S3. Undefined if it is not locked.
 *
 * @throws OperationError STATE_BUCKET if S3 denies access; STATE_LOCKED if the lock object is invalid
 */
export async function readLock(backend: S3BackendSettings, env: Variables): Promise<StateLock | undefined> {
  const get = new GetObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend) });
  try {
    const text = await callBucket(
      backend,
      env,
      async (s3) => (await s3.send(get)).Body?.transformToString() ?? '',
      ['NoSuchKey'],
    );
    return parse(text, backend);
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/**
 * Acquires the lock of a state in S3 as Terraform does, with a conditional write.
 *
 * @throws OperationError STATE_LOCKED with the holder, the operation and the time, if it is locked
 */
export async function acquireLock(
  backend: S3BackendSettings,
  { operation, info }: LockPurpose,
  env: Variables,
): Promise<StateLock> {
  const lock: StateLock = {
    ID: randomUUID(),
    Operation: operation,
    // `devloop unlock` reads the process id, to check whether the process still runs.
    Info: [info, `process ${process.pid}`].filter((part) => part !== undefined).join(', '),
    Who: LOCK_OWNER,
    Version: '',
    Created: new Date().toISOString(),
    Path: `${backend.bucket}/${backend.key}`,
  };
  try {
    const put = new PutObjectCommand({ ...objectOf(backend, lock), IfNoneMatch: '*' });
    await callBucket(backend, env, (s3) => s3.send(put), TAKEN);
    return lock;
  } catch (error) {
    if (!TAKEN.includes((error as Error).name)) throw error;
    throw locked(backend, await readLock(backend, env));
  }
}

const objectOf = (backend: S3BackendSettings, lock: StateLock) => ({
  Bucket: backend.bucket,
  Key: lockKey(backend),
  Body: JSON.stringify(lock),
  ContentType: 'application/json',
});

/** Replaces the purpose of the lock that is held. Does nothing if there is no lock. */
export async function rewriteLock(
  backend: S3BackendSettings,
  { operation, info = '' }: LockPurpose,
  env: Variables,
): Promise<void> {
  const held = await readLock(backend, env);
  if (held === undefined) return;
  const lock = { ...held, Operation: operation, Info: info, Created: new Date().toISOString() };
  await callBucket(backend, env, (s3) => s3.send(new PutObjectCommand(objectOf(backend, lock))));
}

function locked(backend: S3BackendSettings, holder: StateLock | undefined): OperationError {
  const marker = holder && markerOfLock(holder);
  if (marker?.finished)
    return new OperationError({
      code: 'STATE_LOCKED',
      ...stateMoved(backendName(backend), marker.backend),
    });
  return new OperationError({
    code: 'STATE_LOCKED',
    summary: holder
      ? `${backendName(backend)} is locked with id "${holder.ID}": ${lockSentence(holder)}`
      : `${backendName(backend)} was locked by another process just now`,
    hint: 'Wait for it to finish. If the process is gone, run devloop unlock.',
  });
}

/**
 * Releases a lock. Does nothing if it was replaced or released.
 *
 * @param id the lock's `ID`
 * @returns whether the lock was released
 */
export async function releaseLock(backend: S3BackendSettings, id: string, env: Variables): Promise<boolean> {
  if ((await readLock(backend, env))?.ID !== id) return false;
  const remove = new DeleteObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend) });
  await callBucket(backend, env, (s3) => s3.send(remove));
  return true;
}
