import { IPV4_BITS, IPV4_SIZE, formatIpv4, parseIpv4, parseIpv4Prefix } from './ipv4';
import { IPV6_BITS, IPV6_SIZE, formatIpv6, parseIpv6, parseIpv6Prefix } from './ipv6';

export type Family = 'IPv4' | 'IPv6';
export const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

/**
 * A position on one line with the addresses of both families, each followed by positions for names. IPv4 positions are numbers, which
 * are faster. IPv6 positions are bigints after them. JavaScript compares the two with each other.
 */
export type Point = number | bigint;

/** Number of positions for names after the addresses of a family. */
const NAMES = 2 ** 30;
/** First position of IPv6. */
const IPV6_START = 1n << 40n;

interface Line {
  readonly bits: number;
  readonly start: Point;
  /** First position after the addresses, for names. */
  readonly names: Point;
  readonly end: Point;
}

/** Positions of each family. */
export const LINES: Readonly<Record<Family, Line>> = {
  IPv4: { bits: IPV4_BITS, start: 0, names: IPV4_SIZE, end: IPV4_SIZE + NAMES },
  IPv6: {
    bits: IPV6_BITS,
    start: IPV6_START,
    names: IPV6_START + IPV6_SIZE,
    end: IPV6_START + IPV6_SIZE + BigInt(NAMES),
  },
};

/** A network as written, which may have host bits set. */
export interface Network {
  readonly family: Family;
  readonly start: Point;
  /** First position of the network, without host bits. */
  readonly first: Point;
  readonly end: Point;
  readonly prefix: number;
}

/** Parses a CIDR block or an address of either family. Returns undefined for any other text. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  return address.includes(':') ? ipv6(address, length) : ipv4(address, length);
}

function ipv4(text: string, length = String(IPV4_BITS)): Network | undefined {
  const [start, prefix] = [parseIpv4(text), parseIpv4Prefix(length)];
  if (start === undefined || prefix === undefined) return undefined;
  const size = 2 ** (IPV4_BITS - prefix);
  const first = start - (start % size);
  return { family: 'IPv4', start, first, end: first + size, prefix };
}

function ipv6(text: string, length = String(IPV6_BITS)): Network | undefined {
  const [address, prefix] = [parseIpv6(text), parseIpv6Prefix(length)];
  if (address === undefined || prefix === undefined) return undefined;
  const size = 1n << BigInt(IPV6_BITS - prefix);
  const start = IPV6_START + address;
  const first = start - (address % size);
  return { family: 'IPv6', start, first, end: first + size, prefix };
}

/** Formats a position as an address: `10.0.0.7`, `2001:db8::7`. */
export const formatPoint = (point: Point): string =>
  typeof point === 'number' ? formatIpv4(point) : formatIpv6(point - IPV6_START);
