/**
 * What an argument of a resource is worth before Terraform runs: a JSON value where it is known, and where it is not,
 * what it leads to (a reference), what it stands for (a variable) or why nobody can tell.
 */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | Fields
  | Reference
  | Variable
  | Unknown
  | Candidates;

export interface Fields {
  readonly [name: string]: Value;
}

/** An attribute of a resource in the same file that only AWS can fill in, such as its id. */
export class Reference {
  constructor(
    readonly address: string,
    readonly path: string,
  ) {}
}

/** An operator's input: what it holds is stated when Terraform runs. */
export class Variable {
  constructor(
    readonly name: string,
    readonly fallback?: Value,
  ) {}
}

/** Not known, why, and which resources it was computed from, so that it may be or concern any of them. */
export class Unknown {
  constructor(
    readonly why: string,
    readonly from: readonly Reference[] = [],
  ) {}
}

/** What a plan's expression mentions: all of them where a list is wanted, one of them where a single value is. */
export class Candidates {
  constructor(readonly items: readonly Value[]) {}
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isFields = (value: Value): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Reference) &&
  !(value instanceof Variable) &&
  !(value instanceof Unknown) &&
  !(value instanceof Candidates);

/** Every resource that a value mentions, however deep. */
export function references(value: Value): readonly Reference[] {
  if (value instanceof Reference) return [value];
  if (value instanceof Unknown) return value.from;
  if (value instanceof Candidates) return value.items.flatMap(references);
  if (isList(value)) return value.flatMap(references);
  return isFields(value) ? Object.values(value).flatMap(references) : [];
}
