import { ConfigurationError } from '../core/errors';

/** How commands end: one table for all of them. */
export const EXIT_STATUS = {
  done: 0,
  failed: 1,
  /** Something differs, or is not as it was expected. */
  differs: 2,
  /** sysexits.h: EX_USAGE. */
  usage: 64,
  /** As shells have it: 128 and the number of the signal. */
  interrupted: 130,
} as const;

/** Codes of what a person typed, rather than of what went wrong with it. */
const USAGE_CODES: readonly string[] = ['USAGE', 'ENVIRONMENT_UNKNOWN', 'TOPOLOGY_QUESTION'];

/** The exit status for an error. */
export const statusOf = (error: unknown): number =>
  error instanceof ConfigurationError && error.issues.every(({ code }) => USAGE_CODES.includes(code))
    ? EXIT_STATUS.usage
    : EXIT_STATUS.failed;
