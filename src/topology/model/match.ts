import type { Arguments } from '../fields';
import type { Link } from '../link';
import {
  ADDRESSES,
  EVERYTHING,
  NOTHING,
  contains,
  describe,
  intersect,
  named,
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

export const uncertain = (why: string, must: RangeSet = NOTHING, wide: RangeSet = EVERYTHING): Match => ({
  must,
  may: EVERYTHING,
  wide,
  why,
  label: why,
});

/** Attributes that hold an address or range of a resource in the file: they name it, whatever its value. */
const OWN_RANGE = /^(cidr_block|private_ips?(\.0)?\/32)$/;

/** Ranges as an argument states them; IPv6 ones say nothing about IPv4. */
export function matchesOf(context: Context, args: Arguments, name: string, value = args.raw(name)): Match[] {
  return toMatches(context, `${args.owner.address}'s ${name.replaceAll('_', ' ')}`, value);
}

function toMatches(context: Context, where: string, value: Value): Match[] {
  if (value === undefined || value === null || value === '') return [];
  if (isList(value)) return value.flatMap((item) => toMatches(context, where, item));
  if (value instanceof Mentions)
    return [...value.items, ...value.beside].flatMap((one) => perhaps(context, where, one));
  if (value instanceof Candidates) return oneOf(context, where, value);
  if (value instanceof Variable) return [variable(context, value)];
  if (value instanceof Reference && OWN_RANGE.test(value.path)) {
    const name = `${value.address}.${value.path}`;
    return [{ ...uncertain(`${value.address}'s ${value.path}`, named(name), NOTHING), label: name }];
  }
  if (value instanceof Reference)
    return [uncertain(`${where}: ${value.address}.${value.path}`, NOTHING, narrow(value.path))];
  if (value instanceof Unknown) return [uncertain(`${where}: ${value.why}`)];
  const text = String(value);
  if (text.includes(':')) return [];
  const set = parseLoosely(text);
  return [set ? exactly(set, text) : uncertain(`${where}: "${text}"`)];
}

/** Ranges that are there in each of several lists are there for sure; any of them may be. */
function oneOf(context: Context, where: string, { items, why }: Candidates): Match[] {
  const each = items.map((item) => toMatches(context, where, item));
  const must = each.map(allOf).reduce((common, one) => intersect(common, one));
  const may = union(...each.flat().map((one) => one.may));
  const wide = union(...each.flat().map((one) => one.wide));
  const told = `${where}: ${why ?? 'which of several it is'}`;
  return [{ must, may, wide, why: told, label: told }];
}

/** A plan that mentions ranges does not tell whether they are in the list. */
function perhaps(context: Context, where: string, value: Value): Match[] {
  return toMatches(context, where, value).map((match) => ({
    ...match,
    must: NOTHING,
    why: match.why ?? `${where}: whether ${match.label} is among it`,
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

const narrow = (path: string): RangeSet => (path.endsWith('/32') ? NOTHING : EVERYTHING);

function variable(context: Context, { name, fallback }: Variable): Match {
  const input = context.document.input(name.replace(/^var\./, ''));
  const place = named(name);
  // What a VPC or subnet takes as its own range is /16 at the widest, and its default where the network has that.
  if (isOwnRange(context, name)) {
    const own = typeof fallback === 'string' ? parseLoosely(fallback) : undefined;
    return own
      ? exactly(union(place, own), name)
      : { ...uncertain(`what ${name} holds`, place, place), label: name };
  }
  return {
    must: place,
    may: EVERYTHING,
    wide: input && !input.mayBeInternet ? place : EVERYTHING,
    why: `what ${name} holds`,
    label: name,
    // One variable's ranges are not another's.
    mayHold: (range) => contains(ADDRESSES, range) && (input?.mayHold(range) ?? true),
  };
}

function isOwnRange(context: Context, name: string): boolean {
  return context.all('aws_vpc', 'aws_subnet').some((args) => {
    const cidr = args.raw('cidr_block');
    return cidr instanceof Variable && cidr.name === name;
  });
}

export const allOf = (matches: readonly Match[]): RangeSet => union(...matches.map(({ must }) => must));
