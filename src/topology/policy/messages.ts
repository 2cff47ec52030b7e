import { joined } from '../matrix-ports';
import type { PortRange } from '../matrix-types';
import type { Protocol } from '../model/traffic';
import { EVERY_PORT, printRange } from '../print';
import type { ConnectionEndpoint } from './connection-endpoint';
import type { Open } from './reachability';

/** First port of a connection. Rules start at port 0. */
const FIRST_PORT = 1;

/** Problem and corrective action of an undeclared connection. */
export const UNDECLARED = 'which nothing declares: use allowFrom, or remove it';

/** Verdict for a connection that is possible or unknown, with its traffic and the reasons if unknown. */
export interface Found {
  readonly verdict: 'yes' | 'unknown';
  readonly traffic: string;
  readonly why: readonly string[];
}

/** Combines the possible parts, or the unknown parts if none is possible; undefined without parts. */
export function summarize(open: readonly Open[]): Found | undefined {
  const sure = open.filter(({ answer }) => answer.verdict === 'yes');
  const told = sure.length > 0 ? sure : open;
  if (told.length === 0) return undefined;
  const why = told.flatMap(({ answer }) => (answer.verdict === 'unknown' ? answer.unknown : []));
  return {
    verdict: sure.length > 0 ? 'yes' : 'unknown',
    traffic: trafficText(told),
    why: [...new Set(why)],
  };
}

/** Start of a violation message, which states the connection. `it` refers to the address of the violation. */
export function fact(
  from: ConnectionEndpoint,
  to: ConnectionEndpoint,
  { verdict, traffic, why }: Found,
  through = '',
): string {
  const it = (to.endpoint ?? from.endpoint)?.address;
  const named = ({ name }: ConnectionEndpoint): string => (name === it ? 'it' : name);
  const sentence = `${named(from)} reaches ${named(to)} on ${traffic}${through}`;
  return verdict === 'yes'
    ? sentence
    : `it cannot be ruled out that ${sentence} (not known: ${why.join('; ')})`;
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];

/** Formats protocols and ports, e.g. `tcp 22, 80; udp 53` or `every port`. */
export function trafficText(
  parts: readonly { readonly protocol: Protocol; readonly ports: PortRange }[],
): string {
  const portsOf = (protocol: Protocol): PortRange[] =>
    joined(
      parts
        .filter((one) => one.protocol === protocol)
        .map(({ ports: { from, to } }) => ({ from: Math.max(from, FIRST_PORT), to })),
    );
  const texts = PROTOCOLS.map(
    (protocol) => [protocol, portsOf(protocol).map(printRange).join(', ')] as const,
  );
  const [[, tcp], [, udp]] = texts as [readonly [Protocol, string], readonly [Protocol, string]];
  if (tcp === EVERY_PORT && udp === EVERY_PORT) return EVERY_PORT;
  return texts
    .filter(([, ports]) => ports !== '')
    .map((words) => words.join(' '))
    .join('; ');
}
