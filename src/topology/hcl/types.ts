import { Candidates, Reference, Unknown, Variable, isFields, isList, type Value } from '../value';
import { byBytes } from './scalars';

/** Terraform's types; `null` is the one of null alone, `gap` that of what is not known. */
export type Type =
  | { readonly kind: 'string' | 'number' | 'bool' | 'null' | 'gap' | 'any' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: Type }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, Type>; readonly optional?: Optional };

/** The attributes of an object type that may be left out, with what they are then. */
export type Optional = ReadonlyMap<string, Value>;

export const STRING: Type = { kind: 'string' };
export const NUMBER: Type = { kind: 'number' };
export const BOOL: Type = { kind: 'bool' };
export const NULL: Type = { kind: 'null' };
export const GAP: Type = { kind: 'gap' };
export const ANY: Type = { kind: 'any' };

export type Collection = Type & { readonly kind: 'list' | 'set' | 'map' };

const SCALARS: Readonly<Record<string, Type>> = { string: STRING, number: NUMBER, boolean: BOOL };

/** An array is a tuple and an object an object, as in JSON, until something makes a list, a set or a map of it. */
const collections = new WeakMap<object, Collection>();
/** Lists made of a set whose order nobody knows. */
const unordered = new WeakSet<object>();
const types = new WeakMap<object, Type>();

/** Says of a fresh value which collection it is. */
export function collection<T extends Value & object>(
  kind: Collection['kind'],
  of: Type,
  value: T,
  order = true,
): T {
  collections.set(value, { kind, of });
  if (!order) unordered.add(value);
  return value;
}

/** Says of a list or tuple that it has the members that it has, in an order that nobody knows. */
export function withoutOrder<T extends Value & object>(value: T): T {
  unordered.add(value);
  return value;
}

/** Lists in which an item stands for any number of items. */
const open = new WeakSet<object>();

export function withoutLength<T extends Value & object>(value: T): T {
  open.add(value);
  return value;
}

/** False for a list, or one with a list in it, that has any number of items. */
export const hasLength = (value: Value): boolean =>
  !isList(value) || !(open.has(value) || value.some((item) => !hasLength(item)));

/** Says of a list made of another one what nobody knows of that one. */
export function madeFrom<T extends Value & object>(from: Value, made: T): T {
  if (!hasOrder(from)) withoutOrder(made);
  return hasLength(from) ? made : withoutLength(made);
}

export const hasOrder = (value: Value): boolean =>
  typeof value !== 'object' || value === null || !unordered.has(value);

export function isGap(value: Value): boolean {
  return (
    value === undefined ||
    value instanceof Reference ||
    value instanceof Unknown ||
    value instanceof Variable ||
    value instanceof Candidates
  );
}

export function typeOf(value: Value): Type {
  if (isGap(value)) return GAP;
  if (value === null) return NULL;
  if (typeof value !== 'object') return SCALARS[typeof value] ?? GAP;
  const known = collections.get(value) ?? types.get(value);
  if (known) return known;
  const found: Type = isList(value)
    ? { kind: 'tuple', items: value.map(typeOf) }
    : {
        kind: 'object',
        attributes: new Map(sortedEntries(value).map(([name, inner]) => [name, typeOf(inner)])),
      };
  types.set(value, found);
  return found;
}

/** The attributes of an object or the elements of a map, in Terraform's order. */
export const sortedEntries = (value: Value): (readonly [string, Value])[] =>
  isFields(value) ? Object.entries(value).sort(([left], [right]) => byBytes(left, right)) : [];

export function sameType(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  if ('of' in left && 'of' in right) return sameType(left.of, right.of);
  if (left.kind === 'tuple' && right.kind === 'tuple') {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, i) => sameType(item, right.items[i] ?? GAP))
    );
  }
  if (left.kind !== 'object' || right.kind !== 'object') return true;
  return (
    left.attributes.size === right.attributes.size &&
    [...left.attributes].every(([name, type]) => {
      const other = right.attributes.get(name);
      return other !== undefined && sameType(type, other);
    })
  );
}

/** Whether a type is certain all through: neither null nor what is not known has one. */
export function isCertain(type: Type): boolean {
  if ('of' in type) return isCertain(type.of);
  if (type.kind === 'tuple') return type.items.every(isCertain);
  if (type.kind === 'object') return [...type.attributes.values()].every(isCertain);
  return type.kind !== 'null' && type.kind !== 'gap' && type.kind !== 'any';
}

/** Whether all that is known of a value is text, which stays what it is whatever Terraform converts it to. */
export function isTextual(value: Value): boolean {
  if (typeof value === 'string' || isGap(value)) return true;
  return isList(value) ? value.every(isTextual) : isFields(value) && Object.values(value).every(isTextual);
}

/** Objects are made by this alone: a key may be called `__proto__`. */
export const toFields = (pairs: Iterable<readonly [string, Value]>): { readonly [name: string]: Value } =>
  Object.fromEntries(pairs);
