import { LIMITS } from './limits';
import { Candidates, Mentions, Unknown, Variable, anyOf, isList, type Value } from './value';

/**
 * The items of a list, however nested. Of each at least one candidate is in the list, unless one of its candidates is
 * undefined: where a list is one of several, that is every pick of an item from each of them.
 */
export function choices(value: Value): readonly Value[] {
  if (isList(value)) return value.flatMap((item) => (isOne(item) ? [item] : choices(item)));
  // What stands for a whole list stands for any of its items.
  if (!(value instanceof Candidates)) return [anyOf(value)];
  if (value instanceof Mentions) {
    return [
      new Mentions(value.items.flatMap(choices), value.why, []),
      ...value.beside.flatMap(choices).map(perhaps),
    ];
  }
  const lists = value.items.map(choices);
  if (lists.every((items) => items.length === 1)) return [oneOf(lists.flat(), value.why)];
  const picks = combinations(lists);
  if (picks.length > 0) {
    const sure = picks.map((items) => oneOf(items, value.why));
    return [...sure, ...lists.flat().map(perhaps)];
  }
  return lists.flat().map(perhaps);
}

const isOne = (item: Value): boolean => item instanceof Unknown || item instanceof Variable;

const perhaps = (item: Value): Value => new Candidates([item, undefined]);

function oneOf(items: readonly Value[], why: string | undefined): Value {
  const [only] = items;
  return items.length === 1 ? only : new Candidates(items, why);
}

function combinations(lists: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  if (lists.reduce((count, items) => count * items.length, 1) > LIMITS.combinations.most)
    return [lists.flat()];
  return lists.reduce<readonly (readonly Value[])[]>(
    (made, items) => made.flatMap((pick) => items.map((item) => [...pick, item])),
    [[]],
  );
}
