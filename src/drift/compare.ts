import type { Json } from './plan';
import { isFields, isUnset, keyOf, PRESENT, same } from './values';

/** The three places that an attribute's value is in. */
export interface Places<Value = Json> {
  readonly aws: Value;
  readonly state: Value;
  readonly configuration: Value;
}

/** A value that is not the same in all three. */
export interface Difference extends Places {
  /** From the resource to the value: the names of blocks and attributes. */
  readonly path: readonly string[];
  /** A member of a set or list that one place has and another lacks; the values are then present or absent. */
  readonly member?: Json;
}

const map = (places: Places, change: (value: Json) => Json): Places => ({
  aws: change(places.aws),
  state: change(places.state),
  configuration: change(places.configuration),
});

const all = ({ aws, state, configuration }: Places): Json[] => [aws, state, configuration];

/** Policies and their like are texts of JSON: what differs is within. */
function fromJson(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const membersOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

function differentMembers(places: Places, path: Difference['path']): Difference[] {
  const lists = map(places, membersOf) as Places<readonly Json[]>;
  const members = new Map(
    [...lists.state, ...lists.aws, ...lists.configuration].map((one) => [keyOf(one), one]),
  );
  const found = [...members].flatMap(([key, member]) => {
    const has = map(places, (value) =>
      membersOf(value).some((one) => keyOf(one) === key) ? PRESENT : undefined,
    );
    return all(has).every((one) => one === PRESENT) ? [] : [{ path, member, ...has }];
  });
  // The same members in another order: a list.
  return found.length > 0 ? found : [{ path, ...places }];
}

/** Every value that is not the same in the three places, as deep down as it can be told apart. */
export function differences(given: Places, path: Difference['path'] = []): Difference[] {
  const places = map(given, fromJson);
  if (same(places.aws, places.state) && same(places.aws, places.configuration)) return [];
  const set = all(places).filter((value) => !isUnset(value));
  if (set.every(isFields)) {
    const names = new Set(set.flatMap((value) => Object.keys(value)));
    return [...names].flatMap((name) =>
      differences(
        map(places, (value) => (isFields(value) ? value[name] : undefined)),
        [...path, name],
      ),
    );
  }
  if (!set.every(Array.isArray)) return [{ path, ...given }];
  const isBlock = (value: Json) => membersOf(value).length === 1 && isFields(membersOf(value)[0]);
  if (!all(places).every(isBlock)) return differentMembers(places, path);
  return differences(
    map(places, (value) => membersOf(value)[0]),
    path,
  );
}
