import type { Direction } from '../model/groups';
import { Unknown } from '../value';
import type { Span } from './declared-rules';
import type { Violation } from './network-policy';
import { fact, type Party, type Questions, summarize, trafficText } from './parties';

/** A connection that a rule, or a group of another construct, allows without a declared access. */
export interface Way {
  readonly from: Party;
  readonly to: Party;
  readonly direction: Direction;
  /** Protocol of the rule. Used in messages if `spans` is empty. */
  readonly protocol: string | Unknown;
  readonly spans: readonly Span[];
  /** Address of the rule, or the group of another construct. */
  readonly by: string;
  /** Why the peer is unknown. */
  readonly why?: string | undefined;
}

/** Problem and corrective action, for messages. */
export const UNDECLARED = 'which nothing declares: use allowFrom, or remove it';

/**
 * Violations for undeclared connections. Ingress and egress rules of one connection produce one violation.
 */
export function describeWays(ways: readonly Way[], questions: Questions): Violation[] {
  const merged = new Map<string, Way[]>();
  for (const way of ways) {
    const key = JSON.stringify([way.from.name, way.to.name, statedTraffic(way)]);
    merged.set(key, [...(merged.get(key) ?? []), way]);
  }
  return [...merged.values()].map((same) => describe(same, questions));
}

function describe(same: readonly Way[], questions: Questions): Violation {
  // Ingress rules come first. The first way determines the address and the message.
  const inOrder = [...same].sort(
    (a, b) => Number(b.direction === 'ingress') - Number(a.direction === 'ingress'),
  );
  const [way] = inOrder as [Way];
  const { from, to, direction, spans, why } = way;
  const by = [...new Set(inOrder.map((one) => one.by))].join(' and ');
  const traffic = statedTraffic(way);
  const open = summarize(questions.open(from, to, spans));
  const found = open ?? (why === undefined ? undefined : { verdict: 'unknown', traffic, why: [why] });
  if (found) {
    const address = (to.endpoint ?? from.endpoint)?.address ?? to.name;
    return { address, message: `${fact(from, to, found, ` through ${by}`)}, ${UNDECLARED}` };
  }
  return direction === 'ingress'
    ? { address: to.name, message: `${from.name} is let in on ${traffic} by ${by}, ${UNDECLARED}` }
    : { address: from.name, message: `it is let out to ${to.name} on ${traffic} by ${by}, ${UNDECLARED}` };
}

function statedTraffic({ spans, protocol }: Way): string {
  if (spans.length > 0)
    return trafficText(spans.map(({ protocol: one, from, to }) => ({ protocol: one, ports: { from, to } })));
  return protocol instanceof Unknown ? 'a protocol that is not known' : protocol;
}
