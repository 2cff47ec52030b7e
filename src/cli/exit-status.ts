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

type Ending = keyof typeof EXIT_STATUS;

/** What each means: in a line of help, and in the reference. */
const MEANINGS: Readonly<Record<Ending, { readonly brief: string; readonly whole: string }>> = {
  done: { brief: 'done', whole: 'The command did what it was asked to' },
  failed: { brief: 'failed', whole: 'It failed; the message says why, and what to do' },
  differs: {
    brief: 'differs or not as expected',
    whole: 'Something differs (`drift`, `portability`), or is not as `--expect` says (`reach`)',
  },
  usage: {
    brief: 'wrong usage',
    whole: 'Wrong usage: an unknown command, option, environment or value; nothing was done',
  },
  interrupted: { brief: 'interrupted', whole: 'Interrupted by Ctrl-C, after cleaning up' },
};

/** The statuses in their order, with what each means. */
export const STATUSES = (Object.keys(EXIT_STATUS) as Ending[]).map((ending) => ({
  status: EXIT_STATUS[ending],
  ...MEANINGS[ending],
}));

/** Codes of what a person typed, rather than of what went wrong with it. */
const USAGE_CODES: readonly string[] = ['USAGE', 'ENVIRONMENT_UNKNOWN', 'TOPOLOGY_QUESTION'];

/** The exit status for an error. */
export const statusOf = (error: unknown): number =>
  error instanceof ConfigurationError && error.issues.every(({ code }) => USAGE_CODES.includes(code))
    ? EXIT_STATUS.usage
    : EXIT_STATUS.failed;
