import { LIMITS, exceeded } from '../limits';
import {
  Candidates,
  Reference,
  Unknown,
  Variable,
  beyondOf,
  isFields,
  isList,
  references,
  type Value,
} from '../value';
import { NotComputed, giveUp } from './failures';
import { sizeOf } from './sizes';

/** Keeps values that double at each step from growing without end. */
export function bounded(value: Value): Value {
  if (typeof value === 'string' && value.length > LIMITS.text.most) return new Unknown(exceeded(LIMITS.text));
  if (!isList(value) && !isFields(value) && !(value instanceof Candidates)) return value;
  return sizeOf(value).parts > LIMITS.collection.most ? new Unknown(exceeded(LIMITS.collection)) : value;
}

/** Gives up where a text would be too long, before it is made. */
export function checkLength(length: number): void {
  if (length > LIMITS.text.most) giveUp(exceeded(LIMITS.text));
}

/** Why a value, or any part of it, is not known; undefined if it is known through and through. */
export function gap(value: Value): string | undefined {
  if (value instanceof Reference) return `${value.address} is known to AWS alone`;
  if (value instanceof Unknown) return value.why;
  if (value instanceof Variable) return `${value.name} is set when Terraform runs`;
  if (value instanceof Candidates) return 'a plan does not say which';
  const parts: readonly Value[] = isList(value) ? value : isFields(value) ? Object.values(value) : [];
  for (const part of parts) {
    const found = gap(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether all that is not known of a value is what Terraform gets to know when it runs. */
export function isComputable(value: Value): boolean {
  if (value instanceof NotComputed) return false;
  const parts: readonly Value[] = isList(value) ? value : isFields(value) ? Object.values(value) : [];
  return parts.every(isComputable);
}

/** A part of what is not known, by its name or position: the same wherever the whole is. */
export function partOf(whole: Value, key: string): Unknown {
  const isNamed = whole instanceof Unknown || whole instanceof Variable;
  const identity = isNamed ? whole.identity : undefined;
  return unknown(whole).identifiedBy(identity && `${identity}.${key}`);
}

export function unknown(...values: Value[]): Unknown {
  const why = values.map(gap).find((found) => found !== undefined) ?? 'an expression that is not understood';
  const Kind = values.every(isComputable) ? Unknown : NotComputed;
  return new Kind(why, references(values), beyondOf(values));
}
