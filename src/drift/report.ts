import type { Finding, Outcome } from './finding';

const TITLES: Readonly<Record<Outcome, string>> = {
  restores: 'Changed in AWS; an apply puts it right:',
  deploys: 'Changed in configuration and not deployed; an apply does it:',
  follows: 'Follows from the rest with an apply:',
  leaves: 'Changed in AWS; an apply leaves it:',
};

/** Phrases for the summary line, in the order of the groups. */
const COUNTS: Readonly<Record<Outcome, (count: number) => string>> = {
  restores: (count) => `puts ${count} right`,
  deploys: (count) => `deploys ${count}`,
  follows: (count) => `brings ${count} along`,
  leaves: (count) => `leaves ${count}`,
};

const OUTCOMES = Object.keys(TITLES) as Outcome[];

const keyOf = ({ address, text }: Finding): string => `${address} ${text}`;

/** Sorts findings by outcome, then by address and text. */
export function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) =>
      OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome) || (keyOf(one) < keyOf(other) ? -1 : 1),
  );
}

export const sentenceOf = ({ address, text }: Finding): string => `${address}: ${text}`;

const listed = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((word) => word !== '').join(' and ');

/** Formats findings as text, grouped by outcome. The last line counts them. */
export function printFindings(findings: readonly Finding[], environment: string): string {
  const sources = `AWS, state and configuration of ${environment}`;
  const { length } = findings;
  if (length === 0) return `${sources} agree.`;
  const groups = OUTCOMES.map((outcome) => ({
    outcome,
    found: sorted(findings).filter((finding) => finding.outcome === outcome),
  })).filter(({ found }) => found.length > 0);
  const blocks = groups.map(({ outcome, found }) =>
    [TITLES[outcome], ...found.map((finding) => `  ${sentenceOf(finding)}`)].join('\n'),
  );
  const counts = groups.map(({ outcome, found }) => COUNTS[outcome](found.length));
  const differences = `${length} difference${length === 1 ? '' : 's'}`;
  return [...blocks, `${differences} between ${sources}: an apply ${listed(counts)}.`].join('\n\n');
}
