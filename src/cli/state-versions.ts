import { newestState, type StateVersion, VERSION_HEAD, versionRows } from '../state/s3/versions';
import { printTable } from './output/table';
import type { StateVersions } from '../state/restore';

/** Formats the versions of a state as text. */
export function versionsTable(environment: string, { name, versions }: StateVersions): string {
  if (versions.length === 0) return `There are no state versions in ${name}.`;
  const hint = `devloop restore-state --environment ${environment} --version ID`;
  return `${name}\n${printTable(VERSION_HEAD, versionRows(versions))}\nTo make one the current one again: ${hint}`;
}

const facts = ({ id, current, written, size, state }: StateVersion) => ({
  id,
  current,
  written,
  bytes: size ?? null,
  ...(typeof state === 'string'
    ? { serial: null, lineage: null, terraform: null, resources: null, damage: state }
    : {
        serial: state.serial,
        lineage: state.lineage,
        terraform: state.terraformVersion,
        resources: state.resources.size,
        damage: null,
      }),
});

/** Formats the versions of a state as JSON. */
export const versionDocument = (environment: string, { name, versions }: StateVersions) => ({
  environment,
  state: name,
  versions: versions.map(facts),
  newest: newestState(versions)?.serial ?? null,
});
