import type { Big } from 'big.js';
import type { CostChange } from './compare';
import type { Cost, Estimate } from './estimate';
import type { Price } from './price-table';

const exact = (amount: Big): string => amount.toFixed();

const priceDocument = ({ usageType, operation, unit, price, from, asOf, source }: Price) => ({
  usageType,
  operation,
  unit,
  price,
  ...(from !== undefined && { from }),
  asOf,
  source,
});

function costDocument(cost: Cost) {
  if (cost.column === 'unknown') return cost;
  const { of, column, prices, quantity, amount } = cost;
  return {
    of,
    column,
    prices: prices.map(priceDocument),
    ...(quantity && { quantity: exact(quantity) }),
    ...(amount && { amount: exact(amount) }),
    ...(cost.column === 'fixed' && cost.most && { most: exact(cost.most) }),
  };
}

/** Totals, as decimals in strings, so that no reader rounds them. */
export const totalDocument = ({ fixed, use, total, most, unknown }: Estimate) => ({
  fixed: exact(fixed),
  use: exact(use),
  atLeast: exact(total),
  most: exact(most),
  unknown,
});

/** An estimate for `--json`. */
export const estimateDocument = (estimate: Estimate) => ({
  resources: estimate.resources.map(({ address, type, costs }) => ({
    address,
    type,
    costs: costs.map(costDocument),
  })),
  total: totalDocument(estimate),
});

/** A comparison for `--json`. */
export const changesDocument = (changes: readonly CostChange[], before: Estimate, after: Estimate) => ({
  changes: changes.map(({ address, type, withoutAmount, ...change }) => ({
    address,
    type,
    before: exact(change.before),
    after: exact(change.after),
    difference: exact(change.after.minus(change.before)),
    withoutAmount,
  })),
  before: totalDocument(before),
  after: totalDocument(after),
  difference: exact(after.total.minus(before.total)),
});
