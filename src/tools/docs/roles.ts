import { ROLES } from '../../roles';
import type { KeyUse, RoleKeys, ServerRole } from '../../roles/role';
import { figuresOf } from '../../roles/figures';
import { code, markdownTable } from './markdown';

function keysOf({ keys }: ServerRole, use: KeyUse): string {
  const names = (Object.keys(keys) as (keyof RoleKeys)[]).filter((key) => keys[key] === use);
  return names.map(code).join(', ');
}

/** Formats a table of server roles. */
export const rolesTable = (roles: Readonly<Record<string, ServerRole>> = ROLES): string =>
  markdownTable(
    [
      'role',
      'what it runs',
      'required keys',
      'optional keys',
      'web page',
      'root volume',
      'memory',
      'changed user data',
    ],
    Object.entries(roles).map(([name, role]) => [
      code(name),
      role.summary,
      keysOf(role, 'required'),
      keysOf(role, 'optional'),
      role.page ? `${role.page.service}, port ${role.page.port}` : '',
      `${role.minimumVolumeSize} GiB or more`,
      `${role.minimumMemory} MiB or more`,
      role.replaceOnChange ? 'replaces the server' : 'is reported by the plan',
    ]),
  );

/** Formats what the roles take, as measured. */
export const figuresTable = (roles: Readonly<Record<string, ServerRole>> = ROLES): string =>
  markdownTable(
    ['role', 'memory of all processes', 'answers after', 'measured with'],
    Object.keys(roles).map((name) => {
      const figures = figuresOf(name);
      return figures
        ? [code(name), `${figures.mebibytes} MiB`, `${figures.seconds} s`, figures.measured]
        : [code(name), '', '', 'not measured'];
    }),
  );
