import type { Values } from './fill';
import type { ServerRole } from './role';
import type { ServerInputs } from './server-inputs';
import { common, dataVolume, docker, type Part } from './shared/parts';

const ownPart = ({ folder, packages, services, ...role }: ServerRole, server: ServerInputs): Part[] =>
  folder === undefined ? [] : [{ folder, packages, services, values: role.values(server) }];

/** Directories and placeholder values of a server's user data. */
export function composeRole(role: ServerRole, server: ServerInputs): { folders: string[]; values: Values } {
  for (const key of ['container', 'dataVolume'] as const) {
    if ((role.keys[key] === 'required') !== (server[key] !== undefined))
      throw new Error(
        `${key} is ${role.keys[key]} for the role "${role.summary}": the configuration was not checked`,
      );
  }
  const parts = [
    common(server),
    ...(role.runsContainers ? [docker(server)] : []),
    ...(server.dataVolume ? [dataVolume(server.dataVolume)] : []),
    ...ownPart(role, server),
    ...role.sharedParts(server),
  ];
  return {
    folders: parts.map(({ folder }) => folder),
    values: {
      packages: parts.flatMap(({ packages = [] }) => packages).join(' '),
      services: parts.flatMap(({ services = [] }) => services).join(' '),
      ...Object.assign({}, ...parts.map(({ values = {} }) => values)),
    },
  };
}
