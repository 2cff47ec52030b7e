/** A bound on the work that a file can cause. */
export interface Limit {
  readonly most: number;
  /** What is unknown or refused beyond it, given the bound. */
  readonly beyond: (most: number) => string;
}

const limit = (most: number, beyond: Limit['beyond'] | string): Limit => ({
  most,
  beyond: typeof beyond === 'string' ? () => beyond : beyond,
});

/** The sentence of a limit that a file exceeds. */
export const exceeded = ({ most, beyond }: Limit): string => beyond(most);

const TOO_LONG_TO_COMPUTE = 'an expression that takes too long to compute';

/** Bounds that no real network reaches. A crafted file does, and the sentence says which one. */
export const LIMITS = {
  /** Characters of a text that is computed. */
  text: limit(20_000, 'a text that is too long'),
  /** Values in a collection that is computed, those in its elements included. */
  collection: limit(100_000, 'a value that is too large'),
  /** Values that all arguments of one function hold. */
  arguments: limit(400_000, 'a value that is too large'),
  /** Characters that all arguments of one function hold. */
  argumentText: limit(1_000_000, 'a text that is too long'),
  /** Characters of one text with expressions in it. */
  template: limit(1_000_000, 'an expression that is too long'),
  /** Nested parts of one expression. */
  nesting: limit(60, 'an expression nested too deeply'),
  /** Characters of a regular expression. */
  pattern: limit(500, 'a regular expression'),
  /** Steps of one regular expression on one text. */
  regexSteps: limit(50_000, 'a regular expression'),
  /** Parts that are computed of a single expression. */
  expressionSteps: limit(200_000, TOO_LONG_TO_COMPUTE),
  /** Parts that are computed of all expressions of a configuration: enough for thousands of servers. */
  configurationSteps: limit(2_000_000, TOO_LONG_TO_COMPUTE),
  /** Locals, variables and outputs that refer to one another in a row. */
  references: limit(120, 'a chain of references that is too long'),
  /** Instances of one resource by its `count` or `for_each`. */
  instancesOfOne: limit(10_000, (most) => `there are more than ${most} instances`),
  /** Instances of all resources and modules of a configuration. */
  instances: limit(50_000, (most) => `there are more than ${most} instances`),
  /** Combinations of items where a list is one of several; beyond them each item is only possible. */
  combinations: limit(64, 'which items a list has'),
  /** Gateways on one path of packets. */
  pathLength: limit(8, (most) => `where a path over more than ${most} gateways ends`),
  /** Gateways on all paths of one question: the number of paths through a mesh of gateways grows exponentially. */
  gateways: limit(200, (most) => `where paths over more than ${most} gateways end`),
  /** Endpoints of a matrix that answers can tell apart. */
  classes: limit(5000, (most) => `would have more than ${most} different endpoints`),
  /** Pairs of endpoints that a matrix asks about. */
  pairs: limit(100_000, (most) => `would have more than ${most} pairs of endpoints`),
} as const satisfies Record<string, Limit>;
