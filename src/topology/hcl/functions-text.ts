import { RE2JS, type Matcher } from 're2js';
import { LIMITS, exceeded } from '../limits';
import type { Value } from '../value';
import { define, strings, variadic, type Fn } from './define';
import { giveUp, refuse } from './failures';
import { encode } from './json-text';
import { byBytes, numberText, plain, toNumber, toText } from './scalars';
import { collection, toFields, typeOf } from './types';

const LOOKBEHIND = /\(\?<[=!]/;

/** Terraform's regular expressions are RE2, which needs time by the length of the text, whatever the expression. */
function pattern(text: string): RE2JS {
  if (text.length > LIMITS.pattern.most || LOOKBEHIND.test(text)) return giveUp(exceeded(LIMITS.pattern));
  try {
    return RE2JS.compile(text);
  } catch {
    return giveUp('a regular expression');
  }
}

/** One match as Terraform has it: the text, a tuple of groups, or an object of named ones. */
function captured(found: Matcher): Value {
  const names = Object.keys(found.pattern().namedGroups());
  const count = found.groupCount();
  if (count === 0) return found.group(0);
  if (names.length > 0 && names.length !== count) return refuse('groups with and without names');
  if (names.length > 0) return toFields(names.map((name) => [name, found.group(name)]));
  return Array.from({ length: count }, (_, i) => found.group(i + 1));
}

function regex(expression: string, subject: string): Value {
  const found = pattern(expression).matcher(plain(subject));
  return found.find() ? captured(found) : refuse('no match');
}

function regexall(expression: string, subject: string): Value {
  const found = pattern(expression).matcher(plain(subject));
  const matches: Value[] = [];
  while (found.find()) {
    if (found.group(0) === '') return giveUp('an empty match');
    matches.push(captured(found));
  }
  return collection('list', typeOf(matches[0] ?? ''), matches);
}

function replace(subject: string, wanted: string, put: string): string {
  const expression = wanted.length > 1 && /^\/.*\/$/s.test(wanted) ? wanted.slice(1, -1) : undefined;
  if (expression === undefined) return subject.replaceAll(wanted, () => put);
  if (/\$(?!\{\d+\}|\d+(?!\w))/.test(put)) return giveUp('a replacement with groups');
  const found = pattern(expression).matcher(plain(subject));
  if (pattern(expression).matches('')) return giveUp('an empty match');
  return found.replaceAll((...match: (string | undefined | number)[]) =>
    put.replace(/\$\{?(\d+)\}?/g, (_, group: string) => {
      const value = match[Number(group)];
      return Number(group) <= found.groupCount() && typeof value === 'string' ? value : '';
    }),
  );
}

function substr(subject: string, offset: number, length: number): string {
  const text = plain(subject);
  if (offset < 0 && length === 0) return giveUp('no characters from the end');
  const start = offset < 0 ? Math.max(0, text.length + offset) : offset;
  return length < 0 ? text.slice(start) : text.slice(start, start + length);
}

const VERB = /%(%|([-+ 0#]*)(\d*)(?:\.\d+)?(.))/gs;

function shown(verb: string, value: Value): string {
  if (value === null || value === undefined) return giveUp('null in a text');
  if (verb === 'd') {
    const found = toNumber(value);
    return Number.isInteger(found) ? numberText(found) : refuse('not a whole number');
  }
  if (verb === 's') return toText(value);
  // Go writes %v of a number with many digits as 1e+06.
  if (typeof value === 'number' && value !== 0 && !(Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6)) {
    return giveUp('a large number in a text');
  }
  return typeof value === 'object' ? encode(value) : toText(value);
}

/** Widths, zeros and the verbs %s, %d and %v; the others are left to Terraform. */
function format(form: string, args: readonly Value[]): string {
  let next = 0;
  const text = plain(form).replace(
    VERB,
    (whole, verb: string, flags: string, width: string, letter: string) => {
      if (verb === '%') return '%';
      if (!'sdv'.includes(letter) || /[+ #]/.test(flags) || whole.includes('.') || width.length > 3) {
        return giveUp(`format with ${whole}`);
      }
      if (flags !== '' && letter !== 'd' && flags !== '-') return giveUp(`format with ${whole}`);
      if (next >= args.length) return refuse('too few arguments');
      const made = plain(shown(letter, args[next++]));
      const size = Number(width);
      if (flags.includes('-')) return made.padEnd(size);
      if (!flags.includes('0')) return made.padStart(size);
      return made.startsWith('-') ? `-${made.slice(1).padStart(size - 1, '0')}` : made.padStart(size, '0');
    },
  );
  if (/%/.test(form.replace(VERB, ''))) return refuse('half a verb');
  return next === args.length ? text : refuse('too many arguments');
}

const whole = (text: string | null): string => text ?? refuse('null');
const upperFirst = (text: string): string => text.replace(/(?<!\w)[a-z]/g, (letter) => letter.toUpperCase());

/** Functions of text. */
export const TEXT: Readonly<Record<string, Fn>> = {
  format: variadic(['string'], 'any', ([form], args) => format(form, args)),
  join: variadic(['string', 'strings'], 'strings', ([separator, first], rest) =>
    [first, ...rest].flat().map(whole).join(separator),
  ),
  split: define(['string', 'string'], (separator, text) =>
    strings(separator === '' ? [...plain(text)] : text.split(separator)),
  ),
  replace: define(['string', 'string', 'string'], replace),
  lower: define(['string'], (text) => plain(text).toLowerCase()),
  upper: define(['string'], (text) => plain(text).toUpperCase()),
  title: define(['string'], (text) => upperFirst(plain(text))),
  strrev: define(['string'], (text) => [...plain(text)].reverse().join('')),
  trimspace: define(['string'], (text) => plain(text).replace(/^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g, '')),
  base64encode: define(['string'], (text) => Buffer.from(text).toString('base64')),
  chomp: define(['string'], (text) => text.replace(/(\r?\n)+$/, '')),
  trimsuffix: define(['string', 'string'], (text, end) =>
    end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text,
  ),
  trimprefix: define(['string', 'string'], (text, start) =>
    text.startsWith(start) ? text.slice(start.length) : text,
  ),
  trim: define(['string', 'string'], (text, cut) => {
    const letters = [...plain(text)];
    const isCut = (letter: string | undefined): boolean =>
      letter !== undefined && plain(cut).includes(letter);
    while (isCut(letters[0])) letters.shift();
    while (isCut(letters.at(-1))) letters.pop();
    return letters.join('');
  }),
  substr: define(['string', 'whole', 'whole'], substr),
  startswith: define(['string', 'string'], (text, start) => text.startsWith(start)),
  endswith: define(['string', 'string'], (text, end) => text.endsWith(end)),
  strcontains: define(['string', 'string'], (text, part) => text.includes(part)),
  regex: define(['string', 'string'], regex),
  regexall: define(['string', 'string'], regexall),
  sort: define(['strings'], (list) => strings(list.map(whole).sort(byBytes))),
};
