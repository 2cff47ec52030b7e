import type { Resource } from '../document';
import { Candidates, Reference, Unknown, isFields, isList, references, type Value } from '../value';
import { entries, isObject, items, type Json, type JsonObject } from './json';
import type { Step } from './plan-reference';

/** A resource's or module's instance key. */
export type Key = string | number | undefined;

export const field = (json: Json | undefined, name: string): Json | undefined =>
  isObject(json) ? json[name] : undefined;
export const object = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});
export const keyed = (address: string, key: Key): string =>
  key === undefined ? address : `${address}[${JSON.stringify(key)}]`;

/** The one among several that has this key; the only one, where there is but one. */
export function pick(value: Value, key: Key): Value {
  const found = value instanceof Candidates ? value.items : isList(value) ? value : [value];
  if (isFields(value)) return value[String(key)];
  if (found.length === 0) return new Unknown('a value that the plan does not tell');
  if (found.length === 1) return found[0];
  if (typeof key === 'number') return found[key % found.length];
  const suffix = keyed('', key);
  const own = found.filter((one) => one instanceof Reference && one.address.endsWith(suffix));
  const from = found.flatMap(references);
  return own.length === 1
    ? own[0]
    : new Unknown(`which of ${from.map((one) => one.address).join(', ')} it is`, from);
}

/** Follows `.attribute` and `[key]`; what the plan has resolved wins over the reference. */
export function take(value: Value, steps: readonly Step[], known: ReadonlyMap<string, Resource>): Value {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'object') return take(pickStep(value, step.key), rest, known);
  if (value instanceof Candidates) return new Candidates(value.items.map((item) => take(item, steps, known)));
  if (isFields(value)) return take(value[step], rest, known);
  if (!(value instanceof Reference)) return value;
  const resolved = value.path === '' ? known.get(value.address)?.get(step) : undefined;
  const longer = new Reference(value.address, value.path === '' ? step : `${value.path}.${step}`);
  return take(typeof resolved === 'object' || resolved === undefined ? longer : resolved, rest, known);
}

function pickStep(value: Value, key: string | number): Value {
  if (isFields(value)) return value[String(key)];
  if (typeof key === 'string') return pick(value, key);
  const found = value instanceof Candidates ? value.items : isList(value) ? value : [value];
  return found[key] ?? (found.length === 1 ? found[0] : new Unknown(`no element ${key}`));
}

/** The configuration's block for the i-th planned one; a set's blocks come in another order, so constants decide. */
export function blockOf(expression: Json | undefined, i: number, planned: Json): Json | undefined {
  if (!Array.isArray(expression)) return expression;
  const blocks = expression as readonly Json[];
  if (blocks.length === 1) return blocks[0];
  const fitting = blocks.filter((block) =>
    entries(block).every(([name, inner]) => {
      const constant = field(inner, 'constant_value');
      return constant === undefined || String(constant) === String(field(planned, name));
    }),
  );
  return fitting.length === 1 ? fitting[0] : merged(fitting.includes(blocks[i] as Json) ? fitting : blocks);
}

/** Several blocks as one whose every argument may be any of theirs. */
function merged(blocks: readonly Json[]): Json {
  const made: Record<string, { references: Json[] }> = {};
  for (const [name, inner] of blocks.flatMap((block) => entries(block))) {
    (made[name] ??= { references: [] }).references.push(...items(field(inner, 'references')));
  }
  return made;
}
