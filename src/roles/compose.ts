import { entriesOf, listEntry } from './files';
import type { Values } from './fill';
import type { ServerRole } from './role';
import type { ServerInputs } from './server-inputs';
import { common, dataVolume, docker, type Part } from './shared/parts';

const ownPart = ({ folder, packages, services, ...role }: ServerRole, server: ServerInputs): Part[] =>
  folder === undefined ? [] : [{ folder, packages, services, values: role.values(server) }];

/** Lines of a file by the names of their placeholders. */
const namedLines = ([path, lines]: readonly [string, readonly string[]], file: number) => ({
  path,
  lines: Object.fromEntries(lines.map((line, index) => [`file${file}line${index}`, line])),
});

/** What the user data of a server is made of. */
export interface Composition {
  /** Entries of cloud-init's `write_files`, with placeholders. */
  readonly entries: string;
  /** Values of settings, one line each, which stand in single quotes. */
  readonly values: Values;
  /** Lines of generated files. */
  readonly lines: Values;
}

/** Files and placeholder values of a server's user data. */
export function composeRole(role: ServerRole, server: ServerInputs): Composition {
  for (const key of ['container', 'dataVolume'] as const) {
    const use = role.keys[key];
    if (use !== 'optional' && (use === 'required') !== (server[key] !== undefined))
      throw new Error(`${key} is ${use} for the role "${role.summary}": the configuration was not checked`);
  }
  const parts = [
    common(server),
    ...(role.runsContainers ? [docker(server)] : []),
    ...(server.dataVolume ? [dataVolume(server.dataVolume)] : []),
    ...ownPart(role, server),
    ...role.sharedParts(server),
  ];
  const features = parts.flatMap(({ feature = [] }) => feature);
  const lists = parts.flatMap((part) => Object.entries(part.lists ?? {})).map(namedLines);
  return {
    entries: [
      ...parts.map(({ folder }) => (folder === undefined ? '' : entriesOf(folder, features))),
      ...lists.map(({ path, lines }) => listEntry(path, Object.keys(lines))),
    ].join(''),
    lines: Object.assign({}, ...lists.map(({ lines }) => lines)) as Values,
    values: {
      packages: parts.flatMap(({ packages = [] }) => packages).join(' '),
      services: parts.flatMap(({ services = [] }) => services).join(' '),
      ...Object.assign({}, ...parts.map(({ values = {} }) => values)),
    },
  };
}
