import type { Value } from '../value';
import { define, strings, variadic, type Fn } from './define';
import { giveUp, refuse } from './failures';
import { checkLength } from './gaps';
import { encode } from './json-text';
import { lookAt, matcher, regex, regexall, regexOf } from './regex';
import { byBytes, numberText, plain, toNumber, toText } from './scalars';

function replace(subject: string, wanted: string, put: string): string {
  const expression = regexOf(wanted);
  if (expression === undefined) {
    const found = wanted === '' ? subject.length + 1 : subject.split(wanted).length - 1;
    checkLength(subject.length + found * (put.length - wanted.length));
    return subject.replaceAll(wanted, () => put);
  }
  if (/\$(?!\{\d+\}|\d+(?!\w))/.test(put)) return giveUp('a replacement with groups');
  const found = matcher(expression, subject);
  const look = lookAt(expression, subject);
  if (found.pattern().matches('')) return giveUp('an empty match');
  let length = 0;
  return found.replaceAll((...match: (string | undefined | number)[]) => {
    look();
    const made = put.replace(/\$\{?(\d+)\}?/g, (_, group: string) => {
      const value = match[Number(group)];
      return Number(group) <= found.groupCount() && typeof value === 'string' ? value : '';
    });
    checkLength((length += made.length));
    return made;
  });
}

function substr(subject: string, offset: number, length: number): string {
  const text = plain(subject);
  if (offset < 0 && length === 0) return giveUp('no characters from the end');
  const start = offset < 0 ? Math.max(0, text.length + offset) : offset;
  return length < 0 ? text.slice(start) : text.slice(start, start + length);
}

const VERB = /%(%|([-+ 0#]*)(\d*)(?:\.\d+)?(.))/gs;

function shown(verb: string, value: Value): string {
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
  // Null without a type leaves the result unknown, until Terraform refuses it.
  if (args.includes(null)) return giveUp('null in a text');
  let [next, length] = [0, 0];
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
      checkLength((length += Math.max(made.length, Number(width))));
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

const BLANK: ReadonlySet<string> = new Set('\t\n\v\f\r ');

/** Without those characters at both ends. Regular expressions that end in `+$` take quadratic time. */
function trimmed(text: string, cut: ReadonlySet<string>): string {
  let [start, end] = [0, text.length];
  while (start < end && cut.has(text[start] ?? '')) start++;
  while (end > start && cut.has(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

function chomp(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= text[end - 2] === '\r' ? 2 : 1;
  return text.slice(0, end);
}

/** Functions of text. */
export const TEXT: Readonly<Record<string, Fn>> = {
  format: variadic(['string'], 'nullable', ([form], args) => format(form, args)),
  join: variadic(['string', 'strings'], 'strings', ([separator, first], rest) => {
    const texts = [first, ...rest].flat().map(whole);
    checkLength(texts.reduce((length, text) => length + text.length + separator.length, -separator.length));
    return texts.join(separator);
  }),
  split: define(['string', 'string'], (separator, text) =>
    strings(separator === '' ? [...plain(text)] : text.split(separator)),
  ),
  replace: define(['string', 'string', 'string'], replace),
  lower: define(['string'], (text) => plain(text).toLowerCase()),
  upper: define(['string'], (text) => plain(text).toUpperCase()),
  title: define(['string'], (text) => upperFirst(plain(text))),
  strrev: define(['string'], (text) => [...plain(text)].reverse().join('')),
  trimspace: define(['string'], (text) => trimmed(plain(text), BLANK)),
  base64encode: define(['string'], (text) => Buffer.from(text).toString('base64')),
  chomp: define(['string'], chomp),
  trimsuffix: define(['string', 'string'], (text, end) =>
    end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text,
  ),
  trimprefix: define(['string', 'string'], (text, start) =>
    text.startsWith(start) ? text.slice(start.length) : text,
  ),
  trim: define(['string', 'string'], (text, cut) => trimmed(plain(text), new Set(plain(cut)))),
  substr: define(['string', 'whole', 'whole'], substr),
  startswith: define(['string', 'string'], (text, start) => text.startsWith(start)),
  endswith: define(['string', 'string'], (text, end) => text.endsWith(end)),
  strcontains: define(['string', 'string'], (text, part) => text.includes(part)),
  regex: define(['string', 'string'], regex),
  regexall: define(['string', 'string'], regexall),
  sort: define(['strings'], (list) => strings(list.map(whole).sort(byBytes))),
};
