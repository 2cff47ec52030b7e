import Big from 'big.js';
import { type Charge, type FixedCharge, None, type PriceKey, RESOURCE_TYPES } from '../resources';
import { HOURS_A_MONTH, inUnit, priceOfAmount } from './amount';
import { type Price, priceOf, type PriceTable } from './price-table';
import type { Resource } from './resource';
import type { Usage } from './usage';

/** Charged for as long as the resource exists, in USD a month. */
export interface FixedCost {
  readonly of: string;
  readonly column: 'fixed';
  readonly prices: readonly Price[];
  /** Units a month. */
  readonly quantity: Big;
  readonly amount: Big;
  /** What AWS may raise the amount to by itself. @default the amount */
  readonly most?: Big;
}

/** Charged by use, with an amount only where a usage file states one. */
export interface UseCost {
  readonly of: string;
  readonly column: 'use';
  readonly prices: readonly Price[];
  readonly quantity?: Big;
  readonly amount?: Big;
}

export interface UnknownCost {
  readonly of: string;
  readonly column: 'unknown';
  readonly why: string;
}

export type Cost = FixedCost | UseCost | UnknownCost;

export interface ResourceCost {
  readonly address: string;
  readonly type: string;
  readonly costs: readonly Cost[];
}

export interface Estimate {
  readonly resources: readonly ResourceCost[];
  /** The least that a month costs: fixed amounts, and those of stated usage. */
  readonly fixed: Big;
  readonly use: Big;
  readonly total: Big;
  /** The same with what AWS may raise by itself. */
  readonly most: Big;
  readonly unknown: number;
}

export interface EstimateOptions {
  /** Region's table. Undefined for a region without one. */
  readonly tableOf: (region: string) => PriceTable | undefined;
  readonly usage: Usage;
  readonly date: Date;
}

/** What the configuration must say for a charge to be known. */
const NOT_IN_CONFIGURATION = 'its type or class is not in the configuration';
const NO_SIZE = 'its size or number is not in the configuration';

const unknown = (of: string, why: string): UnknownCost => ({ of, column: 'unknown', why });

function found(key: PriceKey | undefined, region: string | undefined, options: EstimateOptions) {
  if (key === undefined) return { why: NOT_IN_CONFIGURATION };
  if (region === undefined) return { why: 'its region is not in the configuration' };
  const table = options.tableOf(region);
  return table ? priceOf(table, key) : { why: `there is no price table of ${region}` };
}

function fixedCost({ of, per, quantity, most }: FixedCharge, prices: readonly Price[]): Cost {
  if (quantity === undefined) return unknown(of, NO_SIZE);
  const unit = prices[0]?.unit ?? '';
  const monthly = (units: number) => inUnit(new Big(units).times(per === 'hour' ? HOURS_A_MONTH : 1), unit);
  const [least, raised] = [
    monthly(quantity),
    most !== undefined && most > quantity ? monthly(most) : undefined,
  ];
  if (!least) return unknown(of, `its price is for a unit that devloop does not count in, ${unit}`);
  return {
    of,
    column: 'fixed',
    prices,
    quantity: least,
    amount: priceOfAmount(prices, least),
    ...(raised && { most: priceOfAmount(prices, raised) }),
  };
}

function costOf(charge: Charge, resource: Resource, options: EstimateOptions): Cost {
  const answer = found(charge.price, resource.region, options);
  if ('why' in answer) return unknown(charge.of, answer.why);
  const { prices } = answer;
  if (charge.per !== 'use') return fixedCost(charge, prices);
  const quantity = options.usage.amountOf(resource.address, charge.of);
  return {
    of: charge.of,
    column: 'use',
    prices,
    ...(quantity && { quantity, amount: priceOfAmount(prices, quantity) }),
  };
}

function costsOf(resource: Resource, options: EstimateOptions): Cost[] {
  const charges = RESOURCE_TYPES.get(resource.type)?.charges;
  if (charges === undefined)
    return [unknown('charges', `devloop does not know what AWS charges for ${resource.type}`)];
  if (charges instanceof None) return [];
  if (!resource.isCounted) return [unknown('charges', 'its count or for_each is not in the configuration')];
  return charges(resource.arguments, options.date).map((charge) => costOf(charge, resource, options));
}

const amountOf = (cost: Cost): Big => ('amount' in cost && cost.amount ? cost.amount : new Big(0));
const mostOf = (cost: Cost): Big => (cost.column === 'fixed' && cost.most ? cost.most : amountOf(cost));
const sum = (amounts: readonly Big[]): Big =>
  amounts.reduce((total, amount) => total.plus(amount), new Big(0));

/** Estimates what resources cost a month. Nothing is taken for zero because it is not known. */
export function estimate(resources: readonly Resource[], options: EstimateOptions): Estimate {
  const all = resources.flatMap((resource) => {
    const costs = costsOf(resource, options);
    return costs.length === 0 ? [] : [{ address: resource.address, type: resource.type, costs }];
  });
  const costs = all.flatMap((resource) => resource.costs);
  const fixed = sum(costs.filter(({ column }) => column === 'fixed').map(amountOf));
  const use = sum(costs.filter(({ column }) => column === 'use').map(amountOf));
  return {
    resources: all,
    fixed,
    use,
    total: fixed.plus(use),
    most: sum(costs.map(mostOf)),
    unknown: costs.filter(({ column }) => column === 'unknown').length,
  };
}
