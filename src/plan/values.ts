import type { Json } from './plan';

/** A sensitive value. It can be compared, but not printed. */
export class Secret {
  constructor(public readonly value: Json) {}

  public toJSON(): string {
    return '(sensitive)';
  }
}

/** A value that is known only after an apply. */
export const UNKNOWN = { toJSON: () => '(known after apply)' };

/** The value of a set member in a source that contains it. */
export const PRESENT = { toJSON: () => '(present)' };

const SPECIAL: readonly Json[] = [UNKNOWN, PRESENT];

type Fields = Readonly<Record<string, Json>>;

/** Whether a value is a block, a map or an object. */
export const isFields = (value: Json): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Secret) &&
  !SPECIAL.includes(value);

/** Whether a value is unset. Providers write unset values as null, empty string, list or object, and change between them. */
export function isUnset(value: Json): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

/** Returns the same text for equal values, regardless of key order and of how unset values are written. */
export function keyOf(value: Json): string {
  if (isUnset(value)) return '';
  if (value instanceof Secret) return `secret ${keyOf(value.value)}`;
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .filter((name) => !isUnset(value[name]))
    .map((name) => `${name}:${keyOf(value[name])}`);
  return `{${fields.join()}}`;
}

export const same = (one: Json, other: Json): boolean => keyOf(one) === keyOf(other);

/** Applies `mark` to each value for which Terraform's mask, a tree of the same shape, has `true`. */
export function masked(value: Json, mask: Json, mark: (value: Json) => Json): Json {
  if (mask === true) return mark(value);
  if (Array.isArray(mask)) {
    const members = Array.isArray(value) ? value : [];
    const length = Math.max(members.length, mask.length);
    return Array.from({ length }, (_, index) => masked(members[index], mask[index], mark));
  }
  if (!isFields(mask)) return value;
  const fields = isFields(value) ? value : {};
  const names = new Set([...Object.keys(fields), ...Object.keys(mask)]);
  return Object.fromEntries([...names].map((name) => [name, masked(fields[name], mask[name], mark)]));
}

/** Maximum length of printed text, in characters. */
const LONGEST = 120;

/** Formats a value for a message. */
export function words(value: Json): string {
  if (isUnset(value)) return 'absent';
  if (value instanceof Secret) return 'a sensitive value';
  if (value === UNKNOWN) return 'known after apply';
  if (value === PRESENT) return 'present';
  if (typeof value === 'string') {
    const long = value.length > LONGEST || value.includes('\n');
    return long ? `a text of ${value.length} characters` : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(words).join(', ')}]`;
  if (!isFields(value)) return String(value);
  const fields = Object.entries(value).filter(([, inner]) => !isUnset(inner));
  return `{ ${fields.map(([name, inner]) => `${name}: ${words(inner)}`).join(', ')} }`;
}
