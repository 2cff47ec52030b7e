import { ConfigurationError, type Issue } from '../core/errors';
import type { Account } from './account-shape';
import type { Automation } from './automation-shape';
import { acrossEnvironments, type Source } from './checks/across';
import {
  checkAccount,
  checkAutomation,
  checkEnvironment,
  checkStateBucket,
  type Environment,
  type StateBucketSettings,
} from './schema';

/** What the files of `src/config` say, as they were written. */
export interface ConfigurationFiles {
  /** By the names of their files. */
  readonly environments: Readonly<Record<string, unknown>>;
  /** The bucket for state. */
  readonly stateBucket: unknown;
  /** Undefined where only people run Terraform. */
  readonly automation?: unknown;
  /** Undefined where the account stays as it is. */
  readonly account?: unknown;
}

/** The same, checked and complete. */
export interface Configuration {
  readonly environments: readonly Environment[];
  readonly stateBucket: StateBucketSettings;
  readonly automation: Automation | undefined;
  readonly account: Account | undefined;
}

/** Reads the stack of the automation or of the account as an environment's: it has a state and a prefix as well. */
const stackSource = ({ root, draft }: Source): Source => ({
  root,
  draft: { ...draft, name: root },
});

/** File that lists the environments. */
const LIST = 'src/config/environments/index.ts';

/** Without an environment there is nothing to deploy. */
const emptyList = (environments: ConfigurationFiles['environments']): Issue[] =>
  Object.keys(environments).length > 0
    ? []
    : [
        {
          code: 'CONFIG_INVALID',
          path: `${LIST}: ENVIRONMENTS`,
          given: environments,
          message: 'lists no environment',
          accepted: 'one or more files of src/config/environments',
        },
      ];

/**
 * Checks all configuration files.
 *
 * @throws ConfigurationError with the problems of all of them, and of what they must not share
 */
export function parseConfiguration({
  environments,
  stateBucket,
  automation,
  account,
}: ConfigurationFiles): Configuration {
  const parsed = Object.entries(environments).map(([file, data]) => checkEnvironment(data, file));
  const bucket = checkStateBucket(stateBucket);
  const runners = automation === undefined ? undefined : checkAutomation(automation);
  const detection = account === undefined ? undefined : checkAccount(account);
  const stateSource: Source = {
    root: 'state.ts',
    draft: { state: bucket.draft as Source['draft']['state'] },
  };
  const issues = [
    ...emptyList(environments),
    ...parsed.flatMap((one) => one.issues),
    ...bucket.issues,
    ...(runners?.issues ?? []),
    ...(detection?.issues ?? []),
    ...acrossEnvironments([
      stateSource,
      ...parsed,
      ...[runners, detection].flatMap((one) => (one ? [stackSource(one)] : [])),
    ]),
  ];
  const values = parsed.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (issues.length > 0 || bucket.value === undefined) throw new ConfigurationError(issues);
  return {
    environments: values,
    stateBucket: bucket.value,
    automation: runners?.value,
    account: detection?.value,
  };
}

/**
 * Checks one environment beside the others, whose own problems do not matter.
 *
 * @throws ConfigurationError with its problems, and with what it shares with others
 */
export function parseBesides(
  data: unknown,
  file: string,
  others: ConfigurationFiles['environments'],
): Environment {
  const { value, issues, ...source } = checkEnvironment(data, file);
  const sources = Object.entries(others).map(([other, its]) => checkEnvironment(its, other));
  const shared = acrossEnvironments([...sources, source]).filter(({ path }) => path.startsWith(`${file}.`));
  const all = [...issues, ...shared];
  if (all.length > 0 || value === undefined) throw new ConfigurationError(all);
  return value;
}
