import { IPV4_BITS, IPV4_SIZE, formatIpv4, parseIpv4, parseIpv4Prefix } from './ipv4';

/**
 * Sets of IPv4 addresses, as sorted disjoint half-open spans of numbers. Beyond the last address there is room for
 * names: `var.admin_cidrs` stands for addresses that nobody knows before Terraform runs, and is one number of its own.
 */
export type RangeSet = readonly (readonly [start: number, end: number])[];

const NAMES_END = IPV4_SIZE + 2 ** 30;

export const NOTHING: RangeSet = [];
/** Every address, and every named range too: whatever a name stands for lies within. */
export const EVERYTHING: RangeSet = [[0, NAMES_END]];

/** Reads a network in CIDR notation or a bare address. */
function read(text: string): { readonly address: number; readonly size: number } | undefined {
  const [start = '', length = String(IPV4_BITS), ...rest] = text.split('/');
  const [address, prefix] = [parseIpv4(start), parseIpv4Prefix(length)];
  if (address === undefined || prefix === undefined || rest.length > 0) return undefined;
  return { address, size: 2 ** (IPV4_BITS - prefix) };
}

const block = (start: number, size: number): RangeSet =>
  size === IPV4_SIZE ? EVERYTHING : [[start, start + size]];

/** The addresses of `10.0.0.0/16` or of a bare `10.0.0.7`; undefined for anything else, host bits set included. */
export function parseRange(text: string): RangeSet | undefined {
  const found = read(text);
  return found && found.address % found.size === 0 ? block(found.address, found.size) : undefined;
}

/** Like {@link parseRange} for what AWS itself accepts in a rule: host bits are masked away. */
export function parseLoosely(text: string): RangeSet | undefined {
  const found = read(text.trim());
  return found && block(found.address - (found.address % found.size), found.size);
}

const names = new Map<string, number>();

/** A name's own place beyond the addresses. */
export function named(name: string): RangeSet {
  const place = names.get(name) ?? IPV4_SIZE + names.size;
  names.set(name, place);
  return [[place, place + 1]];
}

export function union(...sets: readonly RangeSet[]): RangeSet {
  const spans = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

export function intersect(a: RangeSet, b: RangeSet): RangeSet {
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [p, q] = [a[i] as [number, number], b[j] as [number, number]];
    const span: [number, number] = [Math.max(p[0], q[0]), Math.min(p[1], q[1])];
    if (span[0] < span[1]) found.push(span);
    if (p[1] < q[1]) i++;
    else j++;
  }
  return found;
}

export function subtract(a: RangeSet, b: RangeSet): RangeSet {
  let from = -Infinity;
  const gaps: [number, number][] = [];
  for (const [start, end] of b) {
    gaps.push([from, start]);
    from = end;
  }
  return intersect(a, [...gaps, [from, Infinity]]);
}

export const isEmpty = (set: RangeSet): boolean => set.length === 0;
export const contains = (set: RangeSet, part: RangeSet): boolean => isEmpty(subtract(part, set));
export const overlaps = (a: RangeSet, b: RangeSet): boolean => !isEmpty(intersect(a, b));

const size = (set: RangeSet): number => set.reduce((sum, [start, end]) => sum + end - start, 0);
const literal = (...cidrs: string[]): RangeSet => union(...cidrs.map((cidr) => parseRange(cidr) ?? NOTHING));

/**
 * Addresses that nobody on the internet has.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const NOT_PUBLIC = literal(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
);
export const ADDRESSES: RangeSet = [[0, IPV4_SIZE]];
export const PUBLIC: RangeSet = subtract(ADDRESSES, NOT_PUBLIC);

/** What may be left out of the whole before it is only a part: so 0.0.0.0/1 with 128.0.0.0/2 is no internet. */
const LEFT_OUT = size(PUBLIC) / 16;

/** Whether an arbitrary public address is in the set. */
export const isInternet = (set: RangeSet): boolean => size(subtract(PUBLIC, set)) < LEFT_OUT;
/** Whether a set takes away less than half of the addresses: then an arbitrary one is still outside it. */
export const isMinority = (set: RangeSet): boolean => size(intersect(set, ADDRESSES)) < IPV4_SIZE / 2;

/** Two halves of the internet are the whole of it, names included. */
export const closed = (set: RangeSet): RangeSet => (contains(set, ADDRESSES) ? EVERYTHING : set);

function prefixes([start, end]: readonly [number, number]): string[] {
  const found: string[] = [];
  for (let at = start, length = 1; at < end; at += length) {
    for (length = 1; at % (length * 2) === 0 && at + length * 2 <= end && length < IPV4_SIZE;) length *= 2;
    const octets = formatIpv4(at);
    found.push(length === 1 ? octets : `${octets}/${IPV4_BITS - Math.log2(length)}`);
  }
  return found;
}

/** For people: `10.0.0.0/16, 10.1.0.5`. */
export function describe(set: RangeSet): string {
  const parts = intersect(set, ADDRESSES).flatMap(prefixes);
  const byPlace = [...names].filter(
    ([, place]) => overlaps(set, [[place, place + 1]]) && !contains(set, ADDRESSES),
  );
  return [...parts, ...byPlace.map(([name]) => name)].join(', ') || 'nothing';
}
