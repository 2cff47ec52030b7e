import { notFound, Refusal } from './api';

/** Permission sets of a workspace. Each includes those before it. */
const SETS = ['read', 'plan', 'write', 'admin'] as const;

export type Permission = (typeof SETS)[number];

export const includes = (has: Permission, wanted: Permission): boolean =>
  SETS.indexOf(has) >= SETS.indexOf(wanted);

/** https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions/workspace */
const RIGHTS: Readonly<Record<string, Permission>> = {
  'can-create-state-versions': 'write',
  'can-destroy': 'admin',
  'can-force-delete': 'admin',
  'can-force-unlock': 'admin',
  'can-lock': 'write',
  'can-queue-apply': 'write',
  'can-queue-destroy': 'write',
  'can-queue-run': 'plan',
  'can-read-settings': 'read',
  'can-read-state-versions': 'read',
  'can-read-variable': 'read',
  'can-unlock': 'write',
  'can-update': 'admin',
  'can-update-variable': 'write',
};

/** Permissions of a token in a workspace, in the API's format. */
export const rightsOf = (permission: Permission): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.entries(RIGHTS).map(([right, wanted]) => [right, includes(permission, wanted)]));

/** Routes whose permission is not the default: read for GET, write for other methods. */
const WANTED: Readonly<Record<string, Permission>> = {
  'POST /workspaces/:workspace/configuration-versions': 'plan',
  'POST /runs': 'plan',
  'POST /organizations/:organization/workspaces': 'admin',
  'POST /workspaces/:workspace/actions/force-unlock': 'admin',
  'PATCH /workspaces/:workspace': 'admin',
  'GET /plans/:phase/json-output': 'admin',
};

export const wantedFor = (route: string): Permission =>
  WANTED[route] ?? (route.startsWith('GET ') ? 'read' : 'write');

/** Error for a missing permission: 403 for run actions, 404 for other routes. */
export const refusal = (route: string): Refusal =>
  route.includes('/runs/:run/actions/') ? new Refusal(403, 'forbidden', '') : notFound();
