import { stripVTControlCharacters } from 'node:util';

/** Longest comment. GitHub: "body is too long (maximum is 65536 characters)"; some are left for what is around the log. */
const LONGEST_LOG = 64_000;

/** What says nothing of changes, a line for each resource. */
const NOISE =
  /^\S.*: (Refreshing( state)?\.\.\.|Reading\.\.\.|Still (read|refresh)ing\.\.\.|(Read|Refresh) complete after) ?/;

/** What a plan ends with, what says most first: structured output counts zeros before it names outputs that change. */
const SUMMARIES = [
  /^Plan: (?!0 to add, 0 to change, 0 to destroy\.)\d+ to (import|add).*\.$/m,
  /^No changes\..*$/m,
  /^Changes to Outputs:$/m,
  /^Plan: 0 to add, 0 to change, 0 to destroy\.$/m,
];

export interface PlanComment {
  readonly environment: string;
  /** What was printed; undefined where the run failed before anything was. */
  readonly log: string | undefined;
  /** The pull request's newest commit. */
  readonly commit: string;
  /** Address of the run, with the whole of the log. */
  readonly run: string;
}

/** By what a comment is known as that of an environment, to be updated rather than repeated. */
export const markOf = (environment: string): string => `<!-- terraform plan of ${environment} -->`;

function summaryOf(log: string): string {
  if (/^(│ )?Error: /m.test(log)) return 'failed';
  const found = SUMMARIES.map((summary) => summary.exec(log)?.[0]).find((line) => line !== undefined);
  return found?.replace(/[.:]$/, '') ?? 'ended without a plan';
}

/** The start and the end, where the whole is too long. */
function shortened(log: string): string {
  if (log.length <= LONGEST_LOG) return log;
  const half = LONGEST_LOG / 2;
  const missing = log.length - LONGEST_LOG;
  return `${log.slice(0, half)}\n… ${missing} characters are left out …\n${log.slice(-half)}`;
}

/** A fence that nothing in the text closes. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
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

/** The text of a comment that tells a plan: the summary as its title, of which commit it is, the log folded below. */
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
