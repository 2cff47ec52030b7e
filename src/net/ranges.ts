import { FAMILIES, LINES, formatPoint, parseNetwork, type Family, type Point } from './families';

/**
 * A set of IPv4 and IPv6 addresses, as sorted disjoint half-open intervals. Positions after the addresses of a family represent named
 * CIDR blocks, e.g. `var.admin_cidrs`, whose addresses are unknown before Terraform runs. Each name is one position.
 */
export type RangeSet = readonly Span[];
export type Span = readonly [start: Point, end: Point];

export const NOTHING: RangeSet = [];
/** All addresses of a family and all names, because the addresses of any name are among them. */
export const ALL: Readonly<Record<Family, RangeSet>> = {
  IPv4: [[LINES.IPv4.start, LINES.IPv4.end]],
  IPv6: [[LINES.IPv6.start, LINES.IPv6.end]],
};
/** Both families. */
export const EVERYTHING: RangeSet = [...ALL.IPv4, ...ALL.IPv6];

/** All addresses of a family, without names. */
export const ADDRESSES: Readonly<Record<Family, RangeSet>> = {
  IPv4: [[LINES.IPv4.start, LINES.IPv4.names]],
  IPv6: [[LINES.IPv6.start, LINES.IPv6.names]],
};

/** Parses `10.0.0.0/16` or `2001:db8::7`. Returns undefined for any other text, and if host bits are set. */
export function parseRange(text: string): RangeSet | undefined {
  const network = parseNetwork(text);
  return network && network.start === network.first ? parseLoosely(text) : undefined;
}

/** Like {@link parseRange}, but clears host bits, as AWS does in rules. */
export function parseLoosely(text: string): RangeSet | undefined {
  const network = parseNetwork(text.trim());
  if (!network) return undefined;
  return network.prefix === 0 ? ALL[network.family] : [[network.first, network.end]];
}

const names = new Map<string, number>();

/** The set of a name in a family. */
export function named(name: string, family: Family = 'IPv4'): RangeSet {
  const index = names.get(name) ?? names.size;
  names.set(name, index);
  return [positionOf(index, family)];
}

function positionOf(index: number, family: Family): Span {
  const from = LINES[family].names;
  if (typeof from === 'number') return [from + index, from + index + 1];
  return [from + BigInt(index), from + BigInt(index) + 1n];
}

const inOrder = (a: Point, b: Point): number => (a < b ? -1 : a > b ? 1 : 0);
const least = (a: Point, b: Point): Point => (a < b ? a : b);
const most = (a: Point, b: Point): Point => (a > b ? a : b);

export function union(...sets: readonly RangeSet[]): RangeSet {
  const [only, ...others] = sets.filter((set) => set.length > 0);
  if (others.length === 0) return only ?? NOTHING;
  const spans = sets.flat().sort((a, b) => inOrder(a[0], b[0]));
  const merged: [Point, Point][] = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = most(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

export function intersect(a: RangeSet, b: RangeSet): RangeSet {
  const found: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [p, q] = [a[i] as Span, b[j] as Span];
    const span: Span = [most(p[0], q[0]), least(p[1], q[1])];
    if (span[0] < span[1]) found.push(span);
    if (p[1] < q[1]) i++;
    else j++;
  }
  return found;
}

export function subtract(a: RangeSet, b: RangeSet): RangeSet {
  let from: Point = -Infinity;
  const gaps: Span[] = [];
  for (const [start, end] of b) {
    gaps.push([from, start]);
    from = end;
  }
  return intersect(a, [...gaps, [from, Infinity]]);
}

export const isEmpty = (set: RangeSet): boolean => set.length === 0;

/** Whether a set has all positions of another one. Asked for nearly everything, so it makes no sets as `subtract` does. */
export function contains(set: RangeSet, part: RangeSet): boolean {
  let i = 0;
  for (const [start, end] of part) {
    for (let from = start; from < end;) {
      while (i < set.length && (set[i] as Span)[1] <= from) i++;
      const span = set[i];
      if (span === undefined || span[0] > from) return false;
      from = span[1];
    }
  }
  return true;
}

/** Whether two sets have a position in common. */
export function overlaps(a: RangeSet, b: RangeSet): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [p, q] = [a[i] as Span, b[j] as Span];
    if (p[0] < q[1] && q[0] < p[1]) return true;
    if (p[1] < q[1]) i++;
    else j++;
  }
  return false;
}

/** The part of a set that is in a family. */
export const familyOf = (set: RangeSet, family: Family): RangeSet =>
  set.filter(([start]) => typeof start === typeof LINES[family].start);

