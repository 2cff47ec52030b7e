import { pipeline, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import Big from 'big.js';
import { parse } from 'csv-parse';
import { OperationError } from '../core/errors';
import type { PricePattern } from '../resources';
import { type Price, withoutRegion } from './price-table';

/** What a refresh keeps of an offer file. */
export interface OfferPrices {
  /** Date of the file: ISO 8601. */
  readonly published: string;
  readonly prices: readonly Price[];
}

type Columns = Readonly<Record<string, string>>;

/** First cell of the line with the names of the columns. The lines above it are about the file. */
const HEADER = 'SKU';

const failure = (url: string, detail: string): OperationError =>
  new OperationError({
    code: 'PRICES',
    summary: `Failed to read the price list from ${url}`,
    detail,
    hint: 'The price table is unchanged. Check the network and AWS_ENDPOINT_URL_PRICING, then run the command again.',
  });

async function bodyOf(url: string, signal: AbortSignal | undefined): Promise<Readable> {
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (response.ok && response.body) return Readable.fromWeb(response.body as ReadableStream);
    throw failure(url, `HTTP status ${response.status}`);
  } catch (error) {
    if (error instanceof OperationError || signal?.aborted === true) throw error;
    const { cause, message } = error as Error;
    throw failure(url, cause instanceof Error ? cause.message : message);
  }
}

/** On-Demand prices in USD of what a pattern names. */
function priceIn(
  row: Columns,
  patterns: readonly PricePattern[],
): Omit<Price, 'asOf' | 'source' | 'offer'> | undefined {
  const { TermType: term, Currency: currency, usageType = '', operation = '', Unit: unit = '' } = row;
  const name = withoutRegion(usageType);
  const isWanted = patterns.some(
    ({ usageTypes, operations }) => usageTypes.test(name) && (operations?.test(operation) ?? true),
  );
  if (!isWanted || term !== 'OnDemand' || currency !== 'USD') return undefined;
  const from = new Big(row['StartingRange'] || 0);
  const price = new Big(row['PricePerUnit'] ?? '').toFixed();
  return { usageType, operation, unit, price, currency, ...(from.gt(0) && { from: from.toFixed() }) };
}

/**
 * Streams an offer file, line by line, since that of EC2 has hundreds of megabytes. Keeps the prices that patterns of its offer name.
 * AWS: "Reading price list files in CSV".
 *
 * @throws OperationError PRICES if the file cannot be read, or is no offer file
 */
export async function readOffer(
  url: string,
  offer: string,
  patterns: readonly PricePattern[],
  signal?: AbortSignal,
): Promise<OfferPrices> {
  const rows = parse({ relax_column_count: true });
  // A broken connection ends the rows with its error.
  pipeline(await bodyOf(url, signal), rows, () => undefined);
  const prices: Price[] = [];
  let published = '';
  let columns: readonly string[] | undefined;
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      if (cells[0] === 'Publication Date') published = (cells[1] ?? '').slice(0, 10);
      else if (cells[0] === HEADER) columns = cells;
      else if (columns) {
        const row = Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? '']));
        const price = priceIn(row, patterns);
        if (price) prices.push({ offer, ...price, asOf: published, source: url });
      }
    }
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw failure(url, (error as Error).message);
  }
  if (!columns || published === '' || prices.length === 0)
    throw failure(url, `it has no On-Demand price of ${offer} that devloop asks for`);
  return { published, prices };
}
