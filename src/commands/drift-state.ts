import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError } from '../core/errors';
import { type CloudPlace, placeName, type StatePlace } from '../core/state-place';
import { PROJECT_DIR } from './deployment';
import { checkBucket } from './state-bucket';
import { lockOn, lockSentence, type StateLock } from './state-lock';
import { CloudWorkspace, holderSentence } from './terraform-cloud/workspace';
import type { Environment } from './terraform-cli';

export interface DriftStateOptions {
  /** Variables for Terraform and for AWS, added to this process's. */
  readonly env: Environment;
  /** Folder in which state is that is kept in a file. @default the project's */
  readonly stateDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A plan in Terraform Cloud is a run, and waits for whoever has the workspace; elsewhere a lock keeps nobody from reading. */
async function checkWorkspace(place: CloudPlace, { env, signal }: DriftStateOptions): Promise<void> {
  const workspace = await CloudWorkspace.open(place, { env: { ...process.env, ...env }, signal });
  const holder = workspace.executionMode === 'local' ? undefined : await workspace.holder();
  if (!holder) return;
  throw new PlatformError({
    code: 'STATE_LOCKED',
    path: placeName(place),
    message: `is locked by ${holderSentence(holder)}, and a plan there would wait for it`,
    accepted: 'a workspace that nobody works on: wait for its end, or where it is dead, npm run unlock',
  });
}

/**
 * Makes sure that state is there to be read, before Terraform says in its own words that it is not. Makes nothing.
 *
 * @throws PlatformError STATE_BUCKET, or CLOUD_HOST, CLOUD_TOKEN, CLOUD_UNKNOWN and STATE_LOCKED
 */
export async function checkState(place: StatePlace, options: DriftStateOptions): Promise<void> {
  if (place.backend === 's3') await checkBucket(place, options.env);
  if (place.backend === 'cloud') await checkWorkspace(place, options);
}

/** Who holds the lock, in a sentence. In Terraform Cloud nobody: there one run follows the other. */
export async function holderOf(
  place: StatePlace,
  { env, stateDir = PROJECT_DIR }: DriftStateOptions,
): Promise<string | undefined> {
  if (place.backend === 'cloud') return undefined;
  const lock = place.backend === 's3' ? await lockOn(place, env) : readLock(join(stateDir, place.file));
  return lock && lockSentence(lock);
}

/** What Terraform writes beside a state that it keeps in a file. */
function readLock(file: string): StateLock | undefined {
  const info = file.replace(/([^/\\]+)$/, '.$1.lock.info');
  return existsSync(info) ? (JSON.parse(readFileSync(info, 'utf8')) as StateLock) : undefined;
}
