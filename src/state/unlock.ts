import type { Environment } from '../config';
import { OperationError } from '../core/errors';
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
  /** Id of the lock that is to go. @default none: the lock is shown, and stays */
  readonly id: string | undefined;
  /** Folder of the environment's stack, where an apply leaves a state that it could not write. */
  readonly stack: string;
  /** Told each step. */
  readonly onProgress: (sentence: string) => void;
}

/** A lock that somebody has. */
interface HeldLock {
  /** What it is called: it is given back by this alone. */
  readonly id: string;
  /** Who holds it, since when. */
  readonly sentence: string;
  /** How the run that is seen at work is ended; undefined where none is seen: it may be dead. */
  readonly end: string | undefined;
  /** What a move left in it. */
  readonly marker: MigrationMarker | undefined;
}

/** What is known of the run that took the lock, beyond what the lock says. */
const holderStatus = ({ Who }: StateLock): string =>
  Who === LOCK_OWNER && process.platform === 'linux'
    ? 'no process on this machine uses it'
    : `ask ${Who} whether that run is still active`;

/** @throws OperationError STATE_LOCKED unless the lock is the one that is to go, and its run may be dead */
function checkReleasable(
  { id, sentence, end, marker }: HeldLock,
  name: string,
  options: UnlockOptions,
): void {
  const command = `npx devloop unlock --environment ${options.environment.name} --id ${id}`;
  const refuse = (message: string, accepted: string) =>
    new OperationError({ code: 'STATE_LOCKED', summary: `${name} ${message}`, hint: accepted });
  // Without it everybody would go on in the old place.
  if (marker?.finished)
    throw new OperationError({ code: 'STATE_LOCKED', ...stateMoved(name, marker.backend) });
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
    const holder = processHolding(lock, backend, env);
    const sentence = `${lockSentence(lock)}${holder ? `, as ${holder}` : `; ${holderStatus(lock)}`}`;
    const held = { id: lock.ID, sentence, end: holder && INTERRUPT, marker: markerOfLock(lock) };
    checkReleasable(held, name, options);
    await releaseLock(backend, lock.ID, env);
    onProgress(releasedLock(lock.Who, name));
  }
  await pushErroredState({ ...options, backend });
  await importUntracked({ ...options, backend });
}

/** A workspace's lock has no id of its own: its holder's name is taken for one. */
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
  checkReleasable({ id: who, sentence: `held by ${holderSentence(holder)}`, end, marker }, name, options);
  await workspace.forceUnlock();
  onProgress(releasedLock(who, name));
}

async function unlockLocal({ file }: LocalBackendSettings, { onProgress }: UnlockOptions): Promise<void> {
  onProgress(
    `${file} is locked by the operating system, for as long as the process that works on it: end that`,
  );
}

/**
 * Shows who holds the lock on an environment's state, and gives it back where its id is given and its run is not seen at work.
 * Then brings back what an apply could not write.
 *
 * @throws OperationError STATE_LOCKED where the lock stays, with who holds it; STATE_LOST and ORPHANS for what cannot be brought
 * back; STATE_BUCKET, CLOUD_HOST, CLOUD_TOKEN, CLOUD_UNKNOWN
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
