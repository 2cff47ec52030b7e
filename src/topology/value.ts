/**
 * What an argument of a resource is worth before Terraform runs: a JSON value where it is known, and where it is not,
 * what it leads to (a reference), what it stands for (a variable), what it may be (candidates) or why nobody can tell.
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

/** Every instance of a resource, nobody knows how many there are. */
export class Several extends Reference {}

/** A certain one of several instances: the same reference, which says nothing of the others. */
export class OneOfSeveral extends Reference {}

/** An operator's input: what it holds is stated when Terraform runs. */
export class Variable {
  constructor(
    readonly name: string,
    readonly fallback?: Value,
    /** See {@link Unknown.identity}; undefined where it stands for one of its elements. */
    readonly identity?: string,
  ) {}
}

/**
 * What an unknown value may be beside the resources that it was computed from: nothing of this file, something that the
 * plan creates, or anything at all.
 */
export type Beyond = 'outside' | 'planned' | 'anything';

/** Not known, and why. Unless it is stated otherwise, what was computed from nothing that is known may be anything. */
export class Unknown {
  constructor(
    readonly why: string,
    /** The resources that it was computed from, so that it may be or concern any of them. */
    readonly from: readonly Reference[] = [],
    readonly beyond: Beyond = from.length > 0 ? 'outside' : 'anything',
    /** By which it is the same wherever it stands: `var.vpc_id`, an AWS id. Two of them may be one thing all the same. */
    readonly identity?: string,
  ) {}

  public identifiedBy(identity: string | undefined): Unknown {
    const Kind = this.constructor as typeof Unknown;
    return new Kind(this.why, this.from, this.beyond, identity);
  }
}

/** An id that a plan states and nothing in it has: what a plan creates has no id yet. */
export class OutsideId extends Unknown {}

/** One of these values, nobody can tell which; where a list is wanted, it holds at least one of them. */
export class Candidates {
  constructor(
    readonly items: readonly Value[],
    readonly why?: string,
  ) {}
}

/**
 * What a plan's expression mentions, without telling how: its value, which is not known yet, comes from at least one of the
 * items. As a list it may hold what is known already beside them.
 */
export class Mentions extends Candidates {
  constructor(
    items: readonly Value[],
    why: string | undefined,
    readonly beside: readonly Value[],
  ) {
    super(items, why);
  }
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

/** The same, where it stands for one of its elements or for another part of it, which nobody knows. */
export function anyOf(value: Value): Value {
  if (value instanceof Variable) return new Variable(value.name, value.fallback);
  return value instanceof Unknown ? value.identifiedBy(undefined) : value;
}

/** The parts of a value that may hold references. */
export function partsOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (value instanceof Mentions) return [...value.items, ...value.beside];
  if (value instanceof Candidates) return value.items;
  return isFields(value) ? Object.values(value) : [];
}

/** Every resource that a value mentions, however deep, each attribute once. */
export function references(value: Value): readonly Reference[] {
  if (value instanceof Reference) return [value];
  if (value instanceof Unknown) return value.from;
  const parts = partsOf(value);
  return parts.length === 0 ? [] : distinct(parts.flatMap(references));
}

/** What was computed of itself several times mentions the same many times, twice as many at each step. */
const distinct = (all: readonly Reference[]): readonly Reference[] =>
  all.length < 2 ? all : [...new Map(all.map((one) => [`${one.address} ${one.path}`, one])).values()];

const WIDTH: Readonly<Record<Beyond, number>> = { outside: 0, planned: 1, anything: 2 };

/** The widest of what values may be, beside what they mention. */
export function beyondOf(values: readonly Value[]): Beyond {
  const widths = values.map((value): Beyond =>
    value instanceof Unknown
      ? value.beyond
      : partsOf(value).length > 0
        ? beyondOf(partsOf(value))
        : 'outside',
  );
  return widths.reduce((widest, one) => (WIDTH[one] > WIDTH[widest] ? one : widest), 'outside');
}
