import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { OperationError } from '../../core/errors';
import { backendName, type S3BackendSettings } from '../../core/state-backend';
import { readState } from '../../terraform/state-file';
import { releaseLock, readLock } from '../lock/s3-lock';
import type { StateSnapshot } from '../../terraform/state-snapshot';
import { readObject } from '../s3/object';
import { checkResources, stateTerraform, type StateTerraformOptions } from '../state-terraform';

/** File in the stack's directory to which Terraform writes a state that it could not store. */
const ERRORED_STATE_FILE = 'errored.tfstate';

export interface ErroredStateOptions extends StateTerraformOptions {
  readonly backend: S3BackendSettings;
  /** Directory of the stack. */
  readonly stack: string;
  readonly onProgress: (sentence: string) => void;
  /** Lock flag of `terraform state push`. @default acquires the lock without waiting */
  readonly lock?: '-lock=false' | '-lock-timeout=5m';
}

/** Why an errored state cannot become the current state. Undefined if it can. */
function obstacle(
  errored: StateSnapshot | string,
  current: StateSnapshot | string | undefined,
): string | undefined {
  if (typeof errored === 'string') return errored;
  if (current === undefined) return undefined;
  if (typeof current === 'string') return `is newer than a state that ${current}`;
  if (errored.lineage !== current.lineage) return 'is of another state (its lineage is another)';
  if (errored.serial <= current.serial)
    return `is not newer than the state (serial ${errored.serial} against ${current.serial})`;
  return undefined;
}

/**
 * Pushes the errored state of an apply that could not reach S3. Deletes the file only after the backend has its resources.
 *
 * @throws OperationError STATE_LOST if the errored state does not succeed the current one. Both are kept
 */
export async function pushErroredState(options: ErroredStateOptions): Promise<void> {
  const { backend, stack, env, onProgress, lock } = options;
  const file = resolve(stack, ERRORED_STATE_FILE);
  if (!existsSync(file)) return;
  const text = await readObject(backend, env);
  const errored = readState(readFileSync(file, 'utf8'));
  const why = obstacle(errored, text === undefined ? undefined : readState(text));
  if (why !== undefined || typeof errored === 'string') {
    throw new OperationError({
      code: 'STATE_LOST',
      summary: `${file} ${why}, so it was not pushed`,
      hint: `Compare it with ${backendName(backend)} (terraform show). Delete the file if that state has all its resources.`,
    });
  }
  onProgress(
    `${file} holds ${errored.resources.size} resources that an apply could not write: pushing them to the backend`,
  );
  const terraform = await stateTerraform(backend, options);
  await terraform.run(['state', 'push', ...(lock ? [lock] : []), file]);
  await checkResources(terraform, backend, errored);
  rmSync(file);
}

/**
 * Pushes the errored state right after the apply, on the same machine. If the apply's lock is still held, pushes under that lock and
 * releases it. A lock that is older than the file is the apply's, because nobody else could acquire one meanwhile.
 *
 * @throws OperationError STATE_LOST as `pushErroredState` does. The lock is then kept
 */
export async function recoverErroredState(options: ErroredStateOptions): Promise<void> {
  const { backend, stack, env, onProgress } = options;
  const file = resolve(stack, ERRORED_STATE_FILE);
  if (!existsSync(file)) return onProgress(`${file} does not exist: there is no errored state`);
  const written = statSync(file).mtimeMs;
  const lock = await readLock(backend, env);
  const own = lock !== undefined && Date.parse(lock.Created) < written;
  await pushErroredState({ ...options, lock: own ? '-lock=false' : '-lock-timeout=5m' });
  if (!own) return;
  await releaseLock(backend, lock.ID, env);
  onProgress(`Released the lock of ${lock.Who} on ${backendName(backend)}`);
}
