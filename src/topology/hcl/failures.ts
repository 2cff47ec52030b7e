import { Unknown, beyondOf, references, type Value } from '../value';

/** Not known because it is not understood: Terraform may compute it, or refuse it. */
export class NotComputed extends Unknown {}

/** Thrown where Terraform itself refuses to compute a value; `can` and `try` catch it. */
export class Refusal extends Error {}

/** Thrown where Terraform may well accept what is not understood here: it says nothing about the value. */
export class NotUnderstood extends Error {
  constructor(
    message: string,
    /** What the value was to be computed from. */
    readonly values: readonly Value[] = [],
  ) {
    super(message);
  }

  /** The value that is not known; without anything that it was to be computed from, it may be anything. */
  public value(otherwise: readonly Value[] = []): NotComputed {
    const values = this.values.length > 0 ? this.values : otherwise;
    const from = references(values);
    return new NotComputed(this.message, from, from.length > 0 ? beyondOf(values) : 'anything');
  }
}

export const refuse = (what: string): never => {
  throw new Refusal(what);
};

export const giveUp = (what: string, values: readonly Value[] = []): never => {
  throw new NotUnderstood(what, values);
};

/** What a computation makes, or what follows from its failure. */
export function attempted<T>(
  compute: () => T,
  refused: (error: Refusal) => T,
  open: (error: NotUnderstood) => T,
): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    if (error instanceof NotUnderstood) return open(error);
    if (error instanceof RangeError) return open(new NotUnderstood('an expression that is too deep'));
    throw error;
  }
}
