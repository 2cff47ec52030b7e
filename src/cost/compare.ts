import Big from 'big.js';
import type { Cost, Estimate, ResourceCost } from './estimate';

/** What a plan changes of a resource's costs, in USD a month. */
export interface CostChange {
  readonly address: string;
  readonly type: string;
  readonly before: Big;
  readonly after: Big;
  /** What has no amount afterwards: charges by use that are not stated, and unknown ones, by name. */
  readonly withoutAmount: readonly string[];
}

const amountOf = (cost: Cost): Big => ('amount' in cost && cost.amount ? cost.amount : new Big(0));

const totalOf = (resource: ResourceCost | undefined): Big =>
  (resource?.costs ?? []).reduce((sum, cost) => sum.plus(amountOf(cost)), new Big(0));

const signature = (resource: ResourceCost | undefined): string => JSON.stringify(resource?.costs ?? []);

const withoutAmount = ({ costs }: ResourceCost): string[] =>
  costs.flatMap((cost) =>
    cost.column === 'unknown' || cost.amount === undefined
      ? [`${cost.of} (${cost.column === 'use' ? 'by use' : 'unknown'})`]
      : [],
  );

/** Resources whose costs differ between two estimates, those of which only what is not known differs too. */
export function compareEstimates(before: Estimate, after: Estimate): CostChange[] {
  const byAddress = ({ resources }: Estimate) => new Map(resources.map((one) => [one.address, one]));
  const [earlier, later] = [byAddress(before), byAddress(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().flatMap((address) => {
    const [was, is] = [earlier.get(address), later.get(address)];
    if (signature(was) === signature(is)) return [];
    return [
      {
        address,
        type: (is ?? was)?.type ?? '',
        before: totalOf(was),
        after: totalOf(is),
        withoutAmount: is ? withoutAmount(is) : [],
      },
    ];
  });
}
