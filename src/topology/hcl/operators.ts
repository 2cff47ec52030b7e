import type { Value } from '../value';
import { equal } from './convert';
import { giveUp } from './failures';
import { gap, isComputable, unknown } from './gaps';
import { arithmetic, comparison, numberText, toBool, toNumber } from './scalars';

export function unary(operator: string, value: Value): Value {
  if (gap(value) !== undefined) return unknown(value);
  if (operator === '!') return !toBool(value);
  const negative = -toNumber(value);
  return Object.is(negative, -0) ? giveUp('zero below zero') : negative;
}

export function binary(operator: string, left: Value, right: Value): Value {
  if (operator === '&&' || operator === '||') return logic(operator, left, right);
  if (gap(left) !== undefined || gap(right) !== undefined) return unknown(left, right);
  if (operator === '==' || operator === '!=') return equal(left, right) === (operator === '==');
  const result = computed(operator, left, right);
  // Written down, a quotient has as many digits as Terraform has room for.
  if (typeof result === 'number') numberText(result);
  return result;
}

function logic(operator: string, left: Value, right: Value): Value {
  const known = [left, right].filter((value) => gap(value) === undefined).map(toBool);
  const decisive = operator === '||';
  if (known.includes(decisive) && isComputable(left) && isComputable(right)) return decisive;
  return known.length === 2 ? !decisive : unknown(left, right);
}

/** Arithmetic and comparison; a quotient may have digits without end. */
export function computed(operator: string, left: Value, right: Value): Value {
  if (gap(left) !== undefined || gap(right) !== undefined) return unknown(left, right);
  const [a, b] = [toNumber(left), toNumber(right)];
  return comparison(operator)?.(a, b) ?? arithmetic(operator, a, b);
}
