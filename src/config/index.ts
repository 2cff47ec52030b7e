import { ConfigurationError } from '../core/errors';
import { didYouMean } from '../core/did-you-mean';
import { account } from './account';
import { automation } from './automation';
import type { Automation } from './automation-shape';
import { ENVIRONMENTS } from './environments/index';
import { type Configuration, parseBesides, parseConfiguration } from './configuration';
import { type Environment, parseAutomation, parseStateBucket, type StateBucketSettings } from './schema';
import { type Runner, runnerOf } from '../iam/runner';
import { type BackendType, backendSettings } from '../core/state-backend';
import { stateBackends } from './state';

/** File that defines the state backends, for messages. */
export const STATE_BACKENDS_FILE = 'src/config/state.ts';

const nameOf = (environment: unknown): unknown =>
  (environment as { name?: unknown } | null | undefined)?.name;

export const environmentNames = (): string[] =>
  Object.values(ENVIRONMENTS)
    .map(nameOf)
    .filter((name) => typeof name === 'string');

/**
 * Everything that is configured, checked and complete.
 *
 * @throws ConfigurationError with every problem of all files together
 */
export const loadConfiguration = (): Configuration =>
  parseConfiguration({ environments: ENVIRONMENTS, stateBucket: stateBackends.s3, automation, account });

/**
 * An environment by its name, checked and complete.
 *
 * @param backend state backend of `src/config/state.ts` to use instead of its own
 * @throws ConfigurationError ENVIRONMENT_UNKNOWN, or every problem of its configuration together, and of what it shares with others
 */
export function loadEnvironment(name: string, backend?: BackendType): Environment {
  const found = Object.entries(ENVIRONMENTS).find(([, candidate]) => nameOf(candidate) === name);
  if (found) {
    const [file, data] = found;
    const others = Object.entries(ENVIRONMENTS).filter(([other]) => other !== file);
    const environment = backend ? { ...(data as object), state: stateBackends[backend] } : data;
    return parseBesides(environment, file, Object.fromEntries(others));
  }
  throw new ConfigurationError({
    code: 'ENVIRONMENT_UNKNOWN',
    path: 'environment',
    given: name,
    message: `is not an environment${didYouMean(name, environmentNames())}`,
    accepted:
      environmentNames().join(', ') || 'an environment of src/config/environments, which its index.ts lists',
  });
}

/** The state bucket's settings, checked. */
export const loadStateBucket = (): StateBucketSettings => parseStateBucket(stateBackends.s3);

/** CI that runs Terraform, checked; undefined if CI is disabled. */
export const loadAutomation = (): Automation | undefined => automation && parseAutomation(automation);

/** CI that runs Terraform for an environment; undefined if CI is disabled. */
export const runnerFor = (environment: Environment, automation: Automation | undefined): Runner | undefined =>
  automation && runnerOf(environment.name, backendSettings(environment), automation.github);

export type { Account } from './account-shape';
export type { Automation } from './automation-shape';
export type { Environment, EnvironmentInput, StateBucketSettings } from './schema';
