import { formatCidr, networkOf, readCidr, sizeOf, subnetOf, type Cidr } from '../../net/cidr';
import { IPV4_BITS, formatIpv4 } from '../../net/ipv4';
import { define, strings, variadic, type Fn } from './define';
import { giveUp, refuse } from './failures';

/** Terraform accepts leading zeros, and reads them as decimal. */
const LEADING_ZEROS = /\b0+(?=\d)/g;

function parse(text: string): Cidr {
  if (text.includes(':')) return giveUp('an IPv6 block');
  const cidr = readCidr(text);
  if (cidr) return networkOf(cidr);
  return readCidr(text.replace(LEADING_ZEROS, ''))
    ? giveUp('a number that starts with 0')
    : refuse('not a CIDR block');
}

function subnet(range: string, bits: number, index: number): string {
  const cidr = parse(range);
  if (bits < 0 || index < 0) return giveUp('a subnet below zero');
  const prefix = cidr.prefix + bits;
  return prefix > IPV4_BITS || index >= 2 ** bits
    ? refuse('no such subnet')
    : formatCidr(subnetOf(cidr, prefix, index));
}

function host(range: string, index: number): string {
  const cidr = parse(range);
  const size = sizeOf(cidr);
  const at = index < 0 ? size + index : index;
  return at >= 0 && at < size ? formatIpv4(cidr.address + at) : refuse('no such host');
}

/** Consecutive subnets, each with that many more bits than the range, at the first free place where it fits. */
function subnets(range: string, bits: readonly number[]): string[] {
  const cidr = parse(range);
  const end = cidr.address + sizeOf(cidr);
  let free = cidr.address;
  return bits.map((extra) => {
    const prefix = cidr.prefix + extra;
    if (extra < 1 || prefix > IPV4_BITS) return refuse('no such subnet');
    const size = sizeOf({ address: free, prefix });
    const address = Math.ceil(free / size) * size;
    free = address + size;
    return free > end ? refuse('too many subnets') : formatCidr({ address, prefix });
  });
}

/** Functions of CIDR blocks. */
export const CIDR: Readonly<Record<string, Fn>> = {
  cidrsubnet: define(['string', 'whole', 'whole'], subnet),
  cidrhost: define(['string', 'whole'], host),
  cidrnetmask: define(['string'], (range) => formatIpv4(2 ** IPV4_BITS - sizeOf(parse(range)))),
  cidrsubnets: variadic(['string'], 'whole', ([range], bits) => strings(subnets(range, bits))),
};
