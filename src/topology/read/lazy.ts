import { withoutSize } from '../hcl/sizes';
import type { Fields, Value } from '../value';

/** A module's outputs, read when they are asked for: modules may use each other's in turn. */
export function lazily(names: Iterable<string>, read: (name: string) => Value): Fields {
  const made = {};
  for (const name of names) Object.defineProperty(made, name, { enumerable: true, get: () => read(name) });
  return withoutSize(made);
}
