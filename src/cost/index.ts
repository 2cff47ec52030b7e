import { estimate, type Estimate } from './estimate';
import { readPriceTable } from './price-table';
import type { Resource } from './resource';
import { checkUsage, NO_USAGE, readUsage, type Usage, usageOf } from './usage';

export interface CostOptions {
  /** File with stated usage. @default none is stated */
  readonly usageFile?: string | undefined;
  /** Date of the estimate: Extended Support is charged by the calendar. */
  readonly date: Date;
}

const billable = (estimates: readonly Estimate[]) =>
  estimates
    .flatMap(({ resources }) => resources)
    .flatMap(({ address, costs }) => {
      const charges = costs.flatMap(({ of, column }) => (column === 'use' ? [of] : []));
      return charges.length === 0 ? [] : [{ address, charges }];
    });

/**
 * Estimates what resources cost a month, with the tables of their regions: one estimate for each list of resources. Stated usage is
 * that of any of them.
 *
 * @throws ConfigurationError USAGE for a usage file that does not fit, OperationError PRICES for a damaged table
 */
export function costsOf(
  lists: readonly (readonly Resource[])[],
  { usageFile, date }: CostOptions,
): Estimate[] {
  const estimates = (usage: Usage): Estimate[] =>
    lists.map((resources) => estimate(resources, { tableOf: readPriceTable, usage, date }));
  const without = estimates(NO_USAGE);
  if (usageFile === undefined) return without;
  const stated = readUsage(usageFile);
  checkUsage(usageFile, stated, billable(without));
  return estimates(usageOf(stated));
}
