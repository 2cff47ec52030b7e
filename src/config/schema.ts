import type { z } from 'zod';
import { ConfigurationError, type Issue } from '../core/errors';
import { type Account, accountShape } from './account-shape';
import { type Automation, automationShape } from './automation-shape';
import { crossChecks } from './checks';
import type { Source } from './checks/across';
import { type Draft, withoutInvalid } from './checks/draft';
import { describeIssue, toProblems } from './problems';
import { environmentShape } from './shape';
import { s3StateShape } from './shape/state';

// The cross-checks run even if the shape has problems, so that all are reported together.
const environmentSchema = environmentShape.superRefine(crossChecks, { when: () => true });

export type { Environment } from './shape';
/** What a person writes. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** The bucket that holds state, and its region. */
export type StateBucketSettings = Pick<z.output<typeof s3StateShape>, 'bucket' | 'region'>;

/** What was found in one file. */
export interface Checked<Value> extends Source {
  readonly issues: readonly Issue[];
  /** With every default filled in; undefined where there are issues. */
  readonly value: Value | undefined;
}

function check<T extends z.ZodType>(schema: T, data: unknown, root: string): Checked<z.output<T>> {
  // zod takes a promise for an object without keys.
  const result = schema.safeParse(data instanceof Promise ? null : data, { error: describeIssue });
  if (result.success) return { root, draft: result.data as Draft, issues: [], value: result.data };
  const { issues } = result.error;
  return {
    root,
    draft: withoutInvalid(data, issues),
    issues: issues.flatMap((issue) => toProblems(issue, data, root)),
    value: undefined,
  };
}

function valueOf<Value>({ value, issues }: Checked<Value>): Value {
  if (value === undefined) throw new ConfigurationError(issues);
  return value;
}

export const checkEnvironment = (data: unknown, root: string) => check(environmentSchema, data, root);
export const checkStateBucket = (data: unknown) => check(s3StateShape, data, 'state');
export const checkAutomation = (data: unknown) => check(automationShape, data, 'automation');
export const checkAccount = (data: unknown) => check(accountShape, data, 'account');

/**
 * Checks an environment and fills in its defaults.
 *
 * @throws ConfigurationError with every problem, each with its path behind the environment's name: `dev.network.zones[1]`.
 */
export const parseEnvironment = (data: unknown, root: string) => valueOf(checkEnvironment(data, root));

/** Checks the settings of the state bucket. */
export const parseStateBucket = (data: unknown): StateBucketSettings => valueOf(checkStateBucket(data));

/** Checks the settings of the account, and fills in the defaults. */
export const parseAccount = (data: unknown): Account => valueOf(checkAccount(data));

/** Checks who runs Terraform when no person does, and fills in the defaults. */
export const parseAutomation = (data: unknown): Automation => valueOf(checkAutomation(data));
