import type { Environment } from '../config';

/** The tags by which an environment's parts are known in AWS. */
export const identityTags = ({ name, project }: Pick<Environment, 'name' | 'project'>) => ({
  Project: project,
  Environment: name,
  ManagedBy: 'cdktf',
});

/** Tags of everything in an environment. */
export const platformTags = (environment: Environment): Record<string, string> => ({
  ...environment.tags,
  ...identityTags(environment),
});
