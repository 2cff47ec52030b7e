/** Why one end does not reach another: the first thing on the way that stops it. */
export type Reason =
  | 'no route'
  | 'no public address'
  | 'egress rule'
  | 'ingress rule'
  | 'ACL'
  | 'no listener'
  | 'not a target'
  | 'not there';

/** One step on the way: the resource that lets the connection pass, and how. */
export interface Hop {
  readonly at: string;
  readonly by: string;
}

export type Answer =
  | { readonly verdict: 'yes'; readonly path: readonly Hop[] }
  | { readonly verdict: 'no'; readonly reason: Reason; readonly detail: string }
  | { readonly verdict: 'unknown'; readonly unknown: readonly string[] };

export const yes = (...path: readonly Hop[]): Answer => ({ verdict: 'yes', path });
export const no = (reason: Reason, detail: string): Answer => ({ verdict: 'no', reason, detail });
export const unknown = (...why: readonly string[]): Answer => ({
  verdict: 'unknown',
  unknown: [...new Set(why)],
});

const gaps = (answers: readonly Answer[]): string[] =>
  answers.flatMap((answer) => (answer.verdict === 'unknown' ? answer.unknown : []));

/** Everything must hold: the first `no` decides, whatever else is not known. */
export function all(checks: Iterable<Answer>): Answer {
  const path: Hop[] = [];
  const open: Answer[] = [];
  for (const answer of checks) {
    if (answer.verdict === 'no') return answer;
    if (answer.verdict === 'yes') path.push(...answer.path);
    else open.push(answer);
  }
  return open.length > 0 ? unknown(...gaps(open)) : yes(...path);
}

/** One way is enough. */
export function any(answers: readonly Answer[], otherwise: Answer): Answer {
  return (
    answers.find(({ verdict }) => verdict === 'yes') ??
    (gaps(answers).length > 0 ? unknown(...gaps(answers)) : (answers[0] ?? otherwise))
  );
}

/** It is one of these, nobody knows which: only what they agree on is an answer. */
export function agreed(answers: readonly Answer[], which: string): Answer {
  const [first] = answers;
  if (!first) return unknown(which);
  if (answers.every(({ verdict }) => verdict === first.verdict)) {
    return first.verdict === 'unknown' ? unknown(...gaps(answers)) : first;
  }
  return unknown(...gaps(answers), which);
}
