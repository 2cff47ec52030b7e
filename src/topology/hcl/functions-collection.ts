import { Reference, isFields, isList, type Value } from '../value';
import { convert, equal, identity, inOrder, toList, toMap, toSet, unify } from './convert';
import { conversion, define, variadic, type Fn } from './define';
import { Refusal, giveUp, refuse } from './failures';
import { flattened, members } from './flatten';
import { gap } from './gaps';
import { byBytes, plain, toBool, toNumber, toText, toWhole } from './scalars';
import {
  ANY,
  BOOL,
  STRING,
  collection,
  hasOrder,
  isGap,
  sameType,
  sortedEntries,
  toFields,
  typeOf,
  withoutOrder,
  type Type,
} from './types';

const isSet = (value: Value): boolean => typeOf(value).kind === 'set';
const isCollection = (value: Value): boolean => 'of' in typeOf(value);

/** A list or a tuple; a set is neither. */
const sequence = (value: Value): readonly Value[] =>
  isList(value) && !isSet(value) ? value : refuse('not a list');

/** Different attributes may hold the same; ids of different resources do not. */
const OWN_ALONE = /^(id|arn)$/;
const areDistinct = (values: readonly Value[]): boolean =>
  values.every((value) => value instanceof Reference && OWN_ALONE.test(value.path)) ||
  values.every((value) => gap(value) === undefined);

function count(value: Value): number {
  if (typeof value === 'string') return plain(value).length;
  if (isFields(value)) return Object.keys(value).length;
  const items = members(value);
  return hasOrder(items) || areDistinct(items) ? items.length : giveUp('how many different ones there are');
}

/** A part of a list, which is a list of the same type. */
const like = (whole: Value, part: readonly Value[]): readonly Value[] => {
  const type = typeOf(whole);
  if (type.kind === 'set' || type.kind === 'list')
    return collection('list', type.of, [...part], hasOrder(whole));
  return part;
};

