import { isFields, isList, type Fields, type Value } from '../value';

/** Thrown where Terraform itself would refuse the value; `can` and `try` catch it. */
export class Refusal extends Error {}

/** Thrown where Terraform may well accept what is not understood here: it says nothing about the value. */
export class NotUnderstood extends Error {}

const refuse = (what: string): never => {
  throw new Refusal(what);
};

const text = (value: Value): string =>
  typeof value === 'object' || value === undefined ? refuse('not text') : String(value);
const list = (value: Value): readonly Value[] =>
  isList(value) ? value : isFields(value) ? Object.values(value) : refuse('not a list');
const fields = (value: Value): Fields => (isFields(value) ? value : refuse('not a map'));

function number(value: Value): number {
  const found =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isFinite(found) ? found : refuse('not a number');
}

const distinct = (values: readonly Value[]): Value[] => [
  ...new Map(
    values.map((value) => [typeof value === 'object' ? value : `${typeof value}:${value}`, value]),
  ).values(),
];

const flatten = (value: Value): readonly Value[] =>
  list(value).flatMap((item) => (isList(item) ? flatten(item) : [item]));

const EMPTY = (value: Value): boolean => value === null || value === undefined || value === '';

/** Functions that arrange values without looking into them: they work on references and unknowns as well. */
export const arranging: Readonly<Record<string, (...args: Value[]) => Value>> = {
  toset: (value) => distinct(list(value)),
  tolist: (value) => list(value),
  tomap: (value) => value,
  sensitive: (value) => value,
  nonsensitive: (value) => value,
  concat: (...lists) => lists.flatMap(list),
  flatten,
  distinct: (value) => distinct(list(value)),
  compact: (value) => list(value).filter((item) => !EMPTY(item)),
  setunion: (...lists) => distinct(lists.flatMap(list)),
  values: (value) => {
    const map = fields(value);
    return Object.keys(map)
      .sort()
      .map((key) => map[key]);
  },
  keys: (value) => Object.keys(fields(value)).sort(),
  merge: (...maps) => Object.assign({}, ...maps.map((map) => map ?? {})) as Fields,
  zipmap: (keys, values) => Object.fromEntries(list(keys).map((key, i) => [text(key), list(values)[i]])),
  length: (value) => (typeof value === 'string' ? value.length : list(value).length),
  one: (value) => list(value)[0] ?? null,
  reverse: (value) => [...list(value)].reverse(),
  slice: (value, from, to) => list(value).slice(number(from), number(to)),
  element: (value, index) => {
    const items = list(value);
    return items.length > 0 ? items[number(index) % items.length] : refuse('an empty list');
  },
  lookup: (map, key, otherwise) => {
    const found = fields(map)[text(key)];
    return found ?? otherwise ?? refuse('no such key');
  },
};

function pattern(value: Value): RegExp {
  try {
    return new RegExp(text(value));
  } catch {
    // Terraform's regular expressions are Go's.
    throw new NotUnderstood('a regular expression that is not understood');
  }
}

function regex(expression: Value, subject: Value): Value {
  const found = pattern(expression).exec(text(subject));
  if (!found) return refuse('no match');
  if (found.groups) return { ...found.groups };
  return found.length > 1 ? found.slice(1) : found[0];
}

const address = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

function cidr(value: Value): { start: number; prefix: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text(value));
  const [octets, prefix] = [(match ?? []).slice(1, 5).map(Number), Number(match?.[5])];
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || prefix > 32) return refuse('not a range');
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { start: start - (start % 2 ** (32 - prefix)), prefix };
}

function cidrsubnet(range: Value, bits: Value, index: Value): string {
  const { start, prefix } = cidr(range);
  const longer = prefix + number(bits);
  if (longer > 32 || number(index) >= 2 ** number(bits)) return refuse('no such subnet');
  return `${address(start + number(index) * 2 ** (32 - longer))}/${longer}`;
}

function cidrhost(range: Value, index: Value): string {
  const { start, prefix } = cidr(range);
  const at = number(index) < 0 ? 2 ** (32 - prefix) + number(index) : number(index);
  return at < 2 ** (32 - prefix) ? address(start + at) : refuse('no such host');
}

