/**
 * Workspace permissions that commands need, by their API name: a phrase for messages, and the permission set that includes them.
 * https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions/workspace
 */
export const RIGHTS = {
  'can-queue-run': { words: 'queue runs in', set: 'plan' },
  'can-queue-apply': { words: 'apply runs in', set: 'write' },
  'can-lock': { words: 'lock', set: 'write' },
  'can-unlock': { words: 'unlock', set: 'write' },
  'can-force-unlock': { words: 'unlock by force', set: 'admin' },
  'can-create-state-versions': { words: 'store state in', set: 'write' },
  // HashiCorp documents only that JSON output needs admin access, not which permission reports it.
  'can-update': { words: 'read plans as JSON in', set: 'admin' },
} as const;

export type Right = keyof typeof RIGHTS;
