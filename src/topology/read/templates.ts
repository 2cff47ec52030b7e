import { gap, unknown } from '../hcl/gaps';
import { toText } from '../hcl/scalars';
import type { Value } from '../value';
import { entries, isObject, type Json, type JsonObject } from './json';

const TEMPLATE = /[$%]\{/;

type Template = (text: string) => Value;

/** Reads JSON in which texts are templates, as a configuration in JSON has it; so are the names of an object. */
export function readTemplates(json: Json, template: Template): Value {
  if (typeof json === 'string') return TEMPLATE.test(json) ? template(json) : json;
  if (Array.isArray(json)) return json.map((item: Json) => readTemplates(item, template));
  return isObject(json) ? readObject(json, template) : json;
}

function readObject(json: JsonObject, template: Template): Value {
  const pairs = entries(json).map(([name, inner]) => ({
    name: TEMPLATE.test(name) ? template(name) : name,
    value: readTemplates(inner, template),
  }));
  const open = pairs.map(({ name }) => name).filter((name) => gap(name) !== undefined);
  if (open.length > 0) return unknown(...open, ...pairs.map(({ value }) => value));
  return Object.fromEntries(pairs.map(({ name, value }) => [toText(name), value]));
}
