import type { Resource } from '../document';
import { LIMITS, exceeded } from '../limits';
import { Candidates, Mentions, Reference, Unknown, isFields, isList, type Value } from '../value';
import { isObject, type Json, type JsonObject } from './json';
import type { Step } from './plan-reference';

/** A resource's or module's instance key. */
export type Key = string | number | undefined;

export const field = (json: Json | undefined, name: string): Json | undefined =>
  isObject(json) ? json[name] : undefined;
export const object = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});
export const keyed = (address: string, key: Key): string =>
  key === undefined ? address : `${address}[${JSON.stringify(key)}]`;

/** The instances of a block by their keys: a list by numbers, or a map. */
export function collected(pairs: readonly (readonly [string | number, Value])[]): Value {
  if (!pairs.every(([key]) => typeof key === 'number')) return Object.fromEntries(pairs);
  const last = pairs.reduce((most, [key]) => Math.max(most, Number(key)), 0);
  if (last >= LIMITS.instances.most) return new Unknown(exceeded(LIMITS.instances), [], 'planned');
  const list: Value[] = [];
  for (const [key, value] of pairs) list[Number(key)] = value;
  return list;
}

/** Follows `.attribute` and `[key]`; what the plan has resolved wins over the reference. */
export function take(value: Value, steps: readonly Step[], known: ReadonlyMap<string, Resource>): Value {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (value instanceof Candidates) return within(value, steps, known);
  if (typeof step === 'object') return take(pickStep(value, step.key), rest, known);
  if (isFields(value)) return take(value[step], rest, known);
  // Old style: `aws_subnet.a.*.id`, or a module's output that is a list.
  if (isList(value)) return value.map((item) => take(item, steps, known));
  if (!(value instanceof Reference)) return value;
  const resolved = value.path === '' ? known.get(value.address)?.get(step) : undefined;
  const longer = new Reference(value.address, value.path === '' ? step : `${value.path}.${step}`);
  const found = take(resolved ?? longer, rest, known);
  // What nobody states in a block, such as the group that EKS makes for a cluster, AWS alone knows.
  if (found !== undefined || value.path !== '') return found;
  const path = steps.map((one) => (typeof one === 'object' ? String(one.key) : one)).join('.');
  return new Reference(value.address, path);
}

/** Nobody knows which of the mentioned things a key picks. */
function within(value: Candidates, steps: readonly Step[], known: ReadonlyMap<string, Resource>): Value {
  const [step, ...rest] = steps;
  if (typeof step === 'object') return take(value, rest, known);
  const items = value.items.map((item) => take(item, steps, known));
  if (!(value instanceof Mentions)) return new Candidates(items, value.why);
  return new Mentions(
    items,
    value.why,
    value.beside.map((item) => take(item, steps, known)),
  );
}

function pickStep(value: Value, key: string | number): Value {
  if (isFields(value)) return String(key) in value ? value[String(key)] : new Unknown(`no element "${key}"`);
  if (isList(value))
    return typeof key === 'number' && key < value.length ? value[key] : new Unknown(`no element ${key}`);
  if (value instanceof Reference && value.path !== '')
    return new Reference(value.address, `${value.path}.${key}`);
  return value;
}
