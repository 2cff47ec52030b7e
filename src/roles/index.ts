import { application } from './application/role';
import { bastion } from './bastion/role';
import { elk } from './elk/role';
import { jenkins } from './jenkins/role';
import { nat } from './nat/role';
import { plain } from './plain/role';
import type { InputsOf, ServerRole } from './role';
import { worker } from './worker/role';

/** Roles that configuration may assign to a server. */
export const SERVER_ROLES = { application, worker, jenkins, elk, plain } as const satisfies Record<
  string,
  ServerRole
>;

/** All roles, including the bastion and the NAT instance. */
export const ROLES = { ...SERVER_ROLES, bastion, nat } as const satisfies Record<string, ServerRole>;

export type ServerRoleName = keyof typeof SERVER_ROLES;
export type RoleName = keyof typeof ROLES;

/** Inputs of the user data of one role. */
export type UserDataSettings<Name extends RoleName = RoleName> = Name extends RoleName
  ? { readonly role: Name } & InputsOf<(typeof ROLES)[Name]['keys']>
  : never;

export const SERVER_ROLE_NAMES = Object.keys(SERVER_ROLES) as ServerRoleName[];

export const roleOf = (name: RoleName): ServerRole => ROLES[name];

/** Default name of a server's data volume. */
export const defaultVolumeName = (server: string): string => `${server}-data`;
