import { interfacesOf, placed, presenceOf, type Endpoint, type Interface } from '../model/endpoints';
import { rangesOf, type Subnet, type Vpc } from '../model/network';
import { inFile, sameVpc } from '../model/outside';
import type { Model } from '../model/topology-model';
import { FAMILIES, type Family } from '../../net/families';
import {
  ALL,
  NAT64,
  NOTHING,
  PUBLIC,
  contains,
  describe,
  intersect,
  isEmpty,
  overlaps,
  subtract,
  union,
  type RangeSet,
} from '../../net/ranges';
import { Unknown } from '../value';
import { no, unknown } from './answer';
import { strangeness, type Home } from './home';
import { outside, type ResolvedEndpoint } from './resolved';

/** Addresses that a question names. */
interface Asked {
  readonly range: RangeSet;
  readonly family: Family;
  readonly label: string;
}

/** What a range is to the other side of a question: an end, a part of a VPC, or something outside of the network. */
export function ofRange(model: Model, range: RangeSet, label: string, home: Home): ResolvedEndpoint[] {
  const family = FAMILIES.find((one) => overlaps(range, ALL[one])) ?? 'IPv4';
  const asked = { range, family, label };
  const owner = ownerOf(model, asked, home);
  if (owner) return [{ kind: 'end', end: owner }];
  return strangeness(home) === undefined
    ? amongVpcs(model, asked, home)
    : besideStrangers(model, asked, home);
}

function holders(model: Model, { range, family }: Asked, home: Home): Vpc[] {
  const found = [...model.vpcs.values()].filter((vpc) => overlaps(rangesOf(vpc, family) ?? [], range));
  const near = found.filter(({ address }) => home.vpcs.has(address));
  return found.length > 1 && near.length > 0 ? near : found;
}

/** The end that has exactly these addresses, unless there may be another one with them in the VPC of the other side. */
function ownerOf(model: Model, { range, family }: Asked, home: Home): Endpoint | undefined {
  const addresses = (end: Endpoint): RangeSet[] =>
    interfacesOf(end).flatMap((at) => {
      const presence = presenceOf(at, family);
      return presence.isExact ? [presence.addresses] : [];
    });
  const owners = [...model.ends.values()].filter(
    (end) => end.type !== 'aws_subnet' && addresses(end).some((own) => contains(own, range)),
  );
  const isBeside = (end: Endpoint): boolean =>
    interfacesOf(end).some(({ subnet }) =>
      home.places.some((place) => place === subnet || isWithOne(place, subnet)),
    );
  const isElsewhere =
    strangeness(home) !== undefined ||
    [...model.vpcs.values()].some(
      (vpc) => home.vpcs.has(vpc.address) && overlaps(rangesOf(vpc, family) ?? [], range),
    );
  const owner = owners.find(isBeside) ?? (isElsewhere ? undefined : owners[0]);
  return owner && addresses(owner)[0] && contains(range, addresses(owner)[0] ?? []) ? owner : undefined;
}

const isWithOne = (one: Interface['subnet'], other: Interface['subnet']): boolean =>
  !(one instanceof Unknown || other instanceof Unknown) && sameVpc(one.vpc, other.vpc) === 'yes';

/** Addresses outside of the network that are public, where some of them are. */
function publicly({ range, family, label }: Asked, inside: RangeSet): ResolvedEndpoint | undefined {
  const open = intersect(subtract(range, inside), union(PUBLIC[family], NAT64));
  return isEmpty(open) ? undefined : { kind: 'public', remotes: [outside('each', family, open, label)] };
}

const privately = ({ family, label }: Asked, rest: RangeSet): ResolvedEndpoint[] =>
  isEmpty(rest) ? [] : [{ kind: 'private', remotes: [outside('each', family, rest, label)] }];

function amongVpcs(model: Model, asked: Asked, home: Home): ResolvedEndpoint[] {
  const { range, family, label } = asked;
  const vpcs = holders(model, asked, home);
  const inside = union(...vpcs.map((vpc) => rangesOf(vpc, family) ?? []));
  const open = publicly(asked, inside);
  if (open) return [open];
  const [one, another] = vpcs;
  if (one && another && overlaps(rangesOf(one, family) ?? [], rangesOf(another, family) ?? []))
    return [settled(asked, `in which of ${one.address} and ${another.address} ${label} is`)];
  const rest = subtract(range, inside);
  const unplaced = [...model.vpcs.values()].find((vpc) => rangesOf(vpc, family) === undefined);
  if (!isEmpty(rest) && unplaced) return [settled(asked, `whether ${unplaced.address} holds ${label}`)];
  const parts = vpcs.map((vpc) =>
    inVpc(model, vpc, { ...asked, range: intersect(range, rangesOf(vpc, family) ?? []) }),
  );
  return [...parts, ...privately(asked, rest)];
}

