import { FAMILIES, type Family } from '../../net/families';
import type { Arguments } from '../fields';
import type { Link } from '../link';
import { SUBNET } from '../link-types';
import {
  ADDRESSES,
  ALL,
  EVERYTHING,
  NOTHING,
  PUBLIC,
  contains,
  describe,
  intersect,
  named,
  overlaps,
  parseLoosely,
  union,
  type RangeSet,
} from '../../net/ranges';
import { Candidates, Mentions, Reference, Unknown, Variable, isList, type Value } from '../value';
import { claimsOn, type Context } from './context';

/** The addresses that a rule or route is about, between what is sure and what is possible. */
export interface Match {
  readonly must: RangeSet;
  readonly may: RangeSet;
  /** What is possible when the question is about the internet as a whole. */
  readonly wide: RangeSet;
  /** Narrows `may` by what a variable's validation rules accept. */
  readonly mayHold?: (range: RangeSet) => boolean;
  /** The name of the one subnet whose block it is. */
  readonly subnet?: RangeSet;
  /** Why `must` and `may` differ. */
  readonly why?: string;
  readonly label: string;
}

export const exactly = (set: RangeSet, label = describe(set)): Match => ({
  must: set,
  may: set,
  wide: set,
  label,
});

export const uncertain = (
  why: string,
  must: RangeSet = NOTHING,
  wide: RangeSet = EVERYTHING,
  may: RangeSet = EVERYTHING,
): Match => ({
  must,
  may,
  wide,
  why,
  label: why,
});

/** Attributes that hold an address or range of a resource in the file: they name it, whatever its value. */
const OWN_RANGE = /^(cidr_block|ipv6_cidr_block|private_ips?(\.0)?\/32|ipv6_addresses\.\d+\/128)$/;

/** What an argument's text is about: by its name of one family, or of either. */
interface Asked {
  readonly context: Context;
  readonly where: string;
  readonly families: readonly Family[];
}

/** A prefix list's entries are of either family, as the list is. */
const EITHER = /^(cidr|destination)$/;
const familiesOf = (name: string): readonly Family[] =>
  EITHER.test(name) ? FAMILIES : [/ipv6/.test(name) ? 'IPv6' : 'IPv4'];

/** Ranges as an argument states them, of the family that it is for. */
export function matchesOf(context: Context, args: Arguments, name: string, value = args.raw(name)): Match[] {
  const where = `${args.owner.address}'s ${name.replaceAll('_', ' ')}`;
  return toMatches({ context, where, families: familiesOf(name) }, value);
}

const wholeOf = ({ families }: Asked): RangeSet => families.flatMap((family) => ALL[family]);

function toMatches(asked: Asked, value: Value): Match[] {
  const { where } = asked;
  const gap = (why: string, wide = wholeOf(asked)): Match => uncertain(why, NOTHING, wide, wholeOf(asked));
  if (value === undefined || value === null || value === '') return [];
  if (isList(value)) return value.flatMap((item) => toMatches(asked, item));
  if (value instanceof Mentions)
    return [...value.items, ...value.beside].flatMap((one) => perhaps(asked, one));
  if (value instanceof Candidates) return oneOf(asked, value);
  if (value instanceof Variable)
    return asked.families.map((family) => variable(asked.context, value, family));
  if (value instanceof Reference && OWN_RANGE.test(value.path)) return [ownRange(asked, value)];
  if (value instanceof Reference)
    return [gap(`${where}: ${value.address}.${value.path}`, isNarrow(value.path) ? NOTHING : undefined)];
  if (value instanceof Unknown) return [gap(`${where}: ${value.why}`)];
  const text = String(value);
  const set = parseLoosely(text);
  if (!set) return [gap(`${where}: "${text}"`)];
  return overlaps(set, wholeOf(asked)) ? [exactly(set, text)] : [];
}

/** A range of a resource in the file, by its name. */
function ownRange(asked: Asked, { address, path }: Reference): Match {
  const name = `${address}.${path}`;
  const place = named(name, /^ipv6/.test(path) ? 'IPv6' : 'IPv4');
  const isSubnet = SUBNET.test(asked.context.at(address)?.owner.type ?? '') && /cidr_block$/.test(path);
  return {
    ...uncertain(`${address}'s ${path}`, place, NOTHING, wholeOf(asked)),
    label: name,
    ...(isSubnet && { subnet: place }),
  };
}

