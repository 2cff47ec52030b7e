import type { Json } from './plan';

/** A value that nobody may read, but that can be compared. */
export class Secret {
  constructor(public readonly value: Json) {}

  public toJSON(): string {
    return '(sensitive)';
  }
}

/** A value that only an apply makes known. */
export const UNKNOWN = { toJSON: () => '(known after an apply)' };

/** What a member of a set is, where it is one. */
export const PRESENT = { toJSON: () => '(present)' };

const SPECIAL: readonly Json[] = [UNKNOWN, PRESENT];

type Fields = Readonly<Record<string, Json>>;

/** A block, a map or an object. */
export const isFields = (value: Json): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Secret) &&
  !SPECIAL.includes(value);

/** Providers write "not set" in many ways, and change them from one read to the next. */
export function isUnset(value: Json): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

/** Equal texts for equal values, whatever the order of keys and however "not set" is written. */
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

/** The value with a mark in the places where Terraform's mask, a tree of the same form, has `true`. */
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

/** Longest text that is printed as it is, in characters. */
const LONGEST = 120;

/** A value for a sentence. */
export function words(value: Json): string {
  if (isUnset(value)) return 'absent';
  if (value instanceof Secret) return 'a sensitive value';
  if (value === UNKNOWN) return 'known after an apply';
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
