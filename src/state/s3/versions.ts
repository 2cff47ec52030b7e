import type { S3BackendSettings } from '../../core/state-backend';
import { differences, readState } from '../../terraform/state-file';
import type { StateSnapshot } from '../../terraform/state-snapshot';
import { listVersions, type ObjectVersion, readObject } from './object';
import type { Variables } from '../../core/variables';

/** A version of a state with its content. */
export interface StateVersion extends ObjectVersion {
  /** Undefined for a delete marker. */
  readonly text: string | undefined;
  /** Content, or the problem as the end of a sentence. */
  readonly state: StateSnapshot | string;
}

/** Number of versions that are read concurrently. */
const AT_ONCE = 8;

/** Reads all versions of a state, newest first. */
export async function readVersions(backend: S3BackendSettings, env: Variables): Promise<StateVersion[]> {
  const versions = await listVersions(backend, env);
  const read: StateVersion[] = [];
  for (let from = 0; from < versions.length; from += AT_ONCE) {
    const some = versions.slice(from, from + AT_ONCE).map(async (version): Promise<StateVersion> => {
      if (version.size === undefined) return { ...version, text: undefined, state: 'is deleted' };
      const text = await readObject(backend, env, version.id);
      return { ...version, text, state: readState(text ?? '') };
    });
    read.push(...(await Promise.all(some)));
  }
  return read;
}

/** The newest readable version, with which others are compared. */
export const newestState = (versions: readonly StateVersion[]): StateSnapshot | undefined =>
  versions.map(({ state }) => state).find((state) => typeof state !== 'string');

/** Maximum number of resources in a cell. */
const NAMED = 8;

function comparison(version: StateVersion, reference: StateSnapshot | undefined): string {
  const { state } = version;
  if (typeof state === 'string') return `damaged: it ${state}`;
  if (state === reference || reference === undefined) return '';
  if (state.lineage !== reference.lineage) return 'another state (its lineage is another)';
  const lines = differences(state, reference);
  const rest = lines.length > NAMED ? [`and ${lines.length - NAMED} more`] : [];
  return [...lines.slice(0, NAMED), ...rest].join('\n') || 'the same resources';
}

/** Table rows: version, time, bytes, serial, Terraform version, number of resources, and differences from the newest state. */
export function versionRows(versions: readonly StateVersion[]): string[][] {
  const reference = newestState(versions);
  return versions.map((version) => {
    const { id, current, written, size, state } = version;
    const known =
      typeof state === 'string' ? ['', '', ''] : [state.serial, state.terraformVersion, state.resources.size];
    const when = written.replace('T', ' ').slice(0, 19);
    return [
      current ? `${id}\n(current)` : id,
      when,
      String(size ?? 'deleted'),
      ...known.map(String),
      comparison(version, reference),
    ];
  });
}

export const VERSION_HEAD = [
  'version',
  'written (UTC)',
  'bytes',
  'serial',
  'Terraform',
  'resources',
  'against the newest',
];
