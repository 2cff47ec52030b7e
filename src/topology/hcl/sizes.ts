import { Unknown, partsOf, type Value } from '../value';

/** How large a value is, and so how much work it is to go through it. */
export interface Size {
  /** Values in it, itself included. */
  readonly parts: number;
  /** Characters of the texts in it. */
  readonly characters: number;
}

const ONE: Size = { parts: 1, characters: 0 };
const sizes = new WeakMap<object, Size>();

/** Each value is measured once, so that one that holds another several times takes no longer. */
export function sizeOf(value: Value): Size {
  if (typeof value === 'string') return { parts: 1, characters: value.length };
  if (typeof value !== 'object' || value === null) return ONE;
  const known = sizes.get(value);
  if (known) return known;
  let { parts, characters } = ONE;
  if (value instanceof Unknown) parts += value.from.length;
  for (const part of partsOf(value)) {
    const size = sizeOf(part);
    parts += size.parts;
    characters += size.characters;
  }
  const size = { parts, characters };
  sizes.set(value, size);
  return size;
}

/** Says that parts of a value are computed when they are asked for, which measuring it must not do. */
export function withoutSize<T extends Value & object>(value: T): T {
  sizes.set(value, ONE);
  return value;
}

/** Parts, and characters, that take about as long to go through as one step of an expression. */
const PARTS_OF_A_STEP = 16;
const CHARACTERS_OF_A_STEP = 256;

/** The steps of going through a value. */
export function stepsOf(value: Value): number {
  const { parts, characters } = sizeOf(value);
  return Math.floor(parts / PARTS_OF_A_STEP + characters / CHARACTERS_OF_A_STEP);
}
