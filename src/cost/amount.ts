import Big from 'big.js';
import type { Price } from './price-table';

/** Hours of a month on which AWS bases monthly prices. AWS: "AWS Pricing Calculator", assumptions. */
export const HOURS_A_MONTH = 730;

/** What charges count in, by the unit of a price: gp3 throughput is counted in MiB/s and priced in GiB/s. */
const COUNTED_IN: Readonly<Record<string, number>> = {
  Hrs: 1,
  'vCPU-hour': 1,
  'vCPU-Hours': 1,
  'GB-Mo': 1,
  'IOPS-Mo': 1,
  'GiBps-mo': 1024,
  Alarms: 1,
  Secrets: 1,
  Zones: 1,
};

/** Amount in the unit of a price. Undefined for a unit that nothing here counts in. */
export function inUnit(amount: Big, unit: string): Big | undefined {
  const counted = COUNTED_IN[unit];
  return counted === undefined ? undefined : amount.div(counted);
}

/** Price of an amount a month in USD, where the first units may cost less or more than the next. */
export function priceOfAmount(prices: readonly Price[], amount: Big): Big {
  return prices.reduce((sum, { from = '0', price }, index) => {
    const next = prices[index + 1]?.from;
    const end = next !== undefined && amount.gt(next) ? new Big(next) : amount;
    return end.gt(from) ? sum.plus(end.minus(from).times(price)) : sum;
  }, new Big(0));
}

/** USD with cents, rounded half up: 12.35. */
export const usd = (amount: Big): string => amount.toFixed(2, Big.roundHalfUp);
