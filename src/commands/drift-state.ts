import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const openWorkspace = (place: CloudPlace, { env, signal }: DriftStateOptions): Promise<CloudWorkspace> =>
  CloudWorkspace.open(place, { env: { ...process.env, ...env }, signal });

async function workspaceHolder(place: CloudPlace, options: DriftStateOptions): Promise<string | undefined> {
  const holder = await (await openWorkspace(place, options)).holder();
  return holder && `${placeName(place)} is locked by ${holderSentence(holder)}`;
}

/**
 * Makes sure that state is there to be read, before Terraform says in its own words that it is not. Makes nothing.
 *
 * @returns the workspace, where Terraform Cloud has it
 * @throws PlatformError STATE_BUCKET, or CLOUD_HOST, CLOUD_TOKEN and CLOUD_UNKNOWN
 */
export async function checkState(
  place: StatePlace,
  options: DriftStateOptions,
): Promise<CloudWorkspace | undefined> {
  if (place.backend === 's3') await checkBucket(place, options.env);
  return place.backend === 'cloud' ? openWorkspace(place, options) : undefined;
}

/** Who holds the lock, in a sentence. */
export async function holderOf(place: StatePlace, options: DriftStateOptions): Promise<string | undefined> {
  const { env, stateDir = PROJECT_DIR } = options;
  if (place.backend === 'cloud') return workspaceHolder(place, options);
  const lock = place.backend === 's3' ? await lockOn(place, env) : readLock(join(stateDir, place.file));
  return lock && lockSentence(lock);
}

/** What Terraform writes beside a state that it keeps in a file. */
function readLock(file: string): StateLock | undefined {
  const info = file.replace(/([^/\\]+)$/, '.$1.lock.info');
  return existsSync(info) ? (JSON.parse(readFileSync(info, 'utf8')) as StateLock) : undefined;
}
