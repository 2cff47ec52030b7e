import type { Json } from './plan';
import { isFields, isUnset, keyOf, PRESENT, same } from './values';

/** An attribute's value in each of the three sources. */
export interface ValuesBySource<Value = Json> {
  readonly aws: Value;
  readonly state: Value;
  readonly configuration: Value;
}

/** A value that differs in at least one source. */
export interface Difference extends ValuesBySource {
  /** Names of blocks and attributes, from the resource to the value. */
  readonly path: readonly string[];
  /** Member of a set or list that at least one source lacks. The values are then `PRESENT` or undefined. */
  readonly member?: Json;
}

/**
 * `root_block_device.volume_size`: a path without positions, since a plan writes a single block as a list of one and a set has none.
 */
export const attributeText = (path: readonly PropertyKey[]): string =>
  path.filter((key) => typeof key !== 'number').join('.');

const map = (values: ValuesBySource, change: (value: Json) => Json): ValuesBySource => ({
  aws: change(values.aws),
  state: change(values.state),
  configuration: change(values.configuration),
});

const all = ({ aws, state, configuration }: ValuesBySource): Json[] => [aws, state, configuration];

/** Parses JSON strings, e.g. IAM policies, so that differences are found inside them. */
function fromJson(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const membersOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

function differentMembers(values: ValuesBySource, path: Difference['path']): Difference[] {
  const lists = map(values, membersOf) as ValuesBySource<readonly Json[]>;
  const members = new Map(
    [...lists.state, ...lists.aws, ...lists.configuration].map((one) => [keyOf(one), one]),
  );
  const found = [...members].flatMap(([key, member]) => {
    const has = map(values, (value) =>
      membersOf(value).some((one) => keyOf(one) === key) ? PRESENT : undefined,
    );
    return all(has).every((one) => one === PRESENT) ? [] : [{ path, member, ...has }];
  });
  // Same members, different order: the attribute is a list.
  return found.length > 0 ? found : [{ path, ...values }];
}

/** Finds the values that differ between the sources, at the deepest path that all of them share. */
export function differences(values: ValuesBySource, path: Difference['path'] = []): Difference[] {
  const parsed = map(values, fromJson);
  if (same(parsed.aws, parsed.state) && same(parsed.aws, parsed.configuration)) return [];
  const set = all(parsed).filter((value) => !isUnset(value));
  if (set.every(isFields)) {
    const names = new Set(set.flatMap((value) => Object.keys(value)));
    return [...names].flatMap((name) =>
      differences(
        map(parsed, (value) => (isFields(value) ? value[name] : undefined)),
        [...path, name],
      ),
    );
  }
  if (!set.every(Array.isArray)) return [{ path, ...values }];
  const isBlock = (value: Json) => membersOf(value).length === 1 && isFields(membersOf(value)[0]);
  if (!all(parsed).every(isBlock)) return differentMembers(parsed, path);
  return differences(
    map(parsed, (value) => membersOf(value)[0]),
    path,
  );
}
