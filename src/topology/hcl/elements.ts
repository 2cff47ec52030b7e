import { LIMITS } from '../limits';
import { Reference, Variable, Unknown, anyOf, isFields, isList, type Value } from '../value';
import { giveUp, refuse } from './failures';
import { bounded, gap, partOf, unknown } from './gaps';
import { toText, toWhole } from './scalars';
import type { Scope } from './scope';
import { hasOrder, isGap, sortedEntries, toFields, typeOf } from './types';

/** `from[key]`. */
export function elementAt(from: Value, key: Value, scope: Scope): Value {
  if (from instanceof Variable && key instanceof Unknown) return anyOf(from);
  // A resource with any number of instances stands for each of them.
  if (from instanceof Reference && from.path === '') return from;
  if (from instanceof Reference && !isGap(key) && typeof key !== 'object') {
    return scope.attribute(from, toText(key));
  }
  if (isGap(from) && !isGap(key) && typeof key !== 'object') return partOf(from, toText(key));
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
