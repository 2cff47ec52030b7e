import { createHash } from 'node:crypto';
import { one, type Resource } from './api';
import type { StateVersion } from './store';

interface RawState {
  readonly version: number;
  readonly terraform_version: string;
  readonly outputs: Readonly<Record<string, { value: unknown; type: unknown; sensitive?: boolean }>>;
}

const parsed = ({ raw }: StateVersion): Partial<RawState> => JSON.parse(raw ?? '{}') as Partial<RawState>;

/** Stable id of an output. */
const outputId = (state: string, name: string): string =>
  `wsout-${createHash('sha256').update(`${state} ${name}`).digest('hex').slice(0, 16)}`;

/** Kind of a Terraform type: `array` for `["list","string"]`, `string` for `"string"`. */
const kindOf = (type: unknown): unknown =>
  Array.isArray(type) ? (['list', 'set', 'tuple'].includes(String(type[0])) ? 'array' : 'map') : type;

/** Outputs of a state. A sensitive value is included only if the output is requested alone. */
export function outputs(state: StateVersion, asked: 'in a list' | 'alone'): Resource[] {
  return Object.entries(parsed(state).outputs ?? {}).map(([name, { value, type, sensitive = false }]) => ({
    id: outputId(state.id, name),
    type: 'state-version-outputs',
    attributes: {
      name,
      sensitive,
      type: kindOf(type),
      'detailed-type': type,
      value: sensitive && asked === 'in a list' ? null : value,
    },
  }));
}

export function stateResource(state: StateVersion): Resource {
  const { id, createdAt, serial, md5, lineage, raw, json, run, createdBy, workspace, urls } = state;
  const { version, terraform_version: terraformVersion } = parsed(state);
  return {
    id,
    type: 'state-versions',
    attributes: {
      'created-at': createdAt,
      serial,
      md5,
      lineage,
      size: Buffer.byteLength(raw ?? ''),
      status: raw === undefined ? 'pending' : 'finalized',
      'hosted-state-download-url': urls.download,
      'hosted-json-state-download-url': json === undefined ? null : urls.jsonDownload,
      // Present only while an upload is pending.
      'hosted-state-upload-url': raw === undefined ? urls.upload : null,
      'hosted-json-state-upload-url': raw === undefined ? urls.jsonUpload : null,
      'resources-processed': raw !== undefined,
      'state-version': version ?? null,
      'terraform-version': terraformVersion ?? null,
    },
    relationships: {
      run: one('runs', run),
      'created-by': one('users', createdBy),
      workspace: one('workspaces', workspace),
      outputs: { data: outputs(state, 'in a list').map((output) => ({ id: output.id, type: output.type })) },
    },
    links: { self: `/api/v2/state-versions/${id}` },
  };
}
