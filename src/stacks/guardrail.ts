export type Arguments = Readonly<Record<string, unknown>>;
export type Resources = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** Finds what is wrong with a resource or data source, as sentences that begin with an argument. */
export type Rule = (type: string, values: Arguments, resources: Resources) => string[];

/** One or more, as a list. */
export const list = (value: unknown): unknown[] => [value ?? []].flat();

/** Blocks at a path of arguments, e.g. `block_device_mappings.ebs`. */
export const blocksAt = (values: Arguments, path: string): Arguments[] =>
  path
    .split('.')
    .reduce<Arguments[]>(
      (blocks, key) => blocks.flatMap((block) => list(block[key]) as Arguments[]),
      [values],
    );
