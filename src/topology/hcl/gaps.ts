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

/** Items of a list, characters of a text: more than a network has use for. */
export const LARGEST = 20_000;
const sizes = new WeakMap<object, number>();

/** Keeps values that double at each step from growing without end. */
export function bounded<T extends Value & object>(value: T): T | Unknown {
  const parts: readonly Value[] = isList(value) ? value : isFields(value) ? Object.values(value) : [];
  let size = 1;
  for (const part of parts) size += typeof part === 'object' && part !== null ? (sizes.get(part) ?? 1) : 1;
  sizes.set(value, size);
  return size > LARGEST ? new Unknown('a value that is too large') : value;
}

/** Why a value, or any part of it, is not known; undefined if it is known through and through. */
export function gap(value: Value): string | undefined {
  if (value instanceof Reference) return `${value.address} is known to AWS alone`;
  if (value instanceof Unknown) return value.why;
  if (value instanceof Variable) return `${value.name} is set when Terraform runs`;
  if (value instanceof Candidates) return 'a plan does not say which';
  if (isList(value)) return value.map(gap).find((found) => found !== undefined);
  return isFields(value)
    ? Object.values(value)
        .map(gap)
        .find((found) => found !== undefined)
    : undefined;
}

export function unknown(...values: Value[]): Unknown {
  const why = values.map(gap).find((found) => found !== undefined) ?? 'an expression that is not understood';
  return new Unknown(why, values.flatMap(references), beyondOf(values));
}
