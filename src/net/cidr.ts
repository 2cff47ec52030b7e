import { ConfigurationError } from '../core/errors';

/** An IPv4 network in CIDR notation. RFC 4632; AWS: "VPC CIDR blocks". */
export interface Cidr {
  /** First address as an unsigned 32-bit number. */
  readonly address: number;
  /** Prefix length, 0 to 32 bits. */
  readonly prefix: number;
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const CIDR = new RegExp(`^${[OCTET, OCTET, OCTET, OCTET].join('\\.')}/(3[0-2]|[12]?\\d)$`);

/** The private CIDR blocks of RFC 1918. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Number of addresses in the network. */
export const sizeOf = ({ prefix }: Cidr): number => 2 ** (32 - prefix);

const lastOf = (cidr: Cidr): number => cidr.address + sizeOf(cidr) - 1;

/** `10.0.0.0/16` as text. */
export function formatCidr({ address, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** The network that holds this address: host bits cleared. */
export function networkOf(cidr: Cidr): Cidr {
  const size = sizeOf(cidr);
  return { address: Math.floor(cidr.address / size) * size, prefix: cidr.prefix };
}

/** Why `text` is no IPv4 network in CIDR notation, and what would be; undefined where it is one. */
export function cidrProblem(text: string): { message: string; accepted: string } | undefined {
  const match = CIDR.exec(text);
  if (!match) {
    return {
      message: 'is not an IPv4 network in CIDR notation',
      accepted: 'four numbers of 0-255 and a prefix, as 10.0.0.0/16',
    };
  }
  const given = toCidr(match);
  const network = networkOf(given);
  return network.address === given.address
    ? undefined
    : { message: 'has host bits set', accepted: formatCidr(network) };
}

function toCidr([, a, b, c, d, prefix]: readonly (string | undefined)[]): Cidr {
  const address = [a, b, c, d].reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { address, prefix: Number(prefix) };
}

/**
 * Reads `10.0.0.0/16`.
 *
 * @throws ConfigurationError CIDR_INVALID where the text is no network, or is not concrete (a token).
 */
export function parseCidr(text: string, path = 'cidr'): Cidr {
  const problem = cidrProblem(text);
  if (problem) throw new ConfigurationError({ code: 'CIDR_INVALID', path, given: text, ...problem });
  return toCidr(CIDR.exec(text) ?? []);
}

/** Whether every address of `inner` is in `outer`. */
export const containsCidr = (outer: Cidr, inner: Cidr): boolean =>
  inner.address >= outer.address && lastOf(inner) <= lastOf(outer);

/** Whether the two networks share an address. */
export const overlapsCidr = (one: Cidr, other: Cidr): boolean =>
  one.address <= lastOf(other) && other.address <= lastOf(one);

/** Whether the network is within a private CIDR block of RFC 1918. */
export const isPrivateCidr = (cidr: Cidr): boolean =>
  PRIVATE.some((range) => containsCidr(parseCidr(range), cidr));

/** The CIDR blocks of RFC 1918, as text for a message. */
export const PRIVATE_RANGES = PRIVATE.join(', ');

/** The `number`-th network of prefix `prefix` within `range`, counted from 0. */
export const subnetOf = (range: Cidr, prefix: number, number: number): Cidr => ({
  address: range.address + number * 2 ** (32 - prefix),
  prefix,
});
