import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { OperationError } from '../../core/errors';
import { backendName, type S3BackendSettings } from '../../core/state-backend';
import { markerOfLock, stateMoved } from '../../core/migration-marker';
import { askBucket } from '../s3/bucket';
import type { Variables } from '../../core/variables';

/** Terraform's lock on a state. HashiCorp: "Backend Type: s3", state locking; "State: Locking". */
export interface StateLock {
  readonly ID: string;
  /** `OperationTypeApply`, or a command's own word. */
  readonly Operation: string;
  readonly Info: string;
  /** User and host that took it, as `me@laptop`. */
  readonly Who: string;
  /** Of Terraform. */
  readonly Version: string;
  /** When, as ISO 8601 in UTC. */
  readonly Created: string;
  readonly Path: string;
}

/** What a lock is taken for. */
export interface LockPurpose {
  readonly operation: string;
  /** Further words. @default none */
  readonly info?: string;
}

/** This user on this host, as Terraform writes them into a lock. */
export const LOCK_OWNER = `${userInfo().username}@${hostname()}`;

/** S3's answers to a conditional PutObject where there is an object, or somebody writes it at the same time. */
const TAKEN = ['PreconditionFailed', 'ConditionalRequestConflict'];

const lockKey = ({ key }: S3BackendSettings): string => `${key}.tflock`;

/** What a lock says, as people would: `me@laptop holds the lock, for apply, since 2026-01-31 09:30:00 UTC`. */
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
    // Not JSON: told below.
  }
  throw new OperationError({
    code: 'STATE_LOCKED',
    summary: `The lock object of ${backendName(backend)} is not valid JSON in Terraform's lock format: ${JSON.stringify(text.slice(0, 80))}`,
    hint: `Delete the object ${lockKey(backend)}`,
  });
}

/**
 * Who holds the lock on a state in S3; undefined where nobody does.
 *
 * @throws OperationError STATE_BUCKET where S3 refuses, STATE_LOCKED where the lock cannot be read.
 */
export async function readLock(backend: S3BackendSettings, env: Variables): Promise<StateLock | undefined> {
  const get = new GetObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend) });
  try {
    const text = await askBucket(
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
 * Takes the lock on a state in S3 as Terraform does: whoever writes the object first has it.
 *
 * @throws OperationError STATE_LOCKED where somebody has it, naming who, for what and since when.
 */
export async function acquireLock(
  backend: S3BackendSettings,
  { operation, info }: LockPurpose,
  env: Variables,
): Promise<StateLock> {
  const lock: StateLock = {
    ID: randomUUID(),
    Operation: operation,
    // As `devloop unlock` reads it, to see whether the process is still there.
    Info: [info, `process ${process.pid}`].filter((part) => part !== undefined).join(', '),
    Who: LOCK_OWNER,
    Version: '',
    Created: new Date().toISOString(),
    Path: `${backend.bucket}/${backend.key}`,
  };
  try {
    const put = new PutObjectCommand({ ...objectOf(backend, lock), IfNoneMatch: '*' });
    await askBucket(backend, env, (s3) => s3.send(put), TAKEN);
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

/** Gives the lock that is held another purpose, for which no process is needed. Where there is none, nothing happens. */
export async function rewriteLock(
  backend: S3BackendSettings,
  { operation, info = '' }: LockPurpose,
  env: Variables,
): Promise<void> {
  const held = await readLock(backend, env);
  if (held === undefined) return;
  const lock = { ...held, Operation: operation, Info: info, Created: new Date().toISOString() };
  await askBucket(backend, env, (s3) => s3.send(new PutObjectCommand(objectOf(backend, lock))));
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
 * Gives a lock back. Where the lock is another one by now, or none, nothing happens.
 *
 * @param id the lock's `ID`
 * @returns whether it was there and is gone
 */
export async function releaseLock(backend: S3BackendSettings, id: string, env: Variables): Promise<boolean> {
  if ((await readLock(backend, env))?.ID !== id) return false;
  const remove = new DeleteObjectCommand({ Bucket: backend.bucket, Key: lockKey(backend) });
  await askBucket(backend, env, (s3) => s3.send(remove));
  return true;
}
