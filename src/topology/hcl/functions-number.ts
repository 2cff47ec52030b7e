import { define, numbers, variadic, type Fn } from './define';
import { giveUp, refuse } from './failures';
import { arithmetic, toNumber } from './scalars';

const LONGEST_RANGE = 1024;

function range(args: readonly number[]): readonly number[] {
  const [first = 0, second, third] = args;
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (end < start ? -1 : 1);
  if (args.length < 1 || args.length > 3 || step === 0) return refuse('no range');
  if (start !== end && end > start !== step > 0) return refuse('a step away from the end');
  if (![start, end, step].every(Number.isSafeInteger)) return giveUp('a range of fractions');
  const count = Math.ceil((end - start) / step);
  return count > LONGEST_RANGE
    ? refuse('too long')
    : Array.from({ length: count }, (_, i) => start + i * step);
}

function parseint(text: string, base: number): number {
  const found = parseInt(text, base);
  if (base < 2 || base > 36) return giveUp(`base ${base}`);
  if (!/^-?[0-9a-z]+$/i.test(text)) return refuse('not a number');
  const accepted = [...text.replace(/^-/, '')].every((digit) => parseInt(digit, base) >= 0);
  if (!accepted) return refuse('not a number');
  return Number.isSafeInteger(found) && !Object.is(found, -0)
    ? found
    : giveUp('a number with too many digits');
}

function pow(value: number, power: number): number {
  const result = value ** power;
  const whole = Number.isSafeInteger(value) && Number.isInteger(power) && power >= 0;
  return whole && Number.isSafeInteger(result) ? result : giveUp('a power');
}

const noMinusZero = (value: number): number => (Object.is(value, -0) ? giveUp('zero below zero') : value);

/** Functions of numbers. */
export const NUMBERS: Readonly<Record<string, Fn>> = {
  min: variadic([], 'number', (_, all) => (all.length > 0 ? Math.min(...all) : refuse('nothing'))),
  max: variadic([], 'number', (_, all) => (all.length > 0 ? Math.max(...all) : refuse('nothing'))),
  abs: define(['number'], Math.abs),
  signum: define(['whole'], Math.sign),
  floor: define(['number'], (value) => noMinusZero(Math.floor(value))),
  ceil: define(['number'], (value) => noMinusZero(Math.ceil(value))),
  pow: define(['number', 'number'], pow),
  parseint: define(['any', 'whole'], (text, base) =>
    typeof text === 'string' ? parseint(text, base) : refuse('not a string'),
  ),
  sum: define(['list'], (list) =>
    list.length > 0
      ? list
          .map((item) => (item === null ? giveUp('null in a sum') : toNumber(item)))
          .reduce((a, b) => arithmetic('+', a, b))
      : refuse('nothing'),
  ),
  range: variadic([], 'number', (_, args) => numbers(range(args))),
};
