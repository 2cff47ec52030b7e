import { ConfigurationError } from '../core/errors';
import { didYouMean } from '../core/did-you-mean';
import { automation } from './automation';
import type { Automation } from './automation-shape';
import { dev } from './environments/dev';
import { prod } from './environments/prod';
import {
  type Environment,
  parseAutomation,
  parseEnvironment,
  parseStateBucket,
  type StateBucketSettings,
} from './schema';
import { type Runner, runnerOf } from '../iam/runner';
import { type BackendType, backendSettings } from '../core/state-backend';
import { stateBackends } from './state';

const ENVIRONMENTS = [dev, prod];

/** Where the places for state are named, for messages. */
export const STATE_BACKENDS_FILE = 'src/config/state.ts';

export const environmentNames = (): string[] => ENVIRONMENTS.map(({ name }) => name);

/**
 * An environment by its name, checked and complete.
 *
 * @param backend the place of `src/config/state.ts` for its state instead of its own
 * @throws ConfigurationError ENVIRONMENT_UNKNOWN, or every problem of its configuration together.
 */
export function loadEnvironment(name: string, backend?: BackendType): Environment {
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === name);
  if (environment) {
    return parseEnvironment(backend ? { ...environment, state: stateBackends[backend] } : environment, name);
  }
  throw new ConfigurationError({
    code: 'ENVIRONMENT_UNKNOWN',
    path: 'environment',
    given: name,
    message: `is not an environment${didYouMean(name, environmentNames())}`,
    accepted: environmentNames().join(', '),
  });
}

/** The state bucket's settings, checked. */
export const loadStateBucket = (): StateBucketSettings => parseStateBucket(stateBackends.s3);

/** Who runs Terraform when no person does, checked; undefined where nobody does. */
export const loadAutomation = (): Automation | undefined => automation && parseAutomation(automation);

/** Who runs Terraform for an environment when no person does; undefined where nobody does. */
export const runnerFor = (environment: Environment, automation: Automation | undefined): Runner | undefined =>
  automation && runnerOf(environment.name, backendSettings(environment), automation.github);

export type { Automation } from './automation-shape';
export type { Environment, EnvironmentInput, StateBucketSettings } from './schema';
