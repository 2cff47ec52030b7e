import { estimate, type Estimate } from './estimate';
import { readPriceTable } from './price-table';
import type { Resource } from './resource';
import { checkUsage, NO_USAGE, readUsage, usageOf } from './usage';

export interface CostOptions {
  /** File with stated usage. @default none is stated */
  readonly usageFile?: string | undefined;
  /** Date of the estimate: Extended Support is charged by the calendar. */
  readonly date: Date;
}

const billable = ({ resources }: Estimate) =>
  resources.flatMap(({ address, costs }) => {
    const charges = costs.flatMap(({ of, column }) => (column === 'use' ? [of] : []));
    return charges.length === 0 ? [] : [{ address, charges }];
  });

/**
 * Estimates what resources cost a month, with the tables of their regions.
 *
 * @throws ConfigurationError USAGE for a usage file that does not fit, OperationError PRICES for a damaged table
 */
export function costOf(resources: readonly Resource[], { usageFile, date }: CostOptions): Estimate {
  const without = estimate(resources, { tableOf: readPriceTable, usage: NO_USAGE, date });
  if (usageFile === undefined) return without;
  const stated = readUsage(usageFile);
  checkUsage(usageFile, stated, billable(without));
  return estimate(resources, { tableOf: readPriceTable, usage: usageOf(stated), date });
}
