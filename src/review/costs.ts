import { costsOf } from '../cost';
import { compareEstimates, type CostChange } from '../cost/compare';
import type { Estimate } from '../cost/estimate';
import { resourcesOfPlan } from '../cost/plan';
import { printDifference } from '../cost/print';
import type { Plan } from '../plan/plan';
import type { ReviewedChange } from './change';
import { counted, type Line } from './line';

/** What a plan changes in what AWS charges. */
export interface CostReview {
  readonly line: Line;
  readonly changes: readonly CostChange[];
  readonly before: Estimate;
  readonly after: Estimate;
}

const isKept = ({ effect, notes }: ReviewedChange): boolean =>
  effect === 'forgotten' ||
  (effect === 'replaced' && notes.some((note) => note.startsWith('the old one stays')));

/** Estimates what a plan changes in a month's costs. */
export function costReview(plan: Plan, reviewed: readonly ReviewedChange[], date: Date): CostReview {
  const all = plan.resource_changes ?? [];
  const priced = all.filter(({ change }) => 'before' in change && 'after' in change);
  const resources = resourcesOfPlan({ ...plan, resource_changes: priced });
  const [before, after] = costsOf([resources.before, resources.after], { date }) as [Estimate, Estimate];
  const charged = new Set(before.resources.map(({ address }) => address));
  const stays = reviewed.some((one) => isKept(one) && charged.has(one.address))
    ? ['What leaves the state stays in AWS, and is charged although it is not counted afterwards.']
    : [];
  const missing = all.length - priced.length;
  const unread =
    missing > 0
      ? [
          `${counted(missing, 'resource')} without values in the plan ${missing === 1 ? 'is' : 'are'} not in it.`,
        ]
      : [];
  // A line ends with a full stop of its own.
  const says = `Costs ${printDifference(before, after).replace(/\.$/, '')}`;
  return {
    line: { says, items: [], limits: [...stays, ...unread] },
    changes: compareEstimates(before, after),
    before,
    after,
  };
}
