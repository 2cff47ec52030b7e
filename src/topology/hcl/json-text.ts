import { isFields, isList, type Value } from '../value';
import { inOrder } from './convert';
import { giveUp, refuse } from './failures';
import { checkLength } from './gaps';
import { EXACT_DIGITS, numberText } from './scalars';
import { sizeOf } from './sizes';
import { sortedEntries, toFields } from './types';

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (found) => ESCAPED[found] ?? found);

/** As Go writes JSON, names in order and what HTML might trip over escaped. */
export function encode(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numberText(value);
  if (isList(value)) return `[${inOrder(value).map(encode).join(',')}]`;
  if (!isFields(value)) return String(value);
  return `{${sortedEntries(value)
    .map(([name, inner]) => `${quoted(name)}:${encode(inner)}`)
    .join(',')}}`;
}

/** `jsonencode`; each value takes a character at least. */
export function encoded(value: Value): string {
  const { parts, characters } = sizeOf(value);
  checkLength(parts + characters);
  return encode(value);
}

const LONG_NUMBER = new RegExp(`\\d[\\d.]{${EXACT_DIGITS},}|\\d[eE]`);

/** `jsondecode`. */
export function decode(text: string): Value {
  const value = parsed(text);
  // Only in what is valid JSON does every quote have its end, so that this takes one look at each character.
  if (LONG_NUMBER.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')))
    return giveUp('a number with too many digits');
  return value;
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text, (_, value: Value) =>
      isFields(value) ? toFields(Object.entries(value)) : value,
    ) as Value;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return refuse('not JSON');
  }
}
