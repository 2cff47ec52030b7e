import { join } from 'node:path';
import { OperationError } from '../core/errors';
import { type CloudBackendSettings, backendName, type BackendSettings } from '../core/state-backend';
import { PROJECT_DIR } from '../system/paths';
import { readLocalLock } from '../state/lock/local-lock';
import { markerOfLock, parseMarker, stateMoved, type MigrationMarker } from '../core/migration-marker';
import { checkBucket } from '../state/s3/bucket';
import { readLock, lockSentence } from '../state/lock/s3-lock';
import { CloudWorkspace, holderSentence } from '../hcp/workspace';
import type { Variables } from '../core/variables';

export interface DriftStateOptions {
  /** Variables for Terraform and for AWS, added to this process's. */
  readonly env: Variables;
  /** Folder in which state is that is kept in a file. @default the project's */
  readonly stateDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const openWorkspace = (
  backend: CloudBackendSettings,
  { env, signal }: DriftStateOptions,
): Promise<CloudWorkspace> => CloudWorkspace.open(backend, { env: { ...process.env, ...env }, signal });

/** What is in a place that a state was moved away from is of the past. */
function refuseMoved(backend: BackendSettings, marker: MigrationMarker | undefined): void {
  if (marker?.finished)
    throw new OperationError({
      code: 'STATE_LOCKED',
      ...stateMoved(backendName(backend), marker.backend),
    });
}

async function workspaceHolder(
  backend: CloudBackendSettings,
  options: DriftStateOptions,
): Promise<string | undefined> {
  const holder = await (await openWorkspace(backend, options)).holder();
  return holder && `${backendName(backend)} is locked by ${holderSentence(holder)}`;
}

/**
 * Makes sure that state is there to be read, and in force, before Terraform says in its own words that it is not. Makes nothing.
 *
 * @returns the workspace, where HCP Terraform has it
 * @throws OperationError STATE_BUCKET, or CLOUD_HOST, CLOUD_TOKEN, CLOUD_UNKNOWN and STATE_LOCKED
 */
export async function checkState(
  backend: BackendSettings,
  options: DriftStateOptions,
): Promise<CloudWorkspace | undefined> {
  if (backend.type === 's3') {
    await checkBucket(backend, options.env);
    const lock = await readLock(backend, options.env);
    refuseMoved(backend, lock && markerOfLock(lock));
  }
  if (backend.type !== 'cloud') return undefined;
  const workspace = await openWorkspace(backend, options);
  refuseMoved(backend, parseMarker((await workspace.holder())?.reason ?? ''));
  return workspace;
}

/** Who holds the lock, in a sentence. */
export async function holderOf(
  backend: BackendSettings,
  options: DriftStateOptions,
): Promise<string | undefined> {
  const { env, stateDir = PROJECT_DIR } = options;
  if (backend.type === 'cloud') return workspaceHolder(backend, options);
  const lock =
    backend.type === 's3' ? await readLock(backend, env) : readLocalLock(join(stateDir, backend.file));
  return lock && lockSentence(lock);
}
