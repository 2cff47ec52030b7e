import { ConfigurationError } from '../core/errors';
import { formatIpv4, parseIpv4, parseIpv4Prefix } from './ipv4';

/** An IPv4 network in CIDR notation. RFC 4632; AWS: "VPC CIDR blocks". */
export interface Cidr {
  /** First address as an unsigned 32-bit number. */
  readonly address: number;
  /** Prefix length, 0 to 32 bits. */
  readonly prefix: number;
}

/** The private CIDR blocks of RFC 1918. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Number of addresses. */
export const sizeOf = ({ prefix }: Cidr): number => 2 ** (32 - prefix);

const lastOf = (cidr: Cidr): number => cidr.address + sizeOf(cidr) - 1;

/** Formats `10.0.0.0/16`. */
export const formatCidr = ({ address, prefix }: Cidr): string => `${formatIpv4(address)}/${prefix}`;

/** The network that contains an address: clears host bits. */
export function networkOf(cidr: Cidr): Cidr {
  const size = sizeOf(cidr);
  return { address: Math.floor(cidr.address / size) * size, prefix: cidr.prefix };
}

interface Problem {
  readonly message: string;
  readonly accepted: string;
}

/** Reads `10.0.0.7/16` as written, with its host bits. Returns undefined for any other text. */
export function readCidr(text: string): Cidr | undefined {
  const [start = '', length = '', ...rest] = text.split('/');
  const [address, prefix] = [parseIpv4(start), parseIpv4Prefix(length)];
  return address === undefined || prefix === undefined || rest.length > 0 ? undefined : { address, prefix };
}

function read(text: string): Cidr | Problem {
  const written = readCidr(text);
  if (!written) {
    return {
      message: 'is not an IPv4 network in CIDR notation',
      accepted: 'four numbers of 0-255 and a prefix, as 10.0.0.0/16',
    };
  }
  const network = networkOf(written);
  return network.address === written.address
    ? network
    : { message: 'has host bits set', accepted: formatCidr(network) };
}

/** Returns why `text` is not an IPv4 CIDR block, and what is accepted. Undefined if it is one. */
export function cidrProblem(text: string): Problem | undefined {
  const found = read(text);
  return 'message' in found ? found : undefined;
}

/**
 * Parses `10.0.0.0/16`.
 *
 * @throws ConfigurationError CIDR_INVALID if the text is not a CIDR block, or is a token
 */
export function parseCidr(text: string, path = 'cidr'): Cidr {
  const found = read(text);
  if ('message' in found) throw new ConfigurationError({ code: 'CIDR_INVALID', path, given: text, ...found });
  return found;
}

/** Whether `outer` contains every address of `inner`. */
export const containsCidr = (outer: Cidr, inner: Cidr): boolean =>
  inner.address >= outer.address && lastOf(inner) <= lastOf(outer);

/** Whether two CIDR blocks overlap. */
export const overlapsCidr = (one: Cidr, other: Cidr): boolean =>
  one.address <= lastOf(other) && other.address <= lastOf(one);

/** Whether a CIDR block is within a private one of RFC 1918. */
export const isPrivateCidr = (cidr: Cidr): boolean =>
  PRIVATE.some((range) => containsCidr(parseCidr(range), cidr));

/** The CIDR blocks of RFC 1918, for messages. */
export const PRIVATE_RANGES = PRIVATE.join(', ');

/** Returns the `number`-th subnet with the given prefix length, counted from 0. */
export const subnetOf = (range: Cidr, prefix: number, number: number): Cidr => ({
  address: range.address + number * 2 ** (32 - prefix),
  prefix,
});
