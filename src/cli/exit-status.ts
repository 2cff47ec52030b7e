import { ConfigurationError } from '../core/errors';

/** Exit statuses of all commands. */
export const EXIT_STATUS = {
  done: 0,
  failed: 1,
  /** Something differs, or an expectation is not met. */
  differs: 2,
  /** sysexits.h: EX_USAGE. */
  usage: 64,
  /** 128 plus the number of SIGINT. */
  interrupted: 130,
} as const;

type Ending = keyof typeof EXIT_STATUS;

/** Meaning of each status, for help and for the reference. */
const MEANINGS: Readonly<Record<Ending, { readonly brief: string; readonly whole: string }>> = {
  done: { brief: 'done', whole: 'The command did what it was asked to' },
  failed: { brief: 'failed', whole: 'It failed; the message says why, and what to do' },
  differs: {
    brief: 'differs or not as expected',
    whole:
      'Something differs (`drift`, `portability`), or is not as `--expect` or `--expect-file` says (`reach`), or reaches `--max` (`cost`), or is older than `--max-age` or without a digest (`images`)',
  },
  usage: {
    brief: 'wrong usage',
    whole: 'Wrong usage: an unknown command, option, environment or value; nothing was done',
  },
  interrupted: { brief: 'interrupted', whole: 'Interrupted by Ctrl-C, after cleaning up' },
};

/** Statuses in order, with their meanings. */
export const STATUSES = (Object.keys(EXIT_STATUS) as Ending[]).map((ending) => ({
  status: EXIT_STATUS[ending],
  ...MEANINGS[ending],
}));

/** Error codes for invalid command lines. */
const USAGE_CODES: readonly string[] = [
  'USAGE',
  'ENVIRONMENT_UNKNOWN',
  'TOPOLOGY_QUESTION',
  'TOPOLOGY_VARIABLE',
  'EXPECTATIONS',
];

/** Exit status for an error. */
export const statusOf = (error: unknown): number =>
  error instanceof ConfigurationError && error.issues.every(({ code }) => USAGE_CODES.includes(code))
    ? EXIT_STATUS.usage
    : EXIT_STATUS.failed;