/** The other side is in a VPC that is not in the file: of that the ranges of its subnets here are known, and no others. */
function besideStrangers(model: Model, asked: Asked, home: Home): ResolvedEndpoint[] {
  const { range, family, label } = asked;
  const [both] = holders(model, asked, home).filter(({ address }) => home.vpcs.has(address));
  if (both) return [settled(asked, `whether ${label} is in ${both.address}: ${strangeness(home) ?? ''}`)];
  const near = placesIn(model, family, (subnet) =>
    home.places.some((place) => place === subnet || isWithOne(place, subnet)),
  );
  const holding = near.filter((one) => isHolding(one, range));
  const inside = union(...holding.map((one) => one.range));
  const open = publicly(asked, inside);
  if (open) return [open];
  const held = intersect(range, inside);
  const end = isEmpty(held) ? [] : [rangeEnd(label, held, family, holding)];
  return [...end, ...privately(asked, subtract(range, inside))];
}

const settled = ({ label }: Asked, why: string): ResolvedEndpoint => ({
  kind: 'settled',
  answer: unknown(why),
  label,
});

/** A subnet, as one of those that may be in a VPC. */
interface Place {
  readonly subnet: Subnet;
  readonly range: RangeSet;
  /** Whether that is its own range. */
  readonly exact: boolean;
  /** Whether it is surely there and in that VPC. */
  readonly sure: boolean;
}

const placesIn = (model: Model, family: Family, mayBeIn: (subnet: Subnet) => boolean): Place[] =>
  [...model.subnets.values()].flatMap((alternatives) =>
    alternatives.filter(mayBeIn).map((subnet) => ({
      subnet,
      range: family === 'IPv4' ? subnet.range : subnet.ipv6.range,
      exact: family === 'IPv4' ? subnet.exact : subnet.ipv6.exact,
      sure: alternatives.length === 1 && (model.context.at(subnet.address)?.owner.certain ?? true),
    })),
  );

const isHolding = ({ exact, sure, range }: Place, part: RangeSet): boolean =>
  exact && sure && overlaps(range, part);

function inVpc(model: Model, vpc: Vpc, { range: part, family, label }: Asked): ResolvedEndpoint {
  const subnets = placesIn(model, family, (subnet) => sameVpc(subnet.vpc, vpc) !== 'no').map((one) => ({
    ...one,
    sure: one.sure && !(inFile(one.subnet.vpc) instanceof Unknown),
  }));
  const holding = subnets.filter((one) => isHolding(one, part));
  const rest = subtract(part, union(...holding.map(({ range }) => range)));
  if (holding.length === 0) {
    const vague = subnets.find(({ exact, sure, range }) => !exact || (!sure && overlaps(range, part)));
    const gaps = [
      ...(vague ? [`whether ${vague.subnet.address} holds ${label}`] : []),
      ...model.context.uncertainties(vpc.address),
      ...model.subnetsElsewhere.slice(0, 1).map((by) => `whether the subnet of ${by} holds ${label}`),
    ];
    const answer =
      gaps.length > 0 ? unknown(...gaps) : no('no route', `no subnet of ${vpc.address} holds ${label}`);
    return { kind: 'settled', answer, label };
  }
  return rangeEnd(label, part, family, holding, rest);
}

/**
 * An end with addresses of several subnets.
 * @param rest addresses that none of them holds; default: none
 */
function rangeEnd(
  label: string,
  part: RangeSet,
  family: Family,
  holding: readonly Place[],
  rest: RangeSet = NOTHING,
): ResolvedEndpoint {
  const at = (subnet: Subnet, addresses: RangeSet): Interface => ({
    subnet,
    names: [],
    isPublic: false,
    only: family,
    ...(family === 'IPv4' ? { addresses } : { ipv6: { has: true, addresses, names: [], isPublic: false } }),
  });
  const interfaces: Interface[] = holding.map(({ subnet, range }) => at(subnet, intersect(range, part)));
  const [first] = holding;
  if (first && !isEmpty(rest)) interfaces.push({ ...at(first.subnet, rest), loose: true });
  return {
    kind: 'end',
    end: {
      address: label === '' ? describe(part) : label,
      type: 'range',
      certain: true,
      placement: 'all',
      answers: 'client',
      interfaces: interfaces.map(placed),
    },
  };
}
