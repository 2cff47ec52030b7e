import { ALL } from '../../net/ranges';
import type { Leads, Link } from '../link';
import { Unknown } from '../value';
import type { Ipv6Block } from './ipv6-blocks';
import type { Subnet, Vpc } from './vpc';

const ipv6Of = (known: Unknown): Ipv6Block => ({
  has: known,
  range: ALL.IPv6,
  exact: false,
  names: [],
  isPublic: true,
});

/** A VPC that is not in the file: nothing is known of it but that it is the same wherever it is named so. */
export const outsideVpc = (known: Unknown, identity: string): Vpc => ({
  address: identity,
  ranges: undefined,
  cidrs: [],
  names: [],
  ipv6: ipv6Of(known),
  isDefault: false,
  outside: known,
});

/** A subnet that is not in the file, in who knows which VPC. */
export const outsideSubnet = (known: Unknown, identity: string): Subnet => ({
  address: identity,
  vpc: known,
  range: ALL.IPv4,
  exact: false,
  names: [],
  zone: undefined,
  assignsPublic: known,
  hasIpv4: true,
  ipv6: ipv6Of(known),
  assignsIpv6: known,
});

/** A VPC of the file, or why it is none. */
export const inFile = (vpc: Subnet['vpc']): Subnet['vpc'] =>
  vpc instanceof Unknown ? vpc : (vpc.outside ?? vpc);

/** Whether two are one VPC: what is not in the file may, by another name, be any other one. */
export function sameVpc(one: Subnet['vpc'], other: Subnet['vpc']): Leads {
  const isOne = !(one instanceof Unknown || other instanceof Unknown) && one.address === other.address;
  if (isOne || one === other) return 'yes';
  return [one, other].some((vpc) => inFile(vpc) instanceof Unknown) ? 'perhaps' : 'no';
}

/** Whether a link leads to a VPC of the file: what it may lead to outside may be that one, too. */
export function mayLeadTo(link: Link, vpc: string): Leads {
  const leads = link.leadsTo(vpc);
  return leads === 'no' && link.mayLeave ? 'perhaps' : leads;
}

/** Whether a link leads to a VPC, in the file or not. */
export function leadsToVpc(link: Link, vpc: Vpc): Leads {
  const leads = mayLeadTo(link, vpc.address);
  return leads === 'no' && vpc.outside && link.isStated ? 'perhaps' : leads;
}
