import type { Arguments, Certainty } from '../fields';
import { both, type Leads, type Link } from '../link';
import type { Family } from '../../net/families';
import { ALL, named, parseRange, type RangeSet } from '../../net/ranges';
import { Reference, Unknown, Variable } from '../value';
import { either, not } from './certainty';
import { claimsOn, type Context } from './context';
import { NO_IPV6, assignsIpv6, subnetIpv6, vpcIpv6 } from './ipv6-blocks';
import { allOf, matchesOf, uncertain, type Match } from './match';
import { mayLeadTo, outsideVpc } from './outside';
import type { Subnet, Vpc } from './vpc';

export { SUBNET, VPC } from '../link-types';
export type { Subnet, Vpc } from './vpc';

export interface Peering {
  readonly address: string;
  readonly active: Certainty;
  /** Groups of the other side can be named within one region only. */
  readonly sameRegion: boolean;
  /** Whether it joins these two VPCs. */
  joins(one: string, other: string): Leads;
  /** Why it may lead to a network that is not in this file. */
  readonly abroad: string | undefined;
}

export interface Nat {
  readonly address: string;
  readonly subnet: Link;
  readonly isPublic: Certainty;
}

export interface Gateway {
  readonly address: string;
  readonly vpc: Link;
  readonly certain: boolean;
}

/** The ranges of one family that a VPC has for sure; undefined where they are not known. */
export function rangesOf({ ranges, ipv6 }: Vpc, family: Family): RangeSet | undefined {
  if (family === 'IPv4') return ranges;
  return ipv6.exact ? ipv6.range : undefined;
}

/** A value of something that may not be there is not known. */
const present = <T>({ owner }: Arguments, value: T): T | Unknown =>
  owner.certain ? value : new Unknown(`whether ${owner.address} is there: its count is not known`);

function namesOf(args: Arguments): RangeSet[] {
  const cidr = args.raw('cidr_block');
  const own = named(`${args.owner.address}.cidr_block`);
  if (cidr instanceof Variable) return [own, named(cidr.name)];
  return cidr instanceof Reference ? [own, named(`${cidr.address}.${cidr.path}`)] : [own];
}

/** A variable's default is its range where the VPC takes it as its own. */
function ownRange(context: Context, args: Arguments): Match[] {
  const cidr = args.raw('cidr_block');
  const fallback = cidr instanceof Variable ? cidr.fallback : undefined;
  return matchesOf(context, args, 'cidr_block', fallback ?? cidr);
}

