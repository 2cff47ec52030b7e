/**
 * What a token may or may not do in a workspace, by HCP Terraform's name for it: in words that go before the workspace, and the
 * permission set that has it. https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions/workspace
 */
export const RIGHTS = {
  'can-queue-run': { words: 'queue runs in', set: 'plan' },
  'can-queue-apply': { words: 'apply runs in', set: 'write' },
  'can-lock': { words: 'lock', set: 'write' },
  'can-unlock': { words: 'unlock', set: 'write' },
  'can-force-unlock': { words: 'unlock by force', set: 'admin' },
  'can-create-state-versions': { words: 'store state in', set: 'write' },
  // Of the name that the API has for this nothing is documented, but that it wants an administrator.
  'can-update': { words: 'read plans as JSON in', set: 'admin' },
} as const;

export type Right = keyof typeof RIGHTS;
