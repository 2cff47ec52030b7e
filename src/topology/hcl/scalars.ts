import type { Value } from '../value';
import { giveUp, refuse } from './failures';

/** Terraform computes with 512 bits; a double says the same as long as it has no more digits than these. */
export const EXACT_DIGITS = 15;
const FRACTION = 2 ** 10;
const DECIMAL = /^-?\d+(\.\d+)?$/;

const digits = (text: string): number => text.replace(/^-?0*\.?0*|\./g, '').length;

/** Whether sums and products of such numbers are exact in doubles as they are in Terraform. */
const isBinary = (value: number): boolean => Number.isSafeInteger(value * FRACTION);

/** A number as Terraform writes it. */
export function numberText(value: number): string {
  const text = String(value);
  const exact = Number.isSafeInteger(value) || (DECIMAL.test(text) && digits(text) <= EXACT_DIGITS);
  return exact && !Object.is(value, -0) ? text : giveUp('a number with too many digits');
}

export function parseNumber(text: string): number {
  if (DECIMAL.test(text))
    return digits(text) <= EXACT_DIGITS ? Number(text) : giveUp('a number with too many digits');
  // Terraform reads ".5" and "1e3" too; what holds no digit at all it refuses.
  return /\d/.test(text) || /^[+-]?inf/i.test(text)
    ? giveUp(`"${text}" as a number`)
    : refuse('not a number');
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseNumber(value) : refuse('not a number');
}

export function toWhole(value: Value): number {
  const found = toNumber(value);
  if (!Number.isInteger(found)) refuse('not a whole number');
  return Number.isSafeInteger(found) ? found : giveUp('a number with too many digits');
}

export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'boolean' ? String(value) : refuse('not a string');
}

const BOOLEANS: ReadonlyMap<Value, boolean> = new Map<Value, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

export const toBool = (value: Value): boolean => BOOLEANS.get(value) ?? refuse('not a bool');

/** Text whose characters are bytes: where Terraform counts characters, it counts those that people see. */
export const plain = (text: string): string =>
  /[^\0-\x7f]|\r\n/.test(text) ? giveUp('text with characters of several code points') : text;

const SURROGATE = /[\ud800-\udfff]/;

/** Terraform sorts by the bytes of UTF-8, which is the order of code points. */
export function byBytes(left: string, right: string): number {
  if (left === right) return 0;
  if (SURROGATE.test(left) || SURROGATE.test(right))
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return left < right ? -1 : 1;
}

type Operation = (left: number, right: number) => number;

const ARITHMETIC: Readonly<Record<string, Operation>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const ORDER: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

const isExact = (value: number): boolean =>
  Number.isSafeInteger(value) || Number.isSafeInteger(value * FRACTION * FRACTION);

/** A quotient may have endless digits: that is for the caller to find out. */
export function arithmetic(operator: string, left: number, right: number): number {
  const result = (ARITHMETIC[operator] as Operation)(left, right);
  const divides = operator === '/' || operator === '%';
  if (divides && right === 0) return giveUp('a division by zero');
  if (!isBinary(left) || !isBinary(right)) return giveUp('a fraction');
  return operator === '/' || isExact(result) ? result : giveUp('a number with too many digits');
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** Whether the decimal digits of a quotient end: what is left of the divisor has no factors but 2 and 5. */
export function hasEnd(left: number, right: number): boolean {
  const divisor = Math.abs(right * FRACTION);
  let rest = divisor / commonDivisor(Math.abs(left * FRACTION), divisor);
  for (const factor of [2, 5]) while (rest % factor === 0) rest /= factor;
  return rest === 1;
}

/** Undefined for what is no comparison. */
export const comparison = (operator: string): ((left: number, right: number) => boolean) | undefined =>
  ORDER[operator];
