import type { z } from 'zod';
import { ConfigurationError } from '../core/errors';
import { type Automation, automationShape } from './automation-shape';
import { crossChecks } from './checks';
import { describeIssue, toProblems } from './problems';
import { environmentShape, s3PlaceShape } from './shape';

// The cross-checks run even if the shape has problems, so that all are reported together.
const environmentSchema = environmentShape.superRefine(crossChecks, { when: () => true });

export type { Environment } from './shape';
/** What a person writes. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** The bucket that holds state, and its region. */
export type StateBucketSettings = Pick<z.output<typeof s3PlaceShape>, 'bucket' | 'region'>;

function parse<T extends z.ZodType>(schema: T, data: unknown, root: string): z.output<T> {
  const result = schema.safeParse(data, { error: describeIssue });
  if (result.success) return result.data;
  throw new ConfigurationError(result.error.issues.flatMap((issue) => toProblems(issue, data, root)));
}

/**
 * Checks an environment and fills in its defaults.
 *
 * @throws ConfigurationError with every problem, each with its path behind the environment's name: `dev.network.zones[1]`.
 */
export const parseEnvironment = (data: unknown, root: string) => parse(environmentSchema, data, root);

/** Checks the settings of the state bucket. */
export const parseStateBucket = (data: unknown): StateBucketSettings => parse(s3PlaceShape, data, 'state');

/** Checks who runs Terraform when no person does, and fills in the defaults. */
export const parseAutomation = (data: unknown): Automation => parse(automationShape, data, 'automation');