/** Number of addresses. Exact for a single network. */
export const sizeOf = (set: RangeSet): number =>
  set.reduce(
    (sum, [start, end]) =>
      sum + (typeof start === 'number' ? Number(end) - start : Number(BigInt(end) - start)),
    0,
  );

const literal = (...cidrs: string[]): RangeSet => union(...cidrs.map((cidr) => parseRange(cidr) ?? NOTHING));

/**
 * Globally routable addresses.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
export const PUBLIC: Readonly<Record<Family, RangeSet>> = {
  IPv4: subtract(
    ADDRESSES.IPv4,
    literal(
      '0.0.0.0/8',
      '10.0.0.0/8',
      '100.64.0.0/10',
      '127.0.0.0/8',
      '169.254.0.0/16',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '198.18.0.0/15',
      '224.0.0.0/3',
    ),
  ),
  IPv6: literal('2000::/3'),
};

/** NAT64 addresses of IPv4 hosts. RFC 6052. */
export const NAT64: RangeSet = literal('64:ff9b::/96');

/** Share of public addresses that a set may lack and still count as the internet. 0.0.0.0/1 with 128.0.0.0/2 lacks too many. */
const MAX_MISSING = 1 / 16;

/** Whether a set contains nearly all public addresses of a family. */
export const isInternet = (set: RangeSet, family: Family): boolean =>
  sizeOf(subtract(PUBLIC[family], set)) < sizeOf(PUBLIC[family]) * MAX_MISSING;

/** Addresses of which a minority is less than half. For IPv6 only the allocated ones, because most are not. */
const WHOLE: Readonly<Record<Family, RangeSet>> = { IPv4: ADDRESSES.IPv4, IPv6: PUBLIC.IPv6 };

/** Whether a set contains less than half of a family's addresses. */
export const isMinority = (set: RangeSet, family: Family): boolean =>
  sizeOf(intersect(set, WHOLE[family])) < sizeOf(WHOLE[family]) / 2;

/** Adds all names to a set that contains all addresses of a family. */
export const closed = (set: RangeSet, family: Family): RangeSet =>
  contains(set, ADDRESSES[family]) ? union(set, ALL[family]) : set;

const network = (family: Family, at: bigint, prefix: number): string =>
  `${formatPoint(family === 'IPv4' ? Number(at) : at)}/${prefix}`;

/** All networks of a family with a prefix length, as text. */
export function networksOf(family: Family, prefix: number): string[] {
  const { bits, start } = LINES[family];
  const size = 1n << BigInt(bits - prefix);
  return Array.from({ length: 2 ** prefix }, (_, i) =>
    network(family, BigInt(start) + BigInt(i) * size, prefix),
  );
}

/** All networks of a family that contain a range, the widest last. Only the widest if the range is not one interval. */
export function networksAround(range: RangeSet, family: Family): string[] {
  const { bits, start } = LINES[family];
  const [span, ...more] = intersect(range, ADDRESSES[family]);
  if (!span || more.length > 0) return networksOf(family, 0);
  const [first, last] = [BigInt(span[0]) - BigInt(start), BigInt(span[1]) - BigInt(start) - 1n];
  return Array.from({ length: bits + 1 }, (_, host) => host).flatMap((host) =>
    first >> BigInt(host) === last >> BigInt(host)
      ? network(family, BigInt(start) + ((first >> BigInt(host)) << BigInt(host)), bits - host)
      : [],
  );
}

/** The fewest networks that cover an interval. */
function networks(start: bigint, end: bigint, { bits, start: origin }: (typeof LINES)[Family]): string[] {
  const found: string[] = [];
  for (let at = start; at < end;) {
    const offset = at - BigInt(origin);
    let host = 0;
    for (let size = 2n; host < bits && offset % size === 0n && at + size <= end; size *= 2n) host++;
    const address = formatPoint(typeof origin === 'number' ? Number(at) : at);
    found.push(host === 0 ? address : `${address}/${bits - host}`);
    at += 1n << BigInt(host);
  }
  return found;
}

/** Formats a set: `10.0.0.0/16, 10.1.0.5`. */
export function describe(set: RangeSet): string {
  const parts = FAMILIES.flatMap((family) =>
    intersect(set, ADDRESSES[family]).flatMap(([start, end]) =>
      networks(BigInt(start), BigInt(end), LINES[family]),
    ),
  );
  const included = [...names].filter(([, index]) =>
    FAMILIES.some(
      (family) => overlaps(set, [positionOf(index, family)]) && !contains(set, ADDRESSES[family]),
    ),
  );
  return [...parts, ...included.map(([name]) => name)].join(', ') || 'nothing';
}