function range(...args: Value[]): Value {
  const [start, end, step] =
    args.length === 1 ? [0, number(args[0]), 1] : [number(args[0]), number(args[1]), number(args[2] ?? 1)];
  const count = Math.ceil((end - start) / step);
  if (!(count >= 0 && count <= 10_000)) return refuse('too long');
  return Array.from({ length: count }, (_, i) => start + i * step);
}

/** Functions of values that are wholly known. */
export const computing: Readonly<Record<string, (...args: Value[]) => Value>> = {
  tostring: (value) => (value === null ? null : text(value)),
  tonumber: (value) => (value === null ? null : number(value)),
  tobool: (value) =>
    value === 'true'
      ? true
      : value === 'false'
        ? false
        : typeof value === 'boolean'
          ? value
          : refuse('not a bool'),
  format: (form, ...args) => {
    let at = 0;
    return text(form).replace(/%(%|0?\d*[sdvq])/g, (_, verb: string) => {
      if (verb === '%') return '%';
      const width = /^(0?)(\d*)/.exec(verb);
      return text(args[at++]).padStart(Number(width?.[2] ?? 0), width?.[1] === '0' ? '0' : ' ');
    });
  },
  join: (separator, value) => list(value).map(text).join(text(separator)),
  split: (separator, value) => text(value).split(text(separator)),
  replace: (value, from, to) => {
    const regexp = /^\/(.*)\/$/.exec(text(from));
    return regexp
      ? text(value).replace(new RegExp(pattern(regexp[1]), 'g'), text(to))
      : text(value).replaceAll(text(from), text(to));
  },
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  trimspace: (value) => text(value).trim(),
  trimsuffix: (value, end) =>
    text(value).endsWith(text(end)) ? text(value).slice(0, -text(end).length) : text(value),
  trimprefix: (value, start) =>
    text(value).startsWith(text(start)) ? text(value).slice(text(start).length) : text(value),
  substr: (value, at, length) =>
    number(length) < 0
      ? text(value).slice(number(at))
      : text(value).substring(number(at), number(at) + number(length)),
  startswith: (value, start) => text(value).startsWith(text(start)),
  endswith: (value, end) => text(value).endsWith(text(end)),
  strcontains: (value, part) => text(value).includes(text(part)),
  regex,
  regexall: (expression, value) =>
    [...text(value).matchAll(new RegExp(pattern(expression), 'g'))].map((found) => found[0]),
  contains: (value, item) => list(value).includes(item),
  index: (value, item) => {
    const at = list(value).indexOf(item);
    return at >= 0 ? at : refuse('not in the list');
  },
  alltrue: (value) => list(value).every((item) => item === true || item === 'true'),
  anytrue: (value) => list(value).some((item) => item === true || item === 'true'),
  sort: (value) => list(value).map(text).sort(),
  setintersection: (first, ...others) =>
    list(first).filter((item) => others.every((other) => list(other).includes(item))),
  setsubtract: (first, second) => list(first).filter((item) => !list(second).includes(item)),
  sum: (value) => list(value).reduce<number>((total, item) => total + number(item), 0),
  min: (...args) => Math.min(...args.map(number)),
  max: (...args) => Math.max(...args.map(number)),
  abs: (value) => Math.abs(number(value)),
  floor: (value) => Math.floor(number(value)),
  ceil: (value) => Math.ceil(number(value)),
  pow: (value, power) => number(value) ** number(power),
  parseint: (value, base) => {
    const found = parseInt(text(value), number(base));
    return Number.isNaN(found) ? refuse('not a number') : found;
  },
  range,
  cidrsubnet,
  cidrhost,
  cidrnetmask: (value) => address(2 ** 32 - 2 ** (32 - cidr(value).prefix)),
  cidrsubnets: (value, ...bits) => {
    const { start, prefix } = cidr(value);
    let at = start;
    return bits.map((extra) => {
      const size = 2 ** (32 - prefix - number(extra));
      at = Math.ceil(at / size) * size + size;
      return `${address(at - size)}/${prefix + number(extra)}`;
    });
  },
  jsonencode: (value) => JSON.stringify(value),
  jsondecode: (value) => {
    try {
      return JSON.parse(text(value)) as Value;
    } catch {
      return refuse('not JSON');
    }
  },
};
