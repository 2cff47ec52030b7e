import { notFound, Refusal } from './api';

/** The permission sets of a workspace, each with what the ones before it have. */
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

/** What a token may do in a workspace, as the API tells it. */
export const rightsOf = (permission: Permission): Readonly<Record<string, boolean>> =>
  Object.fromEntries(Object.entries(RIGHTS).map(([right, wanted]) => [right, includes(permission, wanted)]));

/** Routes that want something else than reading for a read, and writing for all else. */
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

/** To who may not, most of the API answers as if there were nothing; a run's actions say that they are forbidden. */
export const refusal = (route: string): Refusal =>
  route.includes('/runs/:run/actions/') ? new Refusal(403, 'forbidden', '') : notFound();
