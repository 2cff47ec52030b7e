import type { Json } from '../plan/plan';
import { isFields } from '../plan/values';

/** Attributes in `lifecycle.ignore_changes`, by address without instance keys. Plan JSON does not contain them. */
export type Ignored = ReadonlyMap<string, readonly string[] | 'all'>;

const isAll = (ignored: Json): boolean =>
  ignored === 'all' || (Array.isArray(ignored) && ignored.includes('all'));

/** Returns the root attribute of a path: `root_block_device` for `root_block_device[0].iops`. */
const rootOf = (path: Json): string => /^\w+/.exec(String(path))?.[0] ?? '';

function ignoredBy(block: Json): readonly string[] | 'all' {
  const lifecycle = isFields(block) && block['lifecycle'];
  const ignored = isFields(lifecycle) ? lifecycle['ignore_changes'] : undefined;
  if (isAll(ignored)) return 'all';
  return Array.isArray(ignored) ? ignored.map(rootOf) : [];
}

/** Reads `ignore_changes` from synthesized Terraform JSON. */
export function ignoredIn(synthesized: Json): Ignored {
  const types = isFields(synthesized) && isFields(synthesized['resource']) ? synthesized['resource'] : {};
  const blocks = Object.entries(types).flatMap(([type, named]) =>
    Object.entries(isFields(named) ? named : {}).map(([name, block]) => [`${type}.${name}`, block] as const),
  );
  return new Map(blocks.map(([address, block]) => [address, ignoredBy(block)]));
}
