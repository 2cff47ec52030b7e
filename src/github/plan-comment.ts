import { stripVTControlCharacters } from 'node:util';
import { fenced } from '../core/markdown';

/** Maximum length of the log in characters. GitHub limits a comment to 65536 characters, which includes the text around the log. */
const LONGEST_LOG = 64_000;

/** Log lines that contain no changes. */
const NOISE =
  /^\S.*: (Refreshing( state)?\.\.\.|Reading\.\.\.|Still (read|refresh)ing\.\.\.|(Read|Refresh) complete after) ?/;

/** Last lines of a plan, most significant first: structured output prints zero counts before changed outputs. */
const SUMMARIES = [
  /^Plan: (?!0 to add, 0 to change, 0 to destroy\.)\d+ to (import|add).*\.$/m,
  /^No changes\..*$/m,
  /^Changes to Outputs:$/m,
  /^Plan: 0 to add, 0 to change, 0 to destroy\.$/m,
];

export interface PlanComment {
  readonly environment: string;
  /** Output of the plan. Undefined if the run failed before it. */
  readonly log: string | undefined;
  /** Latest commit of the pull request. */
  readonly commit: string;
  /** Address of the run, which has the complete log. */
  readonly run: string;
}

/** Hidden mark that identifies the comment of an environment. */
export const markOf = (environment: string): string => `<!-- terraform plan of ${environment} -->`;

function summaryOf(log: string): string {
  if (/^(│ )?Error: /m.test(log)) return 'failed';
  const found = SUMMARIES.map((summary) => summary.exec(log)?.[0]).find((line) => line !== undefined);
  return found?.replace(/[.:]$/, '') ?? 'ended without a plan';
}

/** Removes the middle of a log that is too long. */
function shortened(log: string): string {
  if (log.length <= LONGEST_LOG) return log;
  const half = LONGEST_LOG / 2;
  const missing = log.length - LONGEST_LOG;
  return `${log.slice(0, half)}\n… ${missing} characters are left out …\n${log.slice(-half)}`;
}

function withoutNoise(log: string): string {
  const lines = stripVTControlCharacters(log).split(/\r?\n/);
  return lines
    .filter((line) => !NOISE.test(line))
    .join('\n')
    .trim();
}

const folded = (text: string): string[] => [
  '<details><summary>The log</summary>',
  '',
  fenced(shortened(text)),
  '',
  '</details>',
  '',
];

/** Formats a plan as a comment: summary, commit, and the folded log. */
export function planComment({ environment, log, commit, run }: PlanComment): string {
  const text = log === undefined ? undefined : withoutNoise(log);
  return [
    markOf(environment),
    `**${environment}**: ${text === undefined ? 'failed before the plan' : summaryOf(text)}`,
    '',
    `Of commit ${commit}: [the run](${run})`,
    '',
    ...(text === undefined ? [] : folded(text)),
  ].join('\n');
}
