import { application } from './application/role';
import { bastion } from './bastion/role';
import { elk } from './elk/role';
import { jenkins } from './jenkins/role';
import { plain } from './plain/role';
import type { InputsOf, ServerRole } from './role';

/** The roles that configuration may give to a server. */
export const SERVER_ROLES = { application, jenkins, elk, plain } as const satisfies Record<
  string,
  ServerRole
>;

/** The same and the bastion. */
export const ROLES = { ...SERVER_ROLES, bastion } as const satisfies Record<string, ServerRole>;

export type ServerRoleName = keyof typeof SERVER_ROLES;
export type RoleName = keyof typeof ROLES;

/** What the user data of one role is rendered from. */
export type UserDataSettings<Name extends RoleName = RoleName> = Name extends RoleName
  ? { readonly role: Name } & InputsOf<(typeof ROLES)[Name]['keys']>
  : never;

export const SERVER_ROLE_NAMES = Object.keys(SERVER_ROLES) as ServerRoleName[];

export const roleOf = (name: RoleName): ServerRole => ROLES[name];

/** Name of a server's data volume, unless configuration states one. */
export const defaultVolumeName = (server: string): string => `${server}-data`;
