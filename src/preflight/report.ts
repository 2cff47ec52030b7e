import type { Checked, Status } from './check';

const MARKS: Readonly<Record<Status, string>> = { pass: '✔', warn: '⚠', fail: '✖', unchecked: '⚠' };

/**
 * Formats a check as one line, with AWS error codes if it failed. The hint, if any, follows on the next line.
 */
export function lineOf({ status, title, text, hint, error }: Checked): string {
  const refusal = status === 'fail' ? ` [${error}]` : '';
  const remedy = hint === undefined ? '' : `\n    ${hint}`;
  return `${MARKS[status]} ${title}: ${text}${refusal}${remedy}`;
}

/** `1 check`, `2 checks`. */
const counted = (number: number): string => `${number} ${number === 1 ? 'check' : 'checks'}`;

function verdict(checks: readonly Checked[], environment: string): string {
  const count = (status: Status): number => checks.filter((check) => check.status === status).length;
  const refused = count('fail');
  const open = count('unchecked') > 0 ? `; ${counted(count('unchecked'))} could not be made` : '';
  return refused > 0
    ? `AWS would refuse ${environment}: ${counted(refused)} failed${open}.`
    : `Nothing found that AWS would refuse of ${environment}${open}.`;
}

/** Formats the checks and the overall result. */
export const printChecks = (checks: readonly Checked[], environment: string): string =>
  [...checks.map(lineOf), '', verdict(checks, environment)].join('\n');
