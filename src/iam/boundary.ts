import type { Grant } from './grants';

/** Name of the permissions boundary of an environment's server roles. */
export const boundaryName = (prefix: string): string => `${prefix}-boundary`;

export const boundaryArn = (account: string, prefix: string): string =>
  `arn:aws:iam::${account}:policy/${boundaryName(prefix)}`;

/**
 * Restricts a grant to roles that have the permissions boundary, or get it by the request. AWS: "Permissions boundaries for IAM
 * entities", delegating responsibility.
 */
export const bounded = (grant: Grant): Grant => ({
  ...grant,
  condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn('{account}', '{prefix}') } },
});
