import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config';
import { ConfigurationError } from '../core/errors';
import {
  backendName,
  type S3BackendSettings,
  type BackendType,
  backendSettings,
} from '../core/state-backend';
import { differences, readState, withSerial } from '../terraform/state-file';
import type { StateSnapshot } from '../terraform/state-snapshot';
import { releaseLock, acquireLock } from './lock/s3-lock';
import { readObject, writeObject } from './s3/object';
import { checkResources, stateTerraform, type StateTerraformOptions } from './state-terraform';
import { newestState, readVersions, type StateVersion } from './s3/versions';
import type { Variables } from '../core/variables';

export interface RestoreOptions extends StateTerraformOptions {
  readonly environment: Environment;
  /** Id of the version to restore. */
  readonly version: string;
  /** Called with a sentence at each step. */
  readonly onProgress: (sentence: string) => void;
}

/** Where other backends keep older states, for the error. */
const ELSEWHERE: Readonly<Record<Exclude<BackendType, 's3'>, string>> = {
  cloud: "the workspace's own page of states, which rolls back to any of them",
  local: 'the file beside it that ends in .backup, which Terraform leaves: copy it over the state',
};

function s3BackendOf(environment: Environment): S3BackendSettings {
  const backend = backendSettings(environment);
  if (backend.type === 's3') return backend;
  throw new ConfigurationError({
    code: 'USAGE',
    path: `${environment.name}.state`,
    given: backendName(backend),
    message: 'is not in S3: only versions of an S3 object can be restored',
    accepted: ELSEWHERE[backend.type],
  });
}

/** Versions of a state. */
export interface StateVersions {
  /** Name of the backend. */
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly StateVersion[];
}

/**
 * Lists the versions of an environment's state.
 *
 * @throws OperationError STATE_BUCKET
 * @throws ConfigurationError USAGE if the state is not in S3
 */
export async function versionsOfState(environment: Environment, env: Variables): Promise<StateVersions> {
  const backend = s3BackendOf(environment);
  return { name: backendName(backend), versions: await readVersions(backend, env) };
}

/** Finds the requested version. @throws ConfigurationError STATE_VERSION if it cannot be restored */
function choose(
  versions: readonly StateVersion[],
  { version: id }: RestoreOptions,
  backend: S3BackendSettings,
) {
  const refuse = (message: string, accepted: string) =>
    new ConfigurationError({ code: 'STATE_VERSION', path: '--version', given: id, message, accepted });
  const good = versions.filter(({ state }) => typeof state !== 'string');
  const ids = good.filter(({ current }) => !current).map((version) => version.id);
  const accepted = ids.slice(0, 10).join(', ') || 'none: there is no other that can be read';
  const chosen = versions.find((version) => version.id === id);
  if (!chosen) throw refuse(`is no version of ${backendName(backend)}`, accepted);
  const { state, text } = chosen;
  if (typeof state === 'string' || text === undefined)
    throw refuse(`is damaged itself: it ${state}`, accepted);
  if (chosen.current) throw refuse('is the current version already', accepted);
  const [current] = versions;
  if (typeof current?.state === 'object' && current.state.lineage !== state.lineage)
    throw refuse(
      `is of another state: its lineage is ${state.lineage}`,
      `a version of the lineage ${current.state.lineage}`,
    );
  return { state, text };
}

/** A serial above that of all versions, including damaged ones whose serial is readable. */
function nextSerial(versions: readonly StateVersion[]): number {
  const serials = versions.map(({ state, text = '' }) =>
    typeof state === 'string' ? Number(/"serial":\s*(\d{1,9})\b/.exec(text)?.[1] ?? 0) : state.serial,
  );
  return Math.max(...serials) + 1;
}

function backUp(text: string | undefined, { folder, onProgress }: RestoreOptions): void {
  if (text === undefined) return;
  const file = join(folder, `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}.tfstate`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
  onProgress(`Saved the current state to ${file}`);
}

function reportDifferences(
  state: StateSnapshot,
  before: StateSnapshot | undefined,
  { environment, onProgress }: RestoreOptions,
) {
  const lines = before ? differences(state, before) : [];
  if (lines.length > 0) onProgress(`Changes against the previous newest state:\n  ${lines.join('\n  ')}`);
  onProgress(`To preview the changes: npx cdktf diff ${environment.name}`);
}

/**
 * Restores an older version of an environment's state under the lock, with a serial above all others. Saves the current state to a
 * file first. Changes nothing if it throws before the write.
 *
 * @throws ConfigurationError STATE_VERSION if the version cannot be restored; USAGE if the state is not in S3
 * @throws OperationError STATE_LOCKED or STATE_BUCKET
 */
export async function restoreState(options: RestoreOptions): Promise<void> {
  const { environment, version, env, signal, onProgress } = options;
  const backend = s3BackendOf(environment);
  choose(await readVersions(backend, env), options, backend);
  const lock = await acquireLock(backend, { operation: 'restore-state' }, env);
  try {
    // Read again, because the previous holder of the lock may have written.
    const versions = await readVersions(backend, env);
    const { text } = choose(versions, options, backend);
    const serial = nextSerial(versions);
    const restored = withSerial(text, serial);
    const state = readState(restored);
    if (typeof state === 'string' || state.serial !== serial) throw new Error(`no serial in ${version}`);
    backUp(await readObject(backend, env), options);
    signal?.throwIfAborted();
    await writeObject(backend, env, restored);
    // After the write, because `init` fails on an unreadable state.
    await checkResources(await stateTerraform(backend, options), backend, state);
    onProgress(
      `${backendName(backend)} is as in version ${version} again: ${state.resources.size} resources, serial ${serial}`,
    );
    reportDifferences(state, newestState(versions), options);
  } finally {
    await releaseLock(backend, lock.ID, env);
  }
}