/** The type of the elements of lists joined; undefined where they have none in common. */
function elementTypeOf(types: readonly Type[]): Type | undefined {
  if (!types.every((type) => type.kind === 'list')) return undefined;
  try {
    return unify(types.map((type) => ('of' in type ? type.of : ANY)));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A list where all arguments are lists with a common type, otherwise a tuple. */
function concat(lists: readonly Value[]): Value {
  const parts = lists.map(sequence);
  const joined = parts.flat();
  const type = elementTypeOf(lists.map(typeOf));
  const made = type ? toList(joined, type) : joined;
  return parts.every(hasOrder) ? made : withoutOrder(made.slice());
}

function distinct(value: Value): Value {
  const list = toList(value);
  const kept = [...new Map(list.map((one, i) => [identity(one) ?? i, one])).values()];
  const made = like(list, kept);
  return areDistinct(kept) ? made : withoutOrder(made);
}

function compact(value: Value): Value {
  const kept = toList(value, STRING).filter((item) => item !== null && item !== '');
  const certain = kept.every((item) => !isGap(item) || item instanceof Reference);
  return collection('list', STRING, kept, hasOrder(value) && certain);
}

function merge(maps: readonly Value[]): Value {
  const given = maps.filter((map) => map !== null);
  if (!given.every(isFields)) return refuse('not a map');
  const merged = toFields(given.flatMap((map) => Object.entries(map)));
  // Of one type they make a map of that type; maps and objects of any others make an object.
  const [first, ...others] = given.map(typeOf);
  return first?.kind === 'map' && others.every((type) => sameType(type, first))
    ? collection('map', first.of, merged)
    : merged;
}

function zipmap(keys: Value, values: Value): Value {
  const names = toList(keys, STRING);
  const items = sequence(values);
  if (names.length !== items.length) refuse('lists of different lengths');
  const pairs = inOrder(names).map((name, i) => [toText(name), inOrder(items)[i]] as const);
  const type = typeOf(values);
  return 'of' in type ? collection('map', type.of, toFields(pairs)) : toFields(pairs);
}

/** A map of lists turned around: by each text, the names of the lists that hold it. */
function transpose(map: Value): Value {
  const turned = new Map<string, string[]>();
  for (const [name, list] of sortedEntries(isFields(map) ? map : refuse('not a map')))
    for (const item of inOrder(toList(list, STRING))) {
      const key = item === null ? refuse('null') : toText(item);
      turned.set(key, [...(turned.get(key) ?? []), name]);
    }
  const lists = [...turned].map(([key, names]) => [key, collection('list', STRING, names)] as const);
  return collection('map', { kind: 'list', of: STRING }, toFields(lists));
}

function one(value: Value): Value {
  const items = members(value);
  if (items.length > 1 && !hasOrder(items) && !areDistinct(items))
    return giveUp('how many different ones there are');
  return items.length > 1 ? refuse('more than one') : (items[0] ?? null);
}

function slice(value: Value, from: Value, to: Value): Value {
  const items = inOrder(sequence(value));
  const [start, end] = [toWhole(from), toWhole(to)];
  return start < 0 || end > items.length || start > end
    ? refuse('no such part')
    : like(value, items.slice(start, end));
}

function element(value: Value, index: Value): Value {
  const items = inOrder(sequence(value));
  const at = toWhole(index);
  // Later versions count back from the end.
  if (at < 0) return giveUp('an element below zero');
  return items.length > 0 ? items[at % items.length] : refuse('an empty list');
}

function lookup(map: Value, key: Value, ...others: readonly Value[]): Value {
  const name = toText(key);
  if (!isFields(map)) return refuse('not a map');
  if (others.length > 1) return refuse('too many arguments');
  const type = typeOf(map);
  const [otherwise] = others;
  if (type.kind === 'map' && others.length > 0) convert(otherwise, type.of);
  if (Object.hasOwn(map, name)) return map[name];
  if (others.length === 0) return refuse('no such key');
  if (type.kind !== 'map' || otherwise === null) return otherwise;
  const made = convert(otherwise, unify([type.of, typeOf(otherwise)]));
  return sameType(typeOf(made), type.of) ? made : giveUp('a fallback of another type');
}

function coalesce(args: readonly Value[]): Value {
  const type = unify(args.map(typeOf));
  for (const arg of args) {
    if (arg === null || arg === '') continue;
    if (!isGap(arg) || arg instanceof Reference) return convert(arg, type);
    return giveUp('which of several there is');
  }
  return refuse('nothing');
}

function coalescelist(lists: readonly Value[]): Value {
  const found = lists.find((list) => list !== null && sequence(list).length > 0) ?? refuse('nothing');
  const types = lists.map(typeOf);
  return types.every((type) => sameType(type, typeOf(found))) || types.every(({ kind }) => kind === 'tuple')
    ? found
    : giveUp('lists of different types');
}

function contains(list: Value, wanted: Value): boolean {
  const items = members(list);
  if (items.includes(null) || wanted === null) return giveUp('null in a list');
  const known = items.filter((item) => gap(item) === undefined);
  const found = known.some((item) => equal(item, wanted));
  return found || known.length === items.length ? found : giveUp('what a list holds');
}

function index(list: Value, wanted: Value): number {
  const items = inOrder(sequence(list));
  if (items.includes(null) || wanted === null) return giveUp('null in a list');
  const at = items.findIndex((item) => equal(item, wanted));
  return at >= 0 ? at : refuse('not in the list');
}

function setOperation(
  sets: readonly Value[],
  keep: (rest: readonly Set<string>[], id: string) => boolean,
): Value {
  if (sets.some((set) => set === null || gap(set) !== undefined)) return giveUp('sets that are not known');
  const made = sets.map((set) => toSet(set));
  const type = unify(made.map(typeOf));
  const [first, ...rest] = made.map((set) => convert(set, type));
  if (!isList(first)) return refuse('not a set');
  const others = rest.map((set) => new Set(members(set).map((item) => identity(item) ?? '')));
  return toSet(
    first.filter((item) => keep(others, identity(item) ?? '')),
    'of' in type ? type.of : ANY,
  );
}

function setunion(sets: readonly Value[]): Value {
  if (sets.length === 0) return refuse('nothing');
  const made = sets.map((set) => toSet(set));
  const type = unify(made.map(typeOf));
  return toSet(
    made.flatMap((set) => members(convert(set, type))),
    'of' in type ? type.of : ANY,
  );
}

/** Bools and numbers in lists, null apart. */
const flags = (value: Value): boolean[] =>
  toList(value, BOOL).map((item) => (item === null ? giveUp('null in a list') : toBool(item)));

function chunklist(value: Value, size: number): Value {
  const items = inOrder(toList(value));
  if (size < 0) return refuse('no size');
  const step = size === 0 ? Math.max(items.length, 1) : size;
  const chunks = Array.from({ length: Math.ceil(items.length / step) }, (_, i) =>
    like(items, items.slice(i * step, (i + 1) * step)),
  );
  return collection('list', typeOf(items), chunks);
}

const nothing = (value: Value): Value => (value === null ? refuse('null') : value);

/** Functions that arrange values without looking into them: parts that are not known stay what they are. */
export const ARRANGING: Readonly<Record<string, Fn>> = {
  toset: conversion(toSet),
  tolist: conversion(toList),
  tomap: conversion(toMap),
  sensitive: define(['nullable'], (value) => value),
  nonsensitive: define(['nullable'], (value) => value),
  concat: (lists) => (lists.length === 0 ? refuse('nothing') : concat(lists)),
  flatten: define(['any'], flattened),
  distinct: define(['any'], distinct),
  compact: define(['any'], compact),
  setunion: variadic([], 'any', (_, sets) => setunion(sets)),
  values: define(['any'], (map) => {
    const found = (isFields(map) ? sortedEntries(map) : refuse('not a map')).map(([, inner]) => inner);
    const type = typeOf(map);
    return type.kind === 'map' ? collection('list', type.of, found) : found;
  }),
  keys: define(['any'], (map) => {
    const found = isFields(map) ? Object.keys(map).sort(byBytes) : refuse('not a map');
    return isCollection(map) ? collection('list', STRING, found) : found;
  }),
  merge,
  zipmap: define(['any', 'any'], zipmap),
  length: define(['any'], count),
  one: define(['any'], one),
  reverse: define(['any'], (list) => like(list, [...inOrder(members(list))].reverse())),
  slice: define(['any', 'any', 'any'], slice),
  element: define(['any', 'any'], element),
  lookup: ([map, key, ...others]) => lookup(nothing(map), nothing(key), ...others),
  coalesce,
  coalescelist,
  contains: ([list, wanted, ...more]) =>
    more.length > 0 ? refuse('arguments') : contains(nothing(list), wanted),
  chunklist: define(['any', 'whole'], chunklist),
};

/** Functions of collections that are wholly known. */
export const COLLECTIONS: Readonly<Record<string, Fn>> = {
  transpose: define(['any'], transpose),
  tostring: conversion(toText),
  tonumber: conversion(toNumber),
  tobool: conversion(toBool),
  index: ([list, wanted, ...more]) => (more.length > 0 ? refuse('arguments') : index(nothing(list), wanted)),
  alltrue: define(['any'], (list) => flags(list).every(Boolean)),
  anytrue: define(['any'], (list) => flags(list).some(Boolean)),
  setintersection: variadic([], 'any', (_, sets) =>
    setOperation(sets, (rest, id) => rest.every((other) => other.has(id))),
  ),
  setsubtract: define(['any', 'any'], (from, take) =>
    setOperation([from, take], (rest, id) => rest.every((other) => !other.has(id))),
  ),
};
