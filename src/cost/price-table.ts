import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { OperationError } from '../core/errors';
import type { PriceKey } from '../resources';
import { PROJECT_DIR } from '../system/paths';

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A row of the price list, as AWS names its parts. */
const priceShape = z.strictObject({
  offer: z.string(),
  usageType: z.string(),
  operation: z.string(),
  /** What the price is for: `Hrs`, `GB-Mo`, `GB`, … */
  unit: z.string(),
  price: decimal,
  currency: z.literal('USD'),
  /** First unit a month that costs this, where the price depends on the amount. */
  from: decimal.optional(),
  /** Date of the source. */
  asOf: day,
  source: z.string(),
});

const tableShape = z.strictObject({ region: z.string(), prices: z.array(priceShape) });

export type Price = z.output<typeof priceShape>;
export type PriceTable = z.output<typeof tableShape>;

/** Directory of the tables. Read from source, because the compiler does not copy them. */
export const PRICES_DIR = join(PROJECT_DIR, 'src', 'cost', 'prices');

export const tableFile = (region: string, folder: string = PRICES_DIR): string =>
  join(folder, `${region}.json`);

/**
 * Reads the price table of a region. Undefined if there is none: prices of other regions say nothing about it.
 *
 * @throws OperationError PRICES for a file that is no price table
 */
export function readPriceTable(region: string, folder?: string): PriceTable | undefined {
  const file = tableFile(region, folder);
  if (!existsSync(file)) return undefined;
  try {
    return tableShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    throw new OperationError({
      code: 'PRICES',
      summary: `${file} is not a price table`,
      detail: issue ? `${issue.path.join('.')}: ${issue.message}` : 'it is not valid JSON',
      hint: `Restore the file, or delete it and run devloop cost --refresh ${region}.`,
    });
  }
}

/** Region's code before a usage type, e.g. `APN2-`. us-east-1 mostly has none. */
const REGION_CODE = /^[A-Z]{2,4}\d?-/;

/** Usage type without the region's code. */
export const withoutRegion = (usageType: string): string => usageType.replace(REGION_CODE, '');

/** Why a table has no price for a key, or the price: one row, or several that depend on the amount. */
export type Found = { readonly prices: readonly Price[] } | { readonly why: string };

const nameOf = ({ usageType, operation }: PriceKey): string =>
  operation === undefined ? usageType : `${usageType} (${operation})`;

const byAmount = (rows: readonly Price[]): Price[] =>
  [...rows].sort((a, b) => Number(a.from ?? 0) - Number(b.from ?? 0));

const steps = (rows: readonly Price[]): string =>
  JSON.stringify(rows.map(({ from = '0', price, unit }) => [Number(from), Number(price), unit]));

/** Finds the price of a key. Several operations are ambiguous, unless all cost the same or the key names one. */
export function priceOf(table: PriceTable, key: PriceKey): Found {
  const rows = table.prices.filter(
    ({ offer, usageType, operation }) =>
      offer === key.offer &&
      withoutRegion(usageType) === key.usageType &&
      (key.operation === undefined || operation === key.operation),
  );
  const operations = [...new Set(rows.map(({ operation }) => operation))];
  const [first, ...others] = operations.map((name) =>
    byAmount(rows.filter(({ operation }) => operation === name)),
  );
  if (!first) return { why: `no price of ${nameOf(key)} in the table of ${table.region}` };
  if (others.some((other) => steps(other) !== steps(first)))
    return { why: `${nameOf(key)} has prices of several operations in the table of ${table.region}` };
  return { prices: first };
}
