import type { Effect, ReviewedChange } from './change';
import { counted, type Line } from './line';

const VERBS = [
  ['destroyed', 'Destroys'],
  ['replaced', 'replaces'],
] as const satisfies readonly (readonly [Effect, string])[];

/** What a plan destroys or replaces. */
export function destroysLine(changes: readonly ReviewedChange[]): Line {
  const [destroyed, replaced] = VERBS.map(([effect]) => changes.filter((one) => one.effect === effect)) as [
    ReviewedChange[],
    ReviewedChange[],
  ];
  const unclear = changes.filter(({ effect }) => effect === 'not understood');
  const says =
    destroyed.length + replaced.length === 0
      ? 'Destroys and replaces nothing'
      : `Destroys ${counted(destroyed.length, 'resource')}, replaces ${replaced.length}`;
  return {
    says,
    items: [
      ...destroyed.map(({ address }) => address),
      ...replaced.map(({ address }) => `${address} (replaced)`),
      ...unclear.map(({ address }) => `${address} (not understood)`),
    ],
    limits:
      unclear.length > 0 ? [`${counted(unclear.length, 'change')} of an unknown kind may destroy more.`] : [],
  };
}
