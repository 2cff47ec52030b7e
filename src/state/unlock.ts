import type { Environment } from '../config';
import { type LockHolder, OperationError } from '../core/errors';
import {
  type CloudBackendSettings,
  type LocalBackendSettings,
  backendName,
  type S3BackendSettings,
  backendSettings,
} from '../core/state-backend';
import { commandHolding, processHolding } from './lock/holder';
import { pushErroredState } from './recovery/errored-state';
import {
  markerOfLock,
  parseMarker,
  type MigrationMarker,
  stateMoved,
  MOVING,
} from '../core/migration-marker';
import { importUntracked } from './recovery/import';
import { releaseLock, readLock, lockSentence, type StateLock, LOCK_OWNER } from './lock/s3-lock';
import type { StateTerraformOptions } from './state-terraform';
import { CloudWorkspace, holderSentence } from '../hcp/workspace';

export interface UnlockOptions extends StateTerraformOptions {
  readonly environment: Environment;
  /** Id of the lock to release. @default none: the lock is shown and kept */
  readonly id: string | undefined;
  /** Directory of the environment's stack, which may contain an errored state. */
  readonly stack: string;
  /** Called with a sentence at each step. */
  readonly onProgress: (sentence: string) => void;
}

/** A lock that is held. */
interface HeldLock {
  readonly holder: LockHolder;
  /** Describes the holder, and since when it holds the lock. */
  readonly sentence: string;
  /** How to end the run that holds it. Undefined if none is known to run. */
  readonly end: string | undefined;
  /** Marker of a migration. */
  readonly marker: MigrationMarker | undefined;
}

/** What is known of the run, in addition to the lock. */
const holderStatus = ({ Who }: StateLock): string =>
  Who === LOCK_OWNER && process.platform === 'linux'
    ? 'no process on this machine uses it'
    : `ask ${Who} whether that run is still active`;

/** @throws OperationError STATE_LOCKED unless the id matches and the run may have ended */
function checkReleasable(
  { holder, sentence, end, marker }: HeldLock,
  name: string,
  options: UnlockOptions,
): void {
  const { id } = holder;
  const command = `npx devloop unlock --environment ${options.environment.name} --id ${id}`;
  const refuse = (message: string, accepted: string) =>
    new OperationError({ code: 'STATE_LOCKED', summary: `${name} ${message}`, hint: accepted, lock: holder });
  // A finished migration's lock must stay, because it keeps everybody from the old backend.
  if (marker?.finished)
    throw new OperationError({ code: 'STATE_LOCKED', ...stateMoved(name, marker.backend), lock: holder });
  if (end !== undefined) throw refuse(`is in use: ${sentence}`, `Wait for it to finish, or ${end}.`);
  if (options.id === undefined)
    throw refuse(`is locked: ${sentence}`, `If that process is gone, run ${command}`);
  if (options.id !== id)
    throw refuse(`has another lock than ${options.id}: ${sentence}`, `Run the command with --id ${id}`);
}

const INTERRUPT = 'interrupt it with Ctrl-C';
const notLocked = (name: string): string => `There is no lock on ${name}`;
const releasedLock = (who: string, name: string): string => `Released the lock of ${who} on ${name}`;

async function unlockS3(backend: S3BackendSettings, options: UnlockOptions): Promise<void> {
  const { env, onProgress } = options;
  const name = backendName(backend);
  const lock = await readLock(backend, env);
  if (lock === undefined) onProgress(notLocked(name));
  else {
    const { ID, Who, Operation, Created } = lock;
    const user = processHolding(lock, backend, env);
    const sentence = `${lockSentence(lock)}${user ? `, as ${user}` : `; ${holderStatus(lock)}`}`;
    const holder = { id: ID, who: Who, operation: Operation, created: Created };
    checkReleasable({ holder, sentence, end: user && INTERRUPT, marker: markerOfLock(lock) }, name, options);
    await releaseLock(backend, ID, env);
    onProgress(releasedLock(Who, name));
  }
  await pushErroredState({ ...options, backend });
  await importUntracked({ ...options, backend });
}

/** Unlocks a workspace. Its lock has no id, so the holder's name is used. */
async function unlockCloud(backend: CloudBackendSettings, options: UnlockOptions): Promise<void> {
  const { env, signal, onProgress } = options;
  const name = backendName(backend);
  const workspace = await CloudWorkspace.open(backend, { env: { ...process.env, ...env }, signal });
  const holder = await workspace.holder();
  if (holder === undefined) return onProgress(notLocked(name));
  const { kind, who, reason } = holder;
  const marker = parseMarker(reason);
  const mover = commandHolding({ Who: marker?.who ?? '', Operation: MOVING, Info: reason });
  const end = kind === 'run' ? 'cancel or discard it' : mover && INTERRUPT;
  checkReleasable(
    { holder: { id: who, who }, sentence: `held by ${holderSentence(holder)}`, end, marker },
    name,
    options,
  );
  await workspace.forceUnlock();
  onProgress(releasedLock(who, name));
}

async function unlockLocal({ file }: LocalBackendSettings, { onProgress }: UnlockOptions): Promise<void> {
  onProgress(
    `${file} is locked by the operating system, for as long as the process that works on it: end that`,
  );
}

/**
 * Shows the holder of an environment's state lock. Releases the lock if its id is given and its run is not known to be active. Then
 * pushes an errored state and imports untracked resources.
 *
 * @throws OperationError STATE_LOCKED with the holder if the lock is kept; STATE_LOST or ORPHANS if something cannot be recovered;
 * STATE_BUCKET, CLOUD_HOST
 * @throws ConfigurationError CLOUD_TOKEN, CLOUD_UNKNOWN
 */
export async function unlockState(options: UnlockOptions): Promise<void> {
  const backend = backendSettings(options.environment);
  switch (backend.type) {
    case 's3':
      return unlockS3(backend, options);
    case 'cloud':
      return unlockCloud(backend, options);
    case 'local':
      return unlockLocal(backend, options);
  }
}
