import { Unknown } from '../value';
import type { Violation } from './network-policy';
import { UNDECLARED, fact, summarize, trafficText } from './messages';
import type { Reachability } from './reachability';
import type { UndeclaredConnection } from './undeclared-connections';

/**
 * Violations for undeclared connections. Ingress and egress rules of one connection produce one violation.
 */
export function describeUndeclared(
  connections: readonly UndeclaredConnection[],
  reachability: Reachability,
): Violation[] {
  const merged = new Map<string, UndeclaredConnection[]>();
  for (const connection of connections) {
    const key = JSON.stringify([connection.from.name, connection.to.name, statedTraffic(connection)]);
    merged.set(key, [...(merged.get(key) ?? []), connection]);
  }
  return [...merged.values()].map((same) => describe(same, reachability));
}

function describe(same: readonly UndeclaredConnection[], reachability: Reachability): Violation {
  // Ingress rules come first. The first one determines the address and the message.
  const inOrder = [...same].sort(
    (a, b) => Number(b.direction === 'ingress') - Number(a.direction === 'ingress'),
  );
  const [connection] = inOrder as [UndeclaredConnection];
  const { from, to, direction, spans, why } = connection;
  const by = [...new Set(inOrder.map((one) => one.by))].join(' and ');
  const traffic = statedTraffic(connection);
  const open = summarize(reachability.open(from, to, spans));
  const found = open ?? (why === undefined ? undefined : { verdict: 'unknown', traffic, why: [why] });
  if (found) {
    const address = (to.endpoint ?? from.endpoint)?.address ?? to.name;
    return { address, message: `${fact(from, to, found, ` through ${by}`)}, ${UNDECLARED}` };
  }
  return direction === 'ingress'
    ? { address: to.name, message: `${from.name} is let in on ${traffic} by ${by}, ${UNDECLARED}` }
    : { address: from.name, message: `it is let out to ${to.name} on ${traffic} by ${by}, ${UNDECLARED}` };
}

function statedTraffic({ spans, protocol }: UndeclaredConnection): string {
  if (spans.length > 0)
    return trafficText(spans.map(({ protocol: one, from, to }) => ({ protocol: one, ports: { from, to } })));
  return protocol instanceof Unknown ? 'a protocol that is not known' : protocol;
}
