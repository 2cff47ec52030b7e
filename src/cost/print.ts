import Big from 'big.js';
import { usd } from './amount';
import type { CostChange } from './compare';
import type { Cost, Estimate, ResourceCost } from './estimate';
import type { Price } from './price-table';

export type Row = readonly [resource: string, fixed: string, byUse: string, unknown: string];

/** Heads of the columns, for a table. */
export const HEAD: Row = ['resource', 'fixed, USD a month', 'by use', 'unknown'];

const unitOf = ([price]: readonly Price[]): string => price?.unit ?? '';

/** Unit price, or the first of several. */
export function unitPrice(prices: readonly Price[]): string {
  const more = prices.length > 1 ? ', then less' : '';
  return `${prices[0]?.price ?? ''}/${unitOf(prices)}${more}`;
}

const plus = (amount: Big, most: Big | undefined): string =>
  most === undefined ? usd(amount) : `${usd(amount)} to ${usd(most)}`;

function cell(cost: Cost): string {
  switch (cost.column) {
    case 'fixed':
      return `${cost.of}: ${plus(cost.amount, cost.most)}`;
    case 'use':
      return cost.amount && cost.quantity
        ? `${cost.of}: ${usd(cost.amount)} for ${cost.quantity.toFixed()} ${unitOf(cost.prices)}`
        : `${cost.of}: ${unitPrice(cost.prices)}`;
    case 'unknown':
      return `${cost.of}: ${cost.why}`;
  }
}

const column = ({ costs }: ResourceCost, name: Cost['column']): string =>
  costs
    .filter((cost) => cost.column === name)
    .map(cell)
    .join('\n');

/** A row for each resource that is charged. */
export const rowsOf = ({ resources }: Estimate): Row[] =>
  resources.map((resource) => [
    resource.address,
    column(resource, 'fixed'),
    column(resource, 'use'),
    column(resource, 'unknown'),
  ]);

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The total in a sentence, which names what is not in it. */
export function printTotal({ fixed, use, total, most, unknown }: Estimate): string {
  const parts = use.gt(0) ? ` (${usd(fixed)} fixed, ${usd(use)} by the stated usage)` : '';
  const raised = most.gt(total) ? `, ${usd(most)} if AWS scales everything to its maximum` : '';
  const beyond = [
    use.gt(0) ? 'usage that is not stated' : 'what is charged by use',
    ...(unknown > 0 ? [counted(unknown, 'unknown charge')] : []),
    'taxes',
  ];
  return `At least ${usd(total)} USD a month${parts}${raised}. Not in it: ${beyond.join(', ')}.`;
}

/** Heads of the columns of a comparison. */
export const CHANGES_HEAD: Row = ['resource', 'before', 'after', 'difference, and what has no amount'];

const signed = (amount: Big): string => `${amount.lt(0) ? '' : '+'}${usd(amount)}`;

/** A row for each resource whose costs a plan changes. */
export const changeRows = (changes: readonly CostChange[]): Row[] =>
  changes.map(({ address, before, after, withoutAmount }) => [
    address,
    usd(before),
    usd(after),
    [signed(after.minus(before)), ...withoutAmount].join('\n'),
  ]);

/** The difference in a sentence, which names what is not in it. */
export function printDifference(before: Estimate, after: Estimate): string {
  const { unknown, total } = after;
  const beyond =
    before.unknown > 0 && before.unknown !== unknown
      ? ` Not in it: ${counted(before.unknown, 'unknown charge')} before, ${unknown} afterwards, so the difference may be another.`
      : unknown > 0
        ? ` Not in it afterwards: ${counted(unknown, 'unknown charge')}.`
        : '';
  return `${signed(total.minus(before.total))} USD a month: from at least ${usd(before.total)} to at least ${usd(total)}.${beyond}`;
}

const DAY = 24 * 60 * 60 * 1000;

/** How old the prices of an estimate are. Undefined where no price was found. */
export function agesOf(estimate: Estimate): { readonly oldest: string; readonly newest: string } | undefined {
  const days = estimate.resources
    .flatMap(({ costs }) => costs.flatMap((cost) => (cost.column === 'unknown' ? [] : cost.prices)))
    .map(({ asOf }) => asOf)
    .sort();
  const [oldest, newest] = [days[0], days.at(-1)];
  return oldest === undefined || newest === undefined ? undefined : { oldest, newest };
}

/** Dates of the prices of an estimate in a sentence, which is true on every day. */
export function printDates(estimate: Estimate): string {
  const ages = agesOf(estimate);
  if (!ages) return 'No price was found.';
  return ages.oldest === ages.newest
    ? `Prices are of ${ages.oldest}.`
    : `Prices are of ${ages.oldest} to ${ages.newest}.`;
}

/** What is charged in a few words: an amount, what is by use, what is unknown. */
export function printCosts(costs: readonly Cost[]): string {
  const amounts = costs.flatMap((cost) => ('amount' in cost && cost.amount ? [cost.amount] : []));
  const total = amounts.reduce((sum, one) => sum.plus(one), new Big(0));
  const by = (column: Cost['column']): boolean => costs.some((cost) => cost.column === column);
  const words = [
    ...(amounts.length > 0 ? [usd(total)] : []),
    ...(by('use') ? ['by use'] : []),
    ...(by('unknown') ? ['unknown'] : []),
  ];
  return words.join(' + ');
}

/** Tells the age of the prices in a sentence. */
export function printAge(estimate: Estimate, date: Date): string {
  const ages = agesOf(estimate);
  if (!ages) return 'No price was found.';
  const age = (day: string): string =>
    counted(Math.floor((date.getTime() - new Date(day).getTime()) / DAY), 'day');
  const { oldest, newest } = ages;
  return oldest === newest
    ? `Prices are of ${oldest}, ${age(oldest)} old.`
    : `Prices are of ${oldest} to ${newest}, ${age(newest)} to ${age(oldest)} old.`;
}
