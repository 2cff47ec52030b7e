import { ALL, PUBLIC, contains, named, parseRange, type RangeSet } from '../../net/ranges';
import type { Arguments, Certainty } from '../fields';
import { NotComputed } from '../hcl/failures';
import { Candidates, Reference, Unknown, Variable, isList, references, type Value } from '../value';
import { either, every, where } from './certainty';
import { claimsOn, type Context } from './context';

/** The IPv6 addresses of a VPC or of a subnet. */
export interface Ipv6Block {
  readonly has: Certainty;
  /** Every address that it may hold. */
  readonly range: RangeSet;
  /** Whether that is its own range, and not what it might be. */
  readonly exact: boolean;
  /** What else its addresses are called: `aws_vpc.main.ipv6_cidr_block`. */
  readonly names: readonly RangeSet[];
  /** Whether the internet has routes to them, so that nothing but gateways and rules stands between. */
  readonly isPublic: Certainty;
}

export const NO_IPV6: Ipv6Block = { has: false, range: [], exact: true, names: [], isPublic: false };

/** Unique local addresses, which IPAM's private scopes give. RFC 4193. */
const LOCAL = parseRange('fc00::/7') ?? [];

const BLOCK = 'ipv6_cidr_block';
const placeOf = (address: string, path = BLOCK): RangeSet => named(`${address}.${path}`, 'IPv6');

/** Whether an argument is stated: what is computed from another resource's block is a block, too. */
function isStated(value: Value, what: string): Certainty {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  if (isList(value)) return value.length > 0 && either(...value.map((item) => isStated(item, what)));
  if (value instanceof Variable)
    return value.fallback === undefined || value.fallback === null
      ? new Unknown(`${what}: ${value.name} is set when Terraform runs`)
      : isStated(value.fallback, what);
  if (value instanceof Candidates) {
    const each = value.items.map((item) => isStated(item, what));
    const [first] = each;
    if (each.length > 0 && each.every((one) => one === first)) return first ?? false;
    return new Unknown(`${what}: ${value.why ?? 'which of several it is'}`);
  }
  if (!(value instanceof Unknown)) return true;
  return isComputedFromBlocks(value) ? true : new Unknown(`${what}: ${value.why}`);
}

/** `cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)` is a block where the VPC has one. */
const isComputedFromBlocks = (value: Unknown): boolean =>
  !(value instanceof NotComputed) &&
  value.from.length > 0 &&
  value.beyond === 'outside' &&
  value.from.every(({ path }) => path === BLOCK);

export const stated = (args: Arguments, name: string): Certainty =>
  isStated(args.raw(name), `${args.owner.address}'s ${name.replaceAll('_', ' ')}`);

const rangeOf = (args: Arguments): RangeSet | undefined => {
  const value = args.raw(BLOCK);
  const text = value instanceof Variable ? value.fallback : value;
  return typeof text === 'string' ? parseRange(text) : undefined;
};

/** What Amazon gives is public; what a pool gives is what the pool says. */
function isPublicBy(context: Context, args: Arguments, name: string): Certainty {
  if (!args.has(name)) return true;
  const pool = args.link(name);
  const known = pool.sure && context.at(pool.sure.address);
  const why = new Unknown(
    `whether the addresses of ${args.owner.address}'s pool are advertised (${pool.why})`,
  );
  return known?.has('publicly_advertisable') ? known.flag('publicly_advertisable', false) : why;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#vpc-sizing-ipv6 */
export function vpcIpv6(context: Context, args: Arguments): Ipv6Block {
  const { address } = args.owner;
  const associations = context.all('aws_vpc_ipv6_cidr_block_association');
  const own = either(
    args.flag('assign_generated_ipv6_cidr_block', false),
    ...[BLOCK, 'ipv6_ipam_pool_id'].map((name) => stated(args, name)),
  );
  const claims = claimsOn(associations, (one) => one.link('vpc_id'), address);
  const added = claims.map(({ args: one, leads }) =>
    where(leads, true, `whether ${one.owner.address} is of ${address}`),
  );
  const holders = [...(own === false ? [] : [args]), ...claims.map((claim) => claim.args)];
  const ranges = holders.map(rangeOf);
  const known = ranges.filter((range) => range !== undefined);
  const has = either(own, ...added);
  if (has === false) return NO_IPV6;
  const exact =
    known.length === ranges.length && has === true && !added.some((one) => one instanceof Unknown);
  const isPublic = every(...holders.map((one) => isPublicBy(context, one, 'ipv6_ipam_pool_id')));
  return {
    has,
    exact,
    range: exact ? known.flat() : isPublic === true ? PUBLIC.IPv6 : ALL.IPv6,
    // Of several blocks nobody knows which one a subnet is in.
    names: holders.length === 1 ? holders.map((one) => placeOf(one.owner.address)) : [],
    isPublic: exact && known.some((range) => contains(LOCAL, range)) ? false : isPublic,
  };
}

/** Names for the blocks that a subnet's own is a part of. */
const partOf = (value: Value): RangeSet[] =>
  value instanceof Reference || (value instanceof Unknown && isComputedFromBlocks(value))
    ? references(value).map(({ address, path }) => placeOf(address, path))
    : [];

/** @param vpc the block of its VPC; undefined where that VPC is not known */
export function subnetIpv6(args: Arguments, vpc: Ipv6Block | undefined): Ipv6Block {
  const own = either(
    ...[BLOCK, 'ipv6_native', 'ipv6_ipam_pool_id', 'ipv6_netmask_length'].map((name) => stated(args, name)),
  );
  const range = rangeOf(args);
  // A literal block is there, whatever gives it to the VPC; a computed one is there where the VPC has one.
  const has = range || vpc === undefined ? own : every(own, vpc.has);
  if (has === false) return NO_IPV6;
  const isLocal = range !== undefined && contains(LOCAL, range);
  return {
    has,
    exact: range !== undefined,
    range: range ?? vpc?.range ?? ALL.IPv6,
    names: [placeOf(args.owner.address), ...partOf(args.raw(BLOCK)), ...(vpc?.names ?? [])],
    isPublic: isLocal ? false : vpc === undefined || vpc.has === false ? true : vpc.isPublic,
  };
}

/** A subnet gives each new interface an address, where it is told to. */
export const assignsIpv6 = (args: Arguments): Certainty =>
  either(args.flag('assign_ipv6_address_on_creation', false), args.flag('ipv6_native', false));
