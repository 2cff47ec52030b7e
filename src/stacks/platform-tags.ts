import type { Environment } from '../config';

/** Tags that identify an environment's resources. */
export const identityTags = ({ name, project }: Pick<Environment, 'name' | 'project'>) => ({
  Project: project,
  Environment: name,
  ManagedBy: 'cdktf',
});

/** All tags of an environment's resources. */
export const platformTags = (environment: Environment): Record<string, string> => ({
  ...environment.tags,
  ...identityTags(environment),
});
