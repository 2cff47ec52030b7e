import { FAMILIES, type Family } from '../../net/families';

/** Why one end does not reach another: the first thing on the way that stops it. */
export type Reason =
  | 'no route'
  | 'no public address'
  | 'no address'
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

interface Yes {
  readonly verdict: 'yes';
  readonly path: readonly Hop[];
  /** Over which it gets through; undefined as long as that has not been asked. */
  readonly over?: readonly Family[];
}

export type Answer =
  | Yes
  | { readonly verdict: 'no'; readonly reason: Reason; readonly detail: string }
  | { readonly verdict: 'unknown'; readonly unknown: readonly string[] };

export const yes = (...path: readonly Hop[]): Yes => ({ verdict: 'yes', path });
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
  const over: (readonly Family[])[] = [];
  for (const answer of checks) {
    if (answer.verdict === 'no') return answer;
    if (answer.verdict === 'yes') {
      path.push(...answer.path);
      if (answer.over) over.push(answer.over);
    } else open.push(answer);
  }
  return open.length > 0 ? unknown(...gaps(open)) : within(over, yes(...path));
}

/** Of several connections those families are told that serve all of them, or else each that serves one. */
function within(over: readonly (readonly Family[])[], answer: Yes): Answer {
  if (over.length === 0) return answer;
  const common = FAMILIES.filter((family) => over.every((one) => one.includes(family)));
  const some = FAMILIES.filter((family) => over.some((one) => one.includes(family)));
  return { ...answer, over: common.length > 0 ? common : some };
}

/** Over either family, as long as it is possible over one: all that serve are told. */
export function overEither(families: readonly Family[], judge: (family: Family) => Answer): Answer {
  const judged = families.map((family) => ({ family, answer: judge(family) }));
  const over = judged.filter(({ answer }) => answer.verdict === 'yes').map(({ family }) => family);
  const answer = any(
    judged.map((one) => one.answer),
    () => no('no address', 'they have no addresses of one family'),
  );
  return answer.verdict === 'yes' ? { ...answer, over } : answer;
}

/** One way is enough. */
export function any(answers: readonly Answer[], otherwise: () => Answer): Answer {
  const open = answers.find(({ verdict }) => verdict === 'yes');
  if (open) return open;
  const known = gaps(answers);
  return known.length > 0 ? unknown(...known) : (answers[0] ?? otherwise());
}

/** It is one of these, nobody knows which: only what they agree on is an answer. */
export function agreed(answers: readonly Answer[], which: string): Answer {
  const [first] = answers;
  if (!first) return unknown(which);
  if (answers.length === 1) return first;
  if (answers.every(({ verdict }) => verdict === first.verdict)) {
    return first.verdict === 'unknown' ? unknown(...gaps(answers)) : first;
  }
  return unknown(...gaps(answers), which);
}