/** Ranges that are there in each of several lists are there for sure; any of them may be. */
function oneOf(asked: Asked, { items, why }: Candidates): Match[] {
  const { where } = asked;
  const each = items.map((item) => toMatches(asked, item));
  const must = each.map(allOf).reduce((common, one) => intersect(common, one));
  const may = union(...each.flat().map((one) => one.may));
  const wide = union(...each.flat().map((one) => one.wide));
  const told = `${where}: ${why ?? 'which of several it is'}`;
  return [{ must, may, wide, why: told, label: told }];
}

/** A plan that mentions ranges does not tell whether they are in the list. */
function perhaps(asked: Asked, value: Value): Match[] {
  return toMatches(asked, value).map((match) => ({
    ...match,
    must: NOTHING,
    why: match.why ?? `${asked.where}: whether ${match.label} is among it`,
  }));
}

/** The entries of managed prefix lists, where those lists are in the file. */
export function prefixListMatches(context: Context, link: Link, what: string): Match[] {
  const each = link.stated((one): Match[] => {
    const list = one instanceof Reference ? context.at(one.address) : undefined;
    return list?.owner.type === 'aws_ec2_managed_prefix_list' ? entriesOf(context, list) : [uncertain(what)];
  });
  if (each.length === 1 && link.isCertain) return each.flat();
  const may = union(...each.flat().map((one) => one.may));
  const wide = union(...each.flat().map((one) => one.wide));
  return each.length === 0 ? [] : [{ must: NOTHING, may, wide, why: link.why, label: what }];
}

function entriesOf(context: Context, list: Arguments): Match[] {
  // A list of AWS has some public addresses, which AWS alone knows, and never the whole internet.
  if (list.text('owner_id') === 'AWS')
    return [
      uncertain(`the addresses of ${list.owner.address}`, NOTHING, NOTHING, union(PUBLIC.IPv4, PUBLIC.IPv6)),
    ];
  const apart = claimsOn(
    context.all('aws_ec2_managed_prefix_list_entry'),
    (args) => args.link('prefix_list_id'),
    list.owner.address,
  );
  const certain = list.owner.certain;
  const stated = [
    ...list.blocks('entry').map((block) => ({ args: block, certain })),
    ...apart.map(({ args, leads }) => ({ args, certain: certain && leads === 'yes' })),
  ];
  return stated.flatMap(({ args, certain: sure }) => {
    const matches = matchesOf(context, args, 'cidr');
    return sure
      ? matches
      : matches.map((one) => ({ ...one, must: NOTHING, why: `whether ${args.owner.address} is there` }));
  });
}

/** One address, and no more. */
const isNarrow = (path: string): boolean => /\/(32|128)$/.test(path);

function variable(context: Context, { name, fallback }: Variable, family: Family): Match {
  const input = context.document.input(name.replace(/^var\./, ''));
  const place = named(name, family);
  // What a VPC or subnet takes as its own range is /16 at the widest, and its default where the network has that.
  if (isOwnRange(context, name)) {
    const own = typeof fallback === 'string' ? parseLoosely(fallback) : undefined;
    return own
      ? exactly(union(place, own), name)
      : { ...uncertain(`what ${name} holds`, place, place, ALL[family]), label: name };
  }
  return {
    must: place,
    may: ALL[family],
    wide: input && !input.mayBeInternet(family) ? place : ALL[family],
    why: `what ${name} holds`,
    label: name,
    // One variable's ranges are not another's.
    mayHold: (range) => contains(ADDRESSES[family], range) && (input?.mayHold(range) ?? true),
  };
}

function isOwnRange(context: Context, name: string): boolean {
  return context.all('aws_vpc', 'aws_subnet').some((args) => {
    const own = ['cidr_block', 'ipv6_cidr_block'].map((argument) => args.raw(argument));
    return own.some((cidr) => cidr instanceof Variable && cidr.name === name);
  });
}

export const allOf = (matches: readonly Match[]): RangeSet => union(...matches.map(({ must }) => must));
