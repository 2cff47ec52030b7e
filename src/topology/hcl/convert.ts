import { Candidates, Reference, isFields, isList, type Value } from '../value';
import { giveUp, refuse } from './failures';
import { byBytes, toBool, toNumber, toText } from './scalars';
import {
  ANY,
  GAP,
  NULL,
  STRING,
  collection,
  hasOrder,
  isGap,
  sameType,
  sortedEntries,
  toFields,
  typeOf,
  type Collection,
  type Type,
} from './types';

const isScalar = ({ kind }: Type): boolean => kind === 'string' || kind === 'number' || kind === 'bool';

/** The type to which Terraform converts values of all these. */
export function unify(types: readonly Type[]): Type {
  const stated = types.filter(({ kind }) => kind !== 'null');
  const known = stated.filter(({ kind }) => kind !== 'gap' && kind !== 'any');
  const [first] = known;
  if (!first) return stated.length > 0 ? GAP : NULL;
  const fail = stated.length < types.length ? (): never => giveUp('the type of null') : noCommonType;
  const found = known.every((type) => sameType(type, first)) ? first : unifyDifferent(known, fail);
  // What is not known may turn out to be text, and then numbers become text.
  return known.length < stated.length && found.kind !== 'string' && isScalar(found)
    ? giveUp('the type of what is not known yet')
    : found;
}

/** The type that a value has, whichever of several it is. */
export function typeAmong(value: Value): Type {
  if (!(value instanceof Candidates) || value.items.some(isGap)) return typeOf(value);
  return unify(value.items.map(typeOf));
}

const noCommonType = (): never => refuse('no common type');

/** @param fail what follows where there is no common type: null beside them may have any */
function unifyDifferent(types: readonly Type[], fail: () => never): Type {
  if (types.every(isScalar)) return types.some(({ kind }) => kind === 'string') ? STRING : fail();
  const tuples = types.flatMap((type) => (type.kind === 'tuple' ? [type] : []));
  const objects = types.flatMap((type) => (type.kind === 'object' ? [type] : []));
  if (tuples.length === types.length) return unifyTuples(tuples);
  if (objects.length === types.length) return unifyObjects(objects);
  const kinds = new Set(types.map(({ kind }) => kind));
  if (kinds.size === 1 && 'of' in (types[0] as Type)) {
    const { kind } = types[0] as Type & { kind: 'list' | 'set' | 'map' };
    return { kind, of: unify(types.map((type) => ('of' in type ? type.of : ANY))) };
  }
  return collectionOf(types) ?? (types.some(isScalar) ? fail() : giveUp('values of different types'));
}

/** The members of a tuple or an object; undefined for anything else. */
function membersOf(type: Type, kind: Collection['kind']): readonly Type[] | undefined {
  if (kind === 'map') return type.kind === 'object' ? [...type.attributes.values()] : undefined;
  return type.kind === 'tuple' ? type.items : undefined;
}

/** A list, set or map into which Terraform converts tuples or objects beside it, if it surely does. */
function collectionOf(types: readonly Type[]): Type | undefined {
  const made = types.find((type): type is Collection => 'of' in type);
  if (!made) return undefined;
  const isOpen = ({ kind }: Type): boolean => kind === 'gap' || kind === 'null';
  const fits = (member: Type): boolean =>
    sameType(member, made.of) || isOpen(member) || (made.of.kind === 'string' && isScalar(member));
  const isCommon = types.every((type) => sameType(type, made) || membersOf(type, made.kind)?.every(fits));
  return isCommon ? made : undefined;
}

function unifyTuples(tuples: readonly (Type & { kind: 'tuple' })[]): Type {
  const [first] = tuples;
  const length = first?.items.length ?? 0;
  if (tuples.some(({ items }) => items.length !== length)) {
    const items = tuples.flatMap((tuple) => tuple.items);
    return { kind: 'list', of: unify(items) };
  }
  const at = (i: number): Type => unify(tuples.map(({ items }) => items[i] ?? ANY));
  return { kind: 'tuple', items: Array.from({ length }, (_, i) => at(i)) };
}

function unifyObjects(objects: readonly (Type & { kind: 'object' })[]): Type {
  const names = new Set(objects.flatMap(({ attributes }) => [...attributes.keys()]));
  if (objects.some(({ attributes }) => attributes.size !== names.size)) {
    return { kind: 'map', of: unify(objects.flatMap(({ attributes }) => [...attributes.values()])) };
  }
  const of = (name: string): Type => unify(objects.map(({ attributes }) => attributes.get(name) ?? ANY));
  return { kind: 'object', attributes: new Map([...names].map((name) => [name, of(name)])) };
}

const SCALAR: Readonly<Record<string, (value: Value) => Value>> = {
  string: toText,
  number: toNumber,
  bool: toBool,
};

