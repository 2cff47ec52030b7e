import { join } from 'node:path';
import { PlatformError } from '../core/errors';
import { type CloudPlace, placeName, type StatePlace } from '../core/state-backend';
import { PROJECT_DIR } from '../system/paths';
import { readLocalLock } from '../state/lock/local-lock';
import { lockMark, markOf, movedAway, type MoveMark } from '../core/migration-marker';
import { checkBucket } from '../state/s3/bucket';
import { lockOn, lockSentence } from '../state/lock/s3-lock';
import { CloudWorkspace, holderSentence } from '../hcp/workspace';
import type { Variables } from '../core/variables';

export interface DriftStateOptions {
  /** Variables for Terraform and for AWS, added to this process's. */
  readonly env: Variables;
  /** Folder in which state is that is kept in a file. @default the project's */
  readonly stateDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const openWorkspace = (place: CloudPlace, { env, signal }: DriftStateOptions): Promise<CloudWorkspace> =>
  CloudWorkspace.open(place, { env: { ...process.env, ...env }, signal });

/** What is in a place that a state was moved away from is of the past. */
function refuseMoved(place: StatePlace, mark: MoveMark | undefined): void {
  if (mark?.over)
    throw new PlatformError({ code: 'STATE_LOCKED', path: placeName(place), ...movedAway(mark.place) });
}

async function workspaceHolder(place: CloudPlace, options: DriftStateOptions): Promise<string | undefined> {
  const holder = await (await openWorkspace(place, options)).holder();
  return holder && `${placeName(place)} is locked by ${holderSentence(holder)}`;
}

/**
 * Makes sure that state is there to be read, and in force, before Terraform says in its own words that it is not. Makes nothing.
 *
 * @returns the workspace, where Terraform Cloud has it
 * @throws PlatformError STATE_BUCKET, or CLOUD_HOST, CLOUD_TOKEN, CLOUD_UNKNOWN and STATE_LOCKED
 */
export async function checkState(
  place: StatePlace,
  options: DriftStateOptions,
): Promise<CloudWorkspace | undefined> {
  if (place.backend === 's3') {
    await checkBucket(place, options.env);
    const lock = await lockOn(place, options.env);
    refuseMoved(place, lock && lockMark(lock));
  }
  if (place.backend !== 'cloud') return undefined;
  const workspace = await openWorkspace(place, options);
  refuseMoved(place, markOf((await workspace.holder())?.reason ?? ''));
  return workspace;
}

/** Who holds the lock, in a sentence. */
export async function holderOf(place: StatePlace, options: DriftStateOptions): Promise<string | undefined> {
  const { env, stateDir = PROJECT_DIR } = options;
  if (place.backend === 'cloud') return workspaceHolder(place, options);
  const lock = place.backend === 's3' ? await lockOn(place, env) : readLocalLock(join(stateDir, place.file));
  return lock && lockSentence(lock);
}
