import { Reference, anyOf, isList, type Value } from '../value';
import { refuse } from './failures';
import { hasOrder, isGap, typeOf, withoutOrder } from './types';

export const members = (value: Value): readonly Value[] => (isList(value) ? value : refuse('not a list'));

interface Flat {
  readonly items: Value[];
  ordered: boolean;
}

function flatten(value: Value, into: Flat): void {
  into.ordered &&= hasOrder(value);
  const type = typeOf(value);
  const isOfLists = 'of' in type && /^(list|set|tuple)$/.test(type.of.kind);
  for (const item of members(value)) {
    if (item === null && isOfLists) refuse('null');
    if (isList(item)) flatten(item, into);
    else into.items.push(anyOf(item));
    // What is not known may be a list.
    into.ordered &&= !isGap(item) || item instanceof Reference;
  }
}

/** The elements of lists in lists, however deep. */
export function flattened(value: Value): Value {
  const into: Flat = { items: [], ordered: true };
  flatten(value, into);
  return into.ordered ? into.items : withoutOrder(into.items);
}