export function readVpcs(context: Context): ReadonlyMap<string, Vpc> {
  const more = context.all('aws_vpc_ipv4_cidr_block_association');
  const read = (args: Arguments): Vpc => {
    const { address, type } = args.owner;
    const added = claimsOn(more, (one) => one.link('vpc_id'), address).flatMap(({ args: one, leads }) =>
      leads === 'yes'
        ? matchesOf(context, one, 'cidr_block')
        : [uncertain(`whether ${one.owner.address} is of ${address}`)],
    );
    const isDefault = type === 'aws_default_vpc';
    const cidrs = [...(isDefault ? defaultRange(context, args) : ownRange(context, args)), ...added];
    const known = cidrs.length > 0 && cidrs.every(({ why }) => why === undefined);
    return {
      address,
      cidrs,
      ranges: known ? allOf(cidrs) : undefined,
      names: namesOf(args),
      ipv6: vpcIpv6(context, args),
      isDefault,
    };
  };
  return new Map(context.all('aws_vpc', 'aws_default_vpc').map((args) => [args.owner.address, read(args)]));
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html */
const DEFAULT_RANGE = '172.31.0.0/16';

const defaultRange = (context: Context, args: Arguments): Match[] =>
  args.has('cidr_block') ? ownRange(context, args) : matchesOf(context, args, 'cidr_block', DEFAULT_RANGE);

/** The account's default VPC, where things of the file are in it but the file does not adopt it: as AWS made it. */
export const DEFAULT_VPC: Vpc = {
  address: 'the default VPC',
  ranges: parseRange(DEFAULT_RANGE),
  cidrs: [],
  names: [],
  ipv6: NO_IPV6,
  isDefault: true,
};

/** One of its subnets, whichever: they are all alike. */
export const defaultSubnet = (vpc: Vpc): Subnet => ({
  address: `a default subnet of ${vpc.address}`,
  vpc,
  range: vpc.ranges ?? ALL.IPv4,
  exact: false,
  names: [],
  zone: undefined,
  assignsPublic: true,
  hasIpv4: true,
  ipv6: NO_IPV6,
  assignsIpv6: false,
});

export const defaultVpc = (vpcs: ReadonlyMap<string, Vpc>): Vpc =>
  [...vpcs.values()].find(({ isDefault }) => isDefault) ?? DEFAULT_VPC;

/** Each subnet, once for every VPC that it may be in. */
export function readSubnets(
  context: Context,
  vpcs: ReadonlyMap<string, Vpc>,
): ReadonlyMap<string, readonly Subnet[]> {
  const vpcOf = (candidate: Reference | Unknown | undefined, args: Arguments): Vpc | Unknown => {
    if (candidate instanceof Reference)
      return vpcs.get(candidate.address) ?? new Unknown(`${args.owner.address}'s VPC: ${candidate.address}`);
    if (candidate?.identity !== undefined) return outsideVpc(candidate, candidate.identity);
    if (candidate) return candidate;
    return args.owner.type === 'aws_default_subnet'
      ? defaultVpc(vpcs)
      : new Unknown(`${args.owner.address}'s VPC`, [], 'outside');
  };
  const read = (args: Arguments, vpc: Vpc | Unknown): Subnet => {
    const { address, type } = args.owner;
    const [cidr, ...others] = ownRange(context, args);
    const exact = cidr !== undefined && others.length === 0 && cidr.why === undefined;
    const zone = args.text('availability_zone');
    const around = vpc instanceof Unknown || vpc.outside ? undefined : vpc;
    return {
      address,
      vpc,
      range: exact ? cidr.must : (around?.ranges ?? ALL.IPv4),
      exact,
      names: [...namesOf(args), ...(around?.names ?? [])],
      zone: typeof zone === 'string' ? zone : undefined,
      assignsPublic: args.flag('map_public_ip_on_launch', type === 'aws_default_subnet'),
      hasIpv4: not(args.flag('ipv6_native', false)),
      ipv6: subnetIpv6(args, around?.ipv6),
      assignsIpv6: assignsIpv6(args),
    };
  };
  return new Map(
    context
      .all('aws_subnet', 'aws_default_subnet')
      .map((args) => [
        args.owner.address,
        args.link('vpc_id').each((candidate) => read(args, vpcOf(candidate, args))),
      ]),
  );
}

/**
 * A peering passes traffic once it is accepted, by itself within an account or by an accepter.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function readPeerings(context: Context): ReadonlyMap<string, Peering> {
  const accepters = context.all('aws_vpc_peering_connection_accepter');
  const read = (args: Arguments): Peering => {
    const { address } = args.owner;
    const accepting = claimsOn(accepters, (one) => one.link('vpc_peering_connection_id'), address);
    const statuses = [args, ...accepting.map((one) => one.args)].map((one) => one.text('accept_status'));
    const active = statuses.includes('active')
      ? true
      : either(args.flag('auto_accept', false), ...accepting.map((one) => accepted(one.args, one.leads)));
    const sides = [args.link('vpc_id'), args.link('peer_vpc_id')] as const;
    return {
      address,
      joins: (one, other) => joins(sides, one, other),
      abroad: sides
        .flatMap((side) => side.stated((end) => (end instanceof Unknown ? end.why : undefined)))
        .find(Boolean),
      active: active === false ? false : present(args, active),
      sameRegion: !args.has('peer_region'),
    };
  };
  return new Map(context.all('aws_vpc_peering_connection').map((args) => [args.owner.address, read(args)]));
}

function accepted(accepter: Arguments, leads: Leads): Certainty {
  const accepts = accepter.flag('auto_accept', false);
  return leads === 'yes' || accepts === false
    ? accepts
    : new Unknown(`which peering ${accepter.owner.address} accepts`);
}

function joins([requester, accepter]: readonly [Link, Link], one: string, other: string): Leads {
  const ways = [
    both(mayLeadTo(requester, one), mayLeadTo(accepter, other)),
    both(mayLeadTo(requester, other), mayLeadTo(accepter, one)),
  ];
  return ways.includes('yes') ? 'yes' : ways.includes('perhaps') ? 'perhaps' : 'no';
}

/**
 * Only a public NAT gateway, which has an elastic address, reaches the internet.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function readNats(context: Context): ReadonlyMap<string, Nat> {
  const read = (args: Arguments): Nat => {
    const type = args.text('connectivity_type') ?? 'public';
    const isPublic = type instanceof Unknown ? type : type === 'public' && args.has('allocation_id');
    return {
      address: args.owner.address,
      subnet: args.link('subnet_id'),
      isPublic: isPublic === false ? false : present(args, isPublic),
    };
  };
  return new Map(context.all('aws_nat_gateway').map((args) => [args.owner.address, read(args)]));
}

/** An internet gateway serves the VPC that it is attached to; without one, routes to it lead nowhere. */
export function readGateways(context: Context): ReadonlyMap<string, Gateway> {
  const attachments = context.all('aws_internet_gateway_attachment');
  const read = (args: Arguments): Gateway => {
    const { address, certain } = args.owner;
    const attached = claimsOn(attachments, (one) => one.link('internet_gateway_id'), address);
    const [attachment] = attached;
    const vpc = args.link('vpc_id');
    return {
      address,
      vpc: attachment ? vpc.or(attachment.args.link('vpc_id')) : vpc,
      certain:
        certain &&
        (vpc.isCertain || attachment === undefined || (attachment.leads === 'yes' && attached.length === 1)),
    };
  };
  return new Map(
    context
      .all('aws_internet_gateway', 'aws_default_internet_gateway', 'aws_egress_only_internet_gateway')
      .map((args) => [args.owner.address, read(args)]),
  );
}
