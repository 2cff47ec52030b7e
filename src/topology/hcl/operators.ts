import { Reference, isFields, isList, type Value } from '../value';
import { equal } from './convert';
import { giveUp } from './failures';
import { gap, isComputable, unknown } from './gaps';
import { arithmetic, comparison, hasEnd, numberText, toBool, toNumber } from './scalars';

export function unary(operator: string, value: Value): Value {
  if (gap(value) !== undefined) return unknown(value);
  if (operator === '!') return !toBool(value);
  const negative = -toNumber(value);
  return Object.is(negative, -0) ? giveUp('zero below zero') : negative;
}

export function binary(operator: string, left: Value, right: Value): Value {
  if (operator === '&&' || operator === '||') return logic(operator, left, right);
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality && isUnlikeNull(left, right)) return operator === '!=';
  if (gap(left) !== undefined || gap(right) !== undefined) return unknown(left, right);
  if (isEquality) return equal(left, right) === (operator === '==');
  const result = computed(operator, left, right);
  // Written down, a quotient has as many digits as Terraform has room for.
  if (typeof result === 'number') numberText(result);
  if (operator === '/' && !hasEnd(toNumber(left), toNumber(right))) return giveUp('digits without end');
  return result;
}

/** Attributes that every resource has, which is not null itself. */
const NEVER_NULL = /^(id|arn)?$/;
const isNeverNull = (value: Value): boolean =>
  value instanceof Reference ? NEVER_NULL.test(value.path) : isList(value) || isFields(value);

/** Whether one side is null and the other is not, whatever it or its parts are. */
const isUnlikeNull = (left: Value, right: Value): boolean =>
  (left === null && isNeverNull(right)) || (right === null && isNeverNull(left));

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
