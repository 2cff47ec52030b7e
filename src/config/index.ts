import { PlatformError } from '../core/errors';
import { dev } from './environments/dev';
import { prod } from './environments/prod';
import { type Environment, parseEnvironment, parseStateBucket, type StateBucketSettings } from './schema';
import { stateBucket } from './state';

const ENVIRONMENTS = [dev, prod];

/** Where the state bucket is named, for messages. */
export const STATE_BUCKET_FILE = 'src/config/state.ts';

export const environmentNames = (): string[] => ENVIRONMENTS.map(({ name }) => name);

/**
 * An environment by its name, checked and complete.
 *
 * @throws PlatformError ENVIRONMENT_UNKNOWN, or every problem of its configuration together.
 */
export function loadEnvironment(name: string): Environment {
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === name);
  if (environment) return parseEnvironment(environment, name);
  throw new PlatformError({
    code: 'ENVIRONMENT_UNKNOWN',
    path: 'environment',
    given: name,
    message: 'is not an environment',
    accepted: environmentNames().join(', '),
  });
}

/** The state bucket's settings, checked. */
export const loadStateBucket = (): StateBucketSettings => parseStateBucket(stateBucket);

export type { Environment, EnvironmentInput, StateBucketSettings } from './schema';
