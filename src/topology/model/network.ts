import type { Arguments, Certainty, Link } from '../fields';
import { EVERYTHING, named, type RangeSet } from '../ranges';
import { Reference, Unknown, Variable } from '../value';
import type { Context } from './context';
import { allOf, matchesOf, type Match } from './match';

export interface Vpc {
  readonly address: string;
  /** The ranges that it has for sure; undefined where one of them is not known. */
  readonly ranges: RangeSet | undefined;
  readonly cidrs: readonly Match[];
  readonly names: readonly RangeSet[];
  /** The account's default VPC comes with an internet gateway and a route to it. */
  readonly isDefault: boolean;
}

export interface Subnet {
  readonly address: string;
  readonly vpc: Vpc | Unknown;
  /** Every address that it may hold. */
  readonly range: RangeSet;
  /** Whether that is its own range, and not what it might be. */
  readonly exact: boolean;
  /** What else its addresses are called: `aws_subnet.a.cidr_block`, `var.vpc_cidr`. */
  readonly names: readonly RangeSet[];
  readonly zone: string | undefined;
  readonly assignsPublic: Certainty;
}

export interface Peering {
  readonly address: string;
  readonly sides: readonly [Link, Link];
  readonly active: Certainty;
  /** Groups of the other side can be named within one region only. */
  readonly sameRegion: boolean;
}

export interface Nat {
  readonly address: string;
  readonly subnet: Link;
  readonly isPublic: Certainty;
}

export interface Gateway {
  readonly address: string;
  readonly vpc: Link;
}

export const VPC = /^aws_(default_)?vpc$/;
export const SUBNET = /^aws_(default_)?subnet$/;

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
    const added = more.filter((one) => {
      const link = one.link('vpc_id');
      return link instanceof Reference && link.address === address;
    });
    const isDefault = type === 'aws_default_vpc';
    const cidrs = [
      ...ownRange(context, args),
      ...added.flatMap((one) => matchesOf(context, one, 'cidr_block')),
    ];
    const known = cidrs.length > 0 && cidrs.every(({ why }) => why === undefined);
    return { address, cidrs, ranges: known ? allOf(cidrs) : undefined, names: namesOf(args), isDefault };
  };
  return new Map(context.all('aws_vpc', 'aws_default_vpc').map((args) => [args.owner.address, read(args)]));
}

export function readSubnets(context: Context, vpcs: ReadonlyMap<string, Vpc>): ReadonlyMap<string, Subnet> {
  const read = (args: Arguments): Subnet => {
    const { address, type } = args.owner;
    const [cidr, ...others] = ownRange(context, args);
    const link = args.link('vpc_id', VPC);
    const implied =
      type === 'aws_default_subnet' ? [...vpcs.values()].find(({ isDefault }) => isDefault) : undefined;
    const vpc = (link instanceof Reference ? vpcs.get(link.address) : undefined) ?? implied;
    const exact = cidr !== undefined && others.length === 0 && cidr.why === undefined;
    const zone = args.text('availability_zone');
    return {
      address,
      vpc: vpc ?? (link instanceof Unknown ? link : new Unknown(`${address}'s VPC`)),
      range: exact ? cidr.must : (vpc?.ranges ?? EVERYTHING),
      exact,
      names: [...namesOf(args), ...(vpc?.names ?? [])],
      zone: typeof zone === 'string' ? zone : undefined,
      assignsPublic: args.flag('map_public_ip_on_launch', type === 'aws_default_subnet'),
    };
  };
  return new Map(
    context.all('aws_subnet', 'aws_default_subnet').map((args) => [args.owner.address, read(args)]),
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
    const accepter = accepters.find((one) => {
      const link = one.link('vpc_peering_connection_id');
      return link instanceof Reference && link.address === address;
    });
    const statuses = [args, accepter].map((one) => one?.text('accept_status'));
    const byItself = args.flag('auto_accept', false);
    const byOther = accepter ? accepter.flag('auto_accept', false) : false;
    const active = statuses.includes('active')
      ? true
      : byItself === true
        ? true
        : byOther === true
          ? true
          : byItself || byOther;
    return {
      address,
      sides: [args.link('vpc_id', VPC), args.link('peer_vpc_id', VPC)],
      active: active === false ? false : present(args, active),
      sameRegion: !args.has('peer_region'),
    };
  };
  return new Map(context.all('aws_vpc_peering_connection').map((args) => [args.owner.address, read(args)]));
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
      subnet: args.link('subnet_id', SUBNET),
      isPublic: isPublic === false ? false : present(args, isPublic),
    };
  };
  return new Map(context.all('aws_nat_gateway').map((args) => [args.owner.address, read(args)]));
}

/** An internet gateway serves the VPC that it is attached to; without one, routes to it lead nowhere. */
export function readGateways(context: Context): ReadonlyMap<string, Gateway> {
  const attachments = context.all('aws_internet_gateway_attachment');
  const read = (args: Arguments): Gateway => {
    const { address } = args.owner;
    const attachment = attachments.find((one) => {
      const link = one.link('internet_gateway_id');
      return link instanceof Reference && link.address === address;
    });
    const vpc = args.link('vpc_id', VPC) ?? attachment?.link('vpc_id', VPC);
    return { address, vpc: vpc && present(attachment ?? args, present(args, vpc)) };
  };
  return new Map(
    context
      .all('aws_internet_gateway', 'aws_default_internet_gateway')
      .map((args) => [args.owner.address, read(args)]),
  );
}
