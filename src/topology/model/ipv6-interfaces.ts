import { named, parseRange, type RangeSet } from '../../net/ranges';
import type { Arguments, Certainty } from '../fields';
import { Unknown, isList } from '../value';
import { either, every } from './certainty';
import { stated } from './ipv6-blocks';
import type { Subnet } from './network';

/** By which an instance, an interface or a launch template asks for IPv6 addresses. */
const ASKING = [
  'ipv6_addresses',
  'ipv6_address_count',
  'ipv6_address_list',
  'ipv6_prefixes',
  'ipv6_prefix_count',
];

/** The IPv6 side of an interface. */
export interface Ipv6Presence {
  readonly has: Certainty;
  /** Its addresses where the file states them; otherwise any of its subnet's. */
  readonly addresses?: RangeSet;
  readonly names: readonly RangeSet[];
  /** Whether strangers can reach it where its subnet's addresses are public; default elsewhere: they can. */
  readonly isPublic: Certainty;
}

/** Whether one of these asks for IPv6 addresses, whatever the subnet gives. */
export const asksForIpv6 = (askers: readonly (Arguments | undefined)[]): Certainty =>
  either(...askers.flatMap((one) => ASKING.map((name) => (one ? asks(one, name) : false))));

function asks(args: Arguments, name: string): Certainty {
  if (!name.endsWith('_count')) return stated(args, name);
  const count = args.number(name);
  return count instanceof Unknown ? count : (count ?? 0) > 0;
}

export function ipv6Addresses(args: Arguments): RangeSet | undefined {
  const lists = ['ipv6_addresses', 'ipv6_address_list'].map((name) => args.raw(name));
  const list = lists.find((value) => isList(value) && value.length > 0);
  const found = isList(list)
    ? list.map((one) => (typeof one === 'string' ? parseRange(one) : undefined))
    : [];
  const known = found.filter((range) => range !== undefined);
  return known.length > 0 && known.length === found.length ? known.flat() : undefined;
}

/**
 * The IPv6 side of an interface in this subnet.
 * @param asked whether it asks for an address, whatever the subnet gives
 * @param isPublic whether strangers can reach it where the subnet's addresses are public
 */
export function ipv6In(
  subnet: Subnet | Unknown,
  asked: Certainty,
  names: readonly RangeSet[] = [],
  isPublic: Certainty = true,
): Ipv6Presence {
  const has = subnet instanceof Unknown ? subnet : every(subnet.ipv6.has, either(asked, subnet.assignsIpv6));
  return { has, names, isPublic };
}

/** The IPv6 side of an interface that a resource states the addresses of, or asks for them. */
export function statedIpv6(
  args: Arguments,
  subnet: Subnet | Unknown,
  askers: readonly (Arguments | undefined)[] = [args],
): Ipv6Presence {
  const addresses = ipv6Addresses(args);
  const asked = ipv6In(subnet, asksForIpv6(askers), [
    named(`${args.owner.address}.ipv6_addresses.0/128`, 'IPv6'),
  ]);
  if (addresses) return { ...asked, has: true, addresses };
  const exists = typeof args.raw('id') === 'string' && isList(args.raw('ipv6_addresses'));
  return exists ? { ...asked, has: false } : asked;
}
