import { joined, Segments } from '../matrix-ports';
import type { PortRange } from '../matrix-types';
import type { Class } from '../matrix-classes';
import type { Endpoint } from '../model/endpoints';
import type { Model } from '../model/topology-model';
import type { Protocol } from '../model/traffic';
import { EVERY_PORT, printRange } from '../print';
import type { Family } from '../../net/families';
import { parseRange } from '../../net/ranges';
import { all, type Answer } from '../reason/answer';
import { between } from '../reason/reach';
import { resolveEndpoints, type ResolvedEndpoint } from '../reason/resolved-endpoint';
import type { Span } from './declared-rules';

/** CIDR block of the internet by address family. */
export const INTERNET: Readonly<Record<Family, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };

const NAMES: Readonly<Record<string, string>> = {
  [INTERNET.IPv4]: 'internet',
  [INTERNET.IPv6]: 'internet over IPv6',
};

/** First port of a connection. Rules start at port 0. */
const FIRST_PORT = 1;

/** Source or destination of a connection: its name, and the endpoints that it resolves to. */
export interface Party {
  readonly name: string;
  /** Empty if the name does not resolve to endpoints. Such a party cannot be queried. */
  readonly ends: readonly ResolvedEndpoint[];
  readonly endpoint?: Endpoint;
  /** Key of everything but security groups that determines answers. */
  readonly place?: string;
}

/** Verdict for a connection that is possible or unknown, with its traffic and the reasons if unknown. */
export interface Found {
  readonly verdict: 'yes' | 'unknown';
  readonly traffic: string;
  readonly why: readonly string[];
}

export const nameOnly = (name: string): Party => ({ name, ends: [] });

export const ofEndpoint = (endpoint: Endpoint): Party => ({
  name: endpoint.address,
  ends: [{ kind: 'end', end: endpoint }],
  endpoint,
});

export const ofClass = ({ end, place }: Class): Party => ({ ...ofEndpoint(end), place });

/**
 * Source and destination from two classes. Within one class, two different members; undefined if it has only
 * one.
 */
export function pairOf(from: Class, to: Class): readonly [Party, Party] | undefined {
  const other = to.members.find((member) => member !== from.end);
  return other && [ofClass(from), { ...ofEndpoint(other), place: to.place }];
}

/** Queries reachability in a network. */
export class Questions {
  private readonly segments: Segments;

  constructor(private readonly model: Model) {
    this.segments = new Segments(model);
  }

  /** Resolves a CIDR block or an input variable. Other text becomes a name without endpoints. */
  public ofText(text: string): Party {
    const name = NAMES[text];
    const isVariable =
      text.startsWith('var.') && this.model.document.input(text.slice('var.'.length)) !== undefined;
    return name !== undefined || isVariable || parseRange(text) !== undefined
      ? { name: name ?? text, ends: resolveEndpoints(this.model, text, text, new Set()) }
      : nameOnly(text);
  }

  public answer(from: Party, to: Party, protocol: Protocol, port: number): Answer {
    const asked = { protocol, port };
    return all(from.ends.flatMap((one) => to.ends.map((other) => between(this.model, one, other, asked))));
  }

  /** Resolves a Terraform address. */
  public ofAddress(address: string): Party {
    const endpoint = this.model.ends.get(address);
    if (endpoint) return ofEndpoint(endpoint);
    return { name: address, ends: resolveEndpoints(this.model, address, address, new Set()) };
  }

  /** Parts of the port spans on which a connection is possible or unknown. */
  public open(from: Party, to: Party, spans: readonly Span[]): Open[] {
    if (from.ends.length === 0 || to.ends.length === 0) return [];
    return spans
      .flatMap(({ protocol, from: first, to: last }) =>
        this.segments
          .between(from.endpoint, to.endpoint, protocol)
          .filter((segment) => segment.from <= last && segment.to >= first)
          .map((segment) => ({
            protocol,
            ports: { from: Math.max(segment.from, first), to: Math.min(segment.to, last) },
            answer: this.answer(from, to, protocol, segment.from),
          })),
      )
      .filter(({ answer }) => answer.verdict !== 'no');
  }
}

/** A port range on which a connection is possible or unknown. */
export interface Open {
  readonly protocol: Protocol;
  readonly ports: PortRange;
  readonly answer: Answer;
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
export function fact(from: Party, to: Party, { verdict, traffic, why }: Found, through = ''): string {
  const it = (to.endpoint ?? from.endpoint)?.address;
  const named = ({ name }: Party): string => (name === it ? 'it' : name);
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