/** Converts as Terraform does for an argument or a type constraint; what is not known stays as it is. */
export function convert(value: Value, type: Type): Value {
  if (isGap(value) || value === null) return value;
  switch (type.kind) {
    case 'list':
      return toList(value, type.of);
    case 'set':
      return toSet(value, type.of);
    case 'map':
      return toMap(value, type.of);
    case 'tuple':
      return isList(value) && hasOrder(value) && value.length === type.items.length
        ? value.map((item, i) => convert(item, type.items[i] ?? ANY))
        : refuse('not a tuple of this length');
    case 'object':
      return toObject(value, type);
    default:
      return SCALAR[type.kind]?.(value) ?? value;
  }
}

/** Terraform refuses to convert between types of which no value can be converted, even if there is no value. */
function checkEmpty(from: Type, to: Type): void {
  if (!('of' in from) || from.of.kind === to.kind || to.kind === 'any') return;
  const isNever = to.kind !== 'string' && isScalar(to) && from.of.kind !== 'string' && isScalar(from.of);
  if (isNever || (isScalar(to) && 'of' in from.of)) refuse('elements of another type');
}

function elements(values: readonly Value[], of: Type, from: Type): { type: Type; values: readonly Value[] } {
  checkEmpty(from, of);
  // Nothing of a known type is still of that type.
  const empty = values.length === 0 && 'of' in from ? from.of : undefined;
  const type = of.kind === 'any' ? (empty ?? unify(values.map(typeOf))) : of;
  return { type, values: values.map((value) => convert(value, type)) };
}

export function toList(value: Value, of: Type = ANY): readonly Value[] {
  if (!isList(value)) return refuse('not a list');
  const current = typeOf(value);
  if (current.kind === 'list' && (of.kind === 'any' || sameType(current.of, of))) return value;
  const made = elements(value, of, current);
  return collection('list', made.type, made.values.slice(), hasOrder(value));
}

const rank = (value: Value): string | undefined =>
  value === null || typeof value !== 'object' ? `${typeof value}:${value}` : undefined;

/** Sorted where Terraform's order is known: text by bytes, numbers by size, false before true, null at the end. */
export function toSet(value: Value, of: Type = ANY): readonly Value[] {
  if (!isList(value)) return refuse('not a set');
  const current = typeOf(value);
  if (current.kind === 'set' && (of.kind === 'any' || sameType(current.of, of))) return value;
  const { type, values } = elements(value, of, current);
  const ranks = values.map(rank);
  if (ranks.every((one) => one !== undefined)) {
    const distinct = [...new Map(values.map((one, i) => [ranks[i], one])).values()];
    return collection('set', type, distinct.sort(compare));
  }
  const kept = [...new Map(values.map((one, i) => [identity(one) ?? i, one])).values()];
  return collection('set', type, kept, kept.length < 2);
}

/** What tells values apart for certain; undefined where it is not known what a part of it holds. */
export function identity(value: Value): string | undefined {
  if (value instanceof Reference) return `${value.address}.${value.path}`;
  if (isGap(value)) return undefined;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = isList(value)
    ? value.map(identity)
    : sortedEntries(value).map(([name, inner]) => {
        const found = identity(inner);
        return found === undefined ? undefined : `${JSON.stringify(name)}:${found}`;
      });
  return parts.includes(undefined) ? undefined : `(${parts.join(',')})`;
}

function compare(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === 'string' && typeof right === 'string') return byBytes(left, right);
  return Number(left) - Number(right);
}

export function toMap(value: Value, of: Type = ANY): Value {
  if (!isFields(value)) return refuse('not a map');
  const current = typeOf(value);
  if (current.kind === 'map' && (of.kind === 'any' || sameType(current.of, of))) return value;
  const pairs = sortedEntries(value);
  const made = elements(
    pairs.map(([, inner]) => inner),
    of,
    current,
  );
  return collection('map', made.type, toFields(pairs.map(([name], i) => [name, made.values[i]])));
}

function toObject(value: Value, { attributes, optional }: Type & { kind: 'object' }): Value {
  if (!isFields(value)) return refuse('not an object');
  return toFields(
    [...attributes].map(([name, type]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      const left = !Object.hasOwn(value, name) && optional?.has(name) !== true;
      if (left) return refuse(`an object without ${name}`);
      return [name, convert(given ?? optional?.get(name) ?? null, type)];
    }),
  );
}

/** The members of what has an order, for what depends on it. */
export function inOrder(value: readonly Value[]): readonly Value[] {
  return hasOrder(value) ? value : giveUp('the order of a set', [value]);
}

/** `==`: values of different types are never equal; where a type or a part is not certain, nobody can tell. */
export function equal(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  const [a, b] = [typeOf(left), typeOf(right)];
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  if (!isComparable(left) || !isComparable(right)) return giveUp('a comparison with null inside');
  return sameType(a, b) && JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

/** An empty collection of nothing, and null inside, have types that are not known here. */
function isComparable(value: Value): boolean {
  if (value === null || isGap(value)) return false;
  if (typeof value !== 'object') return true;
  const type = typeOf(value);
  const parts = isList(value) ? value : Object.values(value);
  const empty = 'of' in type && parts.length === 0;
  return !empty && hasOrder(value) && parts.every(isComparable);
}

function sorted(value: Value): unknown {
  if (isList(value)) return value.map(sorted);
  return isFields(value) ? sortedEntries(value).map(([name, inner]) => [name, sorted(inner)]) : value;
}
