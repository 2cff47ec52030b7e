import { NotComputed } from '../hcl/failures';
import { bounded } from '../hcl/gaps';
import { Candidates, Unknown, Variable, anyOf, isFields, isList, references, type Value } from '../value';
import { entries, isObject, items, type Json, type JsonObject } from './json';

/** `key` and `value` are the instance's own; other names are those of the dynamic blocks around. */
export type Each = Readonly<Record<string, Value>>;

/** A range that a resource computes for itself: whatever it is, the attribute is a name for it. */
export const isUnknownBlock = (name: string, value: Value): boolean =>
  /^(ipv6_)?cidr_block$/.test(name) && value instanceof Unknown && !(value instanceof NotComputed);

/** Reads JSON in which strings are templates; `each` is what `each`, `count` and a dynamic block's name mean in it. */
export type ReadJson = (json: Json, each: Each) => Value;

export function pairsOf(over: Value): readonly (readonly [Value, Value])[] | undefined {
  if (isFields(over)) return Object.entries(over);
  return isList(over) ? over.map((item) => [item, item]) : undefined;
}

/** An argument of a resource's body in Terraform's JSON syntax, its dynamic blocks included. */
export function argumentOf(
  body: JsonObject,
  name: string,
  each: Each,
  address: string,
  read: ReadJson,
): Value {
  const stated = body[name];
  const value = stated === undefined ? undefined : read(stated, each);
  if (body['dynamic'] === undefined) return value;
  const dynamic = entries(body['dynamic']).filter(([label]) => label === name);
  if (dynamic.length === 0) return value;
  const made = dynamic.flatMap(([label, blocks]) =>
    items(blocks).flatMap((block) => dynamicBlocks(label, block, each, address, read)),
  );
  return bounded([...(isList(value) ? value : value === undefined ? [] : [value]), ...made]);
}

function dynamicBlocks(
  label: string,
  block: Json,
  each: Each,
  address: string,
  read: ReadJson,
): readonly Value[] {
  if (!isObject(block)) return [];
  const over = read(block['for_each'] ?? null, each);
  const iterator = nameOf(block['iterator']) ?? label;
  const [content = {}] = items(block['content']);
  const pairs = over instanceof Variable ? [[anyOf(over), anyOf(over)] as const] : pairsOf(over);
  if (!pairs) return [new Unknown(`how many ${label} blocks ${address} has`, references(over), beyond(over))];
  return pairs.map(([key, value]) => read(content, { ...each, [iterator]: { key, value } }));
}

/** A bare name, which native syntax has as an expression. */
const nameOf = (json: Json | undefined): string | undefined =>
  typeof json === 'string' ? json.replace(/^\$\{(.*)\}$/, '$1') : undefined;

const beyond = (over: Value) =>
  over instanceof Unknown || over instanceof Candidates ? 'anything' : 'outside';
