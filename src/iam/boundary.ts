import type { Grant } from './grants';

/** Name of the managed policy that says the most that an environment's servers may ever do. */
export const boundaryName = (prefix: string): string => `${prefix}-boundary`;

export const boundaryArn = (account: string, prefix: string): string =>
  `arn:aws:iam::${account}:policy/${boundaryName(prefix)}`;

/**
 * The same for roles alone that are within the boundary, or are put within it by the request. AWS: "Permissions boundaries for IAM
 * entities", delegating responsibility.
 */
export const bounded = (grant: Grant): Grant => ({
  ...grant,
  condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn('{account}', '{prefix}') } },
});
