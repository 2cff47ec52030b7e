import { bounded, gap, unknown } from '../hcl/gaps';
import { toText } from '../hcl/scalars';
import type { Value } from '../value';
import { entries, isObject, type Json, type JsonObject } from './json';

const TEMPLATE = /[$%]\{/;

type Template = (text: string) => Value;

/** Reads JSON in which texts are templates, as a configuration in JSON has it; so are the names of an object. */
export function readTemplates(json: Json, template: Template): Value {
  if (typeof json === 'string') return TEMPLATE.test(json) ? template(json) : json;
  if (Array.isArray(json)) return readArray(json as readonly Json[], template);
  return isObject(json) ? readObject(json, template) : json;
}

/** What has no template is as large as the file has it; what is computed in it may be larger. */
function readArray(json: readonly Json[], template: Template): Value {
  const values = json.map((item) => readTemplates(item, template));
  return values.every((value, i) => value === json[i]) ? (json as Value) : bounded(values);
}

function readObject(json: JsonObject, template: Template): Value {
  const pairs = entries(json).map(([name, inner]) => ({
    name: TEMPLATE.test(name) ? template(name) : name,
    value: readTemplates(inner, template),
  }));
  if (pairs.every(({ name, value }) => value === json[String(name)])) return withoutComment(json);
  const open = pairs.map(({ name }) => name).filter((name) => gap(name) !== undefined);
  if (open.length > 0) return unknown(...open, ...pairs.map(({ value }) => value));
  return bounded(Object.fromEntries(pairs.map(({ name, value }) => [toText(name), value])));
}

function withoutComment(json: JsonObject): Value {
  if (!Object.hasOwn(json, '//')) return json;
  return Object.fromEntries(entries(json));
}
