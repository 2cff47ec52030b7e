import { LIMITS } from '../limits';
import {
  OneOfSeveral,
  Reference,
  Several,
  Variable,
  Unknown,
  anyOf,
  isFields,
  isList,
  type Value,
} from '../value';
import { giveUp, refuse } from './failures';
import { bounded, gap, partOf, unknown } from './gaps';
import { toText, toWhole } from './scalars';
import type { Scope } from './scope';
import {
  collection,
  hasLength,
  hasOrder,
  isGap,
  madeFrom,
  sortedEntries,
  toFields,
  typeOf,
  withoutLength,
} from './types';

/** `of.name`. */
export function attributeOf(of: Reference, name: string, scope: Scope): Value {
  const found = scope.attribute(of, name);
  const isSame = of instanceof OneOfSeveral && found instanceof Reference && found.address === of.address;
  return isSame ? new OneOfSeveral(found.address, found.path) : found;
}

/** `from[key]`. */
export function elementAt(from: Value, key: Value, scope: Scope): Value {
  if (from instanceof Variable && key instanceof Unknown) return anyOf(from);
  // A resource with any number of instances stands for each of them.
  if (from instanceof Reference && from.path === '')
    return from instanceof Several && gap(key) === undefined ? new OneOfSeveral(from.address, '') : from;
  if (from instanceof Reference && !isGap(key) && typeof key !== 'object') {
    return attributeOf(from, toText(key), scope);
  }
  if (isGap(from) && !isGap(key) && typeof key !== 'object') return partOf(from, toText(key));
  if (!hasLength(from)) return itemAt(from, key);
  if (isGap(from) || gap(key) !== undefined) return unknown(from, key);
  if (isFields(from)) {
    const name = toText(key);
    return Object.hasOwn(from, name) ? from[name] : refuse(`no element "${name}"`);
  }
  if (!isList(from) || typeOf(from).kind === 'set') return refuse('no elements');
  if (!hasOrder(from)) return giveUp('the order of a set', [from]);
  const at = toWhole(key);
  return at >= 0 && at < from.length ? from[at] : refuse(`no element ${at}`);
}

/** An item of a list of which nobody knows how many it has: any instance of several, or a certain one. */
export function itemAt(from: Value, key: Value): Value {
  const [first, ...others] = isList(from) ? from : [];
  if (others.length > 0) return giveUp('which element it is', [from]);
  return first instanceof Reference && gap(key) === undefined
    ? new OneOfSeveral(first.address, first.path)
    : first;
}

/** The list that a splat makes: of a collection one of the same type, where it has one. */
export function splatted(from: Value, made: readonly Value[], isWhole: boolean): readonly Value[] {
  const type = typeOf(from);
  const first = made.length > 0 || !isWhole || !('of' in type) ? made.map(typeOf)[0] : type.of;
  const result = isList(from) && 'of' in type && first ? collection('list', first, made) : made;
  return madeFrom(from, from instanceof Several ? withoutLength(result) : result);
}

/** A part of a list that is not known: it has as many elements as it says, otherwise Terraform refuses it. */
export function sliceOf([from, start, end]: readonly Value[], scope: Scope): Value {
  if (!isGap(from) || typeof start !== 'number' || typeof end !== 'number') return undefined;
  const length = end - start;
  const isPart = Number.isInteger(start) && start >= 0 && Number.isInteger(length) && length >= 0;
  return isPart && length <= LIMITS.collection.most
    ? Array.from({ length }, (_, i) => elementAt(from, start + i, scope))
    : undefined;
}

/** The keys and values that a `for` goes through. */
export function pairsOf(over: Value, keyed: boolean): readonly (readonly [Value, Value])[] {
  if (isFields(over)) return sortedEntries(over);
  if (!isList(over)) return refuse('no elements');
  if (typeOf(over).kind === 'set') return over.map((item) => [item, item]);
  if (keyed && !hasOrder(over)) return giveUp('the order of a set', [over]);
  if (keyed && !hasLength(over)) return giveUp('how many there are', [over]);
  return over.map((item, i) => [i, item]);
}

/** The object that a `for` with keys makes. */
export function collect(pairs: readonly (readonly [Value, Value])[], grouped: boolean): Value {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of pairs) {
    if (isGap(key)) return unknown(key, value);
    const name = toText(key);
    if (groups.has(name) && !grouped) return refuse(`"${name}" twice`);
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  const made = [...groups].map(([name, group]) => [name, grouped ? group : group[0]] as const);
  return bounded(toFields(made));
}
