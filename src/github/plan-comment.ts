import { stripVTControlCharacters } from 'node:util';
import { fenced } from '../core/markdown';

/** Maximum length of review and log in characters. GitHub limits a comment to 65536 characters, which includes the text around them. */
const LONGEST_TEXT = 64_000;

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
  /** The plan's review in Markdown. @default there is none, e.g. because the run failed before the plan */
  readonly review?: string | undefined;
  /** Address of the drawing. @default there is none */
  readonly drawing?: string | undefined;
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
function shortened(log: string, longest: number): string {
  if (log.length <= longest) return log;
  const half = Math.floor(longest / 2);
  const missing = log.length - 2 * half;
  return `${log.slice(0, half)}\n… ${missing} characters are left out …\n${log.slice(-half)}`;
}

/** What Terraform says of a saved plan, which is not kept. */
const SAVED_PLAN = /\n─+\n+Saved the plan to: [^]*?terraform apply "[^"]*"\n/;

function withoutNoise(log: string): string {
  const lines = stripVTControlCharacters(log).split(/\r?\n/);
  return lines
    .filter((line) => !NOISE.test(line))
    .join('\n')
    .replace(SAVED_PLAN, '')
    .trim();
}

const folded = (text: string, longest: number): string[] => [
  '<details><summary>The log</summary>',
  '',
  fenced(shortened(text, longest)),
  '',
  '</details>',
  '',
];

/** Formats a plan as a comment: summary, review, commit, and the folded log. */
export function planComment({ environment, log, review, drawing, commit, run }: PlanComment): string {
  const text = log === undefined ? undefined : withoutNoise(log);
  const links = [`[the run](${run})`, ...(drawing === undefined ? [] : [`[the drawing](${drawing})`])];
  return [
    markOf(environment),
    `**${environment}**: ${text === undefined ? 'failed before the plan' : summaryOf(text)}`,
    '',
    ...(review === undefined ? [] : [review]),
    `Of commit ${commit}: ${links.join(', ')}`,
    '',
    ...(text === undefined ? [] : folded(text, LONGEST_TEXT - (review?.length ?? 0))),
  ].join('\n');
}
