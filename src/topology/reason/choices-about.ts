import type { Choice, Membership } from '../model/endpoints';
import { remembered } from '../model/remembered';
import { Unknown } from '../value';

/** The choices of a rule by the groups that they name, and those of which a part is not known. */
interface Index {
  readonly byKey: ReadonlyMap<string, readonly number[]>;
  readonly open: readonly number[];
}

const indexes = new WeakMap<Membership, Index>();
/** Up to so many choices it is faster to look at each. */
const FEW = 8;

function indexOf(named: Membership): Index {
  const byKey = new Map<string, number[]>();
  const open: number[] = [];
  for (const [position, choice] of named.entries()) {
    if (choice.some((key) => key instanceof Unknown)) open.push(position);
    for (const key of new Set(choice)) {
      if (typeof key !== 'string') continue;
      const known = byKey.get(key);
      if (known) known.push(position);
      else byKey.set(key, [position]);
    }
  }
  return { byKey, open };
}

/** The groups that a rule names which may be about an end with these groups: a rule may name each of a thousand. */
export function choicesAbout(named: Membership, groups: Membership): readonly Choice[] {
  const asked = groups.flat();
  if (named.length <= FEW || asked.some((one) => one instanceof Unknown)) return named;
  const { byKey, open } = remembered(indexes, named, () => indexOf(named));
  const positions = new Set([...open, ...asked.flatMap((key) => byKey.get(key as string) ?? [])]);
  return [...positions].sort((a, b) => a - b).flatMap((position) => [named[position] ?? []]);
}
