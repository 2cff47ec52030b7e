import type { Acl } from './model/acls';
import { interfacesOf, type Endpoint } from './model/endpoints';
import type { Direction } from './model/groups';
import { remembered } from './model/remembered';
import type { Model } from './model/topology-model';
import { portsOf, type Protocol } from './model/traffic';
import type { PortRange } from './matrix-types';
import { Unknown } from './value';

const FIRST = 1;
const LAST = 65_535;
const EVERY: PortRange = { from: FIRST, to: LAST };

function aclsOf(model: Model, end: Endpoint): Acl[] {
  return interfacesOf(end).flatMap(({ subnet }) => (subnet instanceof Unknown ? [] : model.aclsOf(subnet)));
}

/** Port ranges that some rule of an end's groups is about, in one direction. */
function ruled(model: Model, end: Endpoint, direction: Direction, protocol: Protocol): PortRange[] {
  // No group filters what is on AWS's own network.
  const { isHosted, alsoHosted = false, publicEndpoint } = end;
  if (isHosted === true || (direction === 'egress' ? alsoHosted !== false : publicEndpoint)) return [EVERY];
  const keys = new Set(interfacesOf(end).flatMap(({ groups }) => groups?.flat() ?? ['']));
  if ([...keys].some((key) => key instanceof Unknown || key === '')) return [EVERY];
  return [...keys].flatMap((key) =>
    typeof key === 'string'
      ? model.groups
          .get(key)
          .rules.filter((rule) => rule.direction === direction)
          .flatMap((rule) => portsOf(rule.traffic, protocol) ?? [])
      : [],
  );
}

function bordering(model: Model, end: Endpoint, protocol: Protocol): PortRange[] {
  return aclsOf(model, end).flatMap(({ rules }) =>
    rules.flatMap(({ traffic }) => portsOf(traffic, protocol) ?? []),
  );
}

function heard({ listens }: Endpoint, protocol: Protocol): PortRange[] {
  if (!listens) return [EVERY];
  const speaking = listens.filter(({ protocols }) => protocols.includes(protocol));
  return speaking.map(({ port }) => (port instanceof Unknown ? EVERY : { from: port, to: port }));
}

/** The ports that something about an end tells apart, in one direction, and those on which an answer can be other than no. */
interface Ports {
  readonly edges: readonly number[];
  readonly possible: readonly (readonly PortRange[])[];
}

const ANYTHING: Ports = { edges: [], possible: [] };

const edgesOf = (ranges: readonly PortRange[]): number[] => [
  ...new Set(ranges.flatMap(({ from, to }) => [Math.max(FIRST, from), Math.min(LAST, to) + 1])),
];

const includes = (ranges: readonly PortRange[], port: number): boolean =>
  ranges.some(({ from, to }) => from <= port && port <= to);

/** Ranges of ports that every rule on the way treats alike, where an answer can be other than no. */
export class Segments {
  private readonly known: Readonly<Record<`${Direction} ${Protocol}`, Map<Endpoint, Ports>>> = {
    'ingress tcp': new Map(),
    'ingress udp': new Map(),
    'egress tcp': new Map(),
    'egress udp': new Map(),
  };
  /** Most ends tell the same ports apart. */
  private readonly distinct = new Map<string, Ports>();
  private readonly segments = new Map<Ports, Map<Ports, PortRange[]>>();

  constructor(private readonly model: Model) {}

  public between(from: Endpoint | undefined, to: Endpoint | undefined, protocol: Protocol): PortRange[] {
    const source = from ? this.of(from, 'egress', protocol) : ANYTHING;
    const target = to ? this.of(to, 'ingress', protocol) : ANYTHING;
    const ofSource = remembered(this.segments, source, () => new Map<Ports, PortRange[]>());
    return remembered(ofSource, target, () => this.shared([source, target]));
  }

  private shared(open: readonly Ports[]): PortRange[] {
    const edges = new Set([FIRST, ...open.flatMap((side) => side.edges)]);
    const starts = [...edges].filter((edge) => edge <= LAST).sort((a, b) => a - b);
    return starts
      .map((start, i) => ({ from: start, to: (starts[i + 1] ?? LAST + 1) - 1 }))
      .filter((segment) =>
        open.every(({ possible }) => possible.every((ranges) => includes(ranges, segment.from))),
      );
  }

  /** The parts of a range within which every answer is the same, whichever ends it is about. */
  public within(range: PortRange, protocol: Protocol): PortRange[] {
    const ends = [...this.model.ends.values()];
    const apart = ends.flatMap((end) => [
      ...this.of(end, 'egress', protocol).edges,
      ...this.of(end, 'ingress', protocol).edges,
    ]);
    const edges = new Set([range.from, ...apart]);
    const starts = [...edges].filter((edge) => range.from <= edge && edge <= range.to).sort((a, b) => a - b);
    return starts.map((from, i) => ({ from, to: (starts[i + 1] ?? range.to + 1) - 1 }));
  }

  private of(end: Endpoint, direction: Direction, protocol: Protocol): Ports {
    return remembered(this.known[`${direction} ${protocol}`], end, () => {
      const ports = this.read(end, direction, protocol);
      return remembered(this.distinct, JSON.stringify(ports), () => ports);
    });
  }

  private read(end: Endpoint, direction: Direction, protocol: Protocol): Ports {
    const own = ruled(this.model, end, direction, protocol);
    const listening = direction === 'ingress' ? heard(end, protocol) : undefined;
    const opened =
      end.opens?.map(({ port }) => (port instanceof Unknown ? EVERY : { from: port, to: port })) ?? [];
    return {
      edges: edgesOf([...own, ...bordering(this.model, end, protocol), ...(listening ?? opened)]),
      // A thousand rules may all be about one port.
      possible: [unique(own), ...(listening ? [listening] : [])],
    };
  }
}

const unique = (ranges: readonly PortRange[]): PortRange[] => [
  ...new Map(ranges.map((range) => [`${range.from} ${range.to}`, range])).values(),
];

/** Neighbours that share an answer are one range. */
export function joined(ranges: readonly PortRange[]): PortRange[] {
  const made: { from: number; to: number }[] = [];
  for (const { from, to } of ranges) {
    const last = made.at(-1);
    if (last && last.to + 1 === from) last.to = to;
    else made.push({ from, to });
  }
  return made;
}
