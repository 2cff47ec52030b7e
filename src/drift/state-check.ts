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
  /** Environment variables for Terraform and the AWS SDK, in addition to those of this process. */
  readonly env: Variables;
  /** Directory of the state file of a local backend. @default the project directory */
  readonly stateDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const openWorkspace = (
  backend: CloudBackendSettings,
  { env, signal }: DriftStateOptions,
): Promise<CloudWorkspace> => CloudWorkspace.open(backend, { env: { ...process.env, ...env }, signal });

/** Rejects a backend whose state was migrated: what it contains is outdated. */
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
 * Checks that the state exists and was not migrated, so that errors are reported before Terraform reports them. Creates nothing.
 *
 * @returns the workspace, if the backend is HCP Terraform
 * @throws OperationError STATE_BUCKET, CLOUD_HOST or STATE_LOCKED
 * @throws ConfigurationError CLOUD_TOKEN or CLOUD_UNKNOWN
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

/** Describes the holder of the state lock. Undefined if the state is not locked. */
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
