import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Variables } from '../core/variables';
import { PRICE_PATTERNS, type PricePattern } from '../resources';
import { readOffer } from './offer-file';
import { type Price, PRICES_DIR, type PriceTable, readPriceTable, tableFile } from './price-table';

/** Where AWS publishes the price list, without credentials. AWS: "Getting price list files manually". */
const PRICE_LIST = 'https://pricing.us-east-1.amazonaws.com';

export interface RefreshOptions {
  readonly region: string;
  /** Environment variables. AWS: "Service-specific endpoints", `AWS_ENDPOINT_URL_PRICING`. */
  readonly env: Variables;
  /** @default prices that the charges of all parts need */
  readonly patterns?: readonly PricePattern[];
  /** Directory of the tables. @default that of the project */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/** What a refresh changed in the table of a region. */
export interface Refresh {
  readonly region: string;
  readonly file: string;
  /** Date of each offer file: ISO 8601. */
  readonly published: Readonly<Record<string, string>>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly price: string; readonly before: string; readonly after: string }[];
  /** Left out, because the file has several prices of one thing. */
  readonly ambiguous: readonly string[];
}

/** What a price is of, with the amount from which it applies. */
const nameOf = ({ offer, usageType, operation, from = '0' }: Price): string =>
  [offer, usageType, operation, ...(from === '0' ? [] : [`from ${from}`])].filter(Boolean).join(' ');

const bySource = (endpoint: string, offer: string, region: string): string =>
  `${endpoint.replace(/\/$/, '')}/offers/v1.0/aws/${offer}/current/${region}/index.csv`;

/** Prices by name, and the names with several prices, which are left out. */
function distinct(prices: readonly Price[]): {
  readonly kept: Map<string, Price>;
  readonly ambiguous: string[];
} {
  const kept = new Map<string, Price>();
  const ambiguous = new Set<string>();
  for (const price of prices) {
    const name = nameOf(price);
    const other = kept.get(name);
    if (other && (other.price !== price.price || other.unit !== price.unit)) ambiguous.add(name);
    kept.set(name, price);
  }
  for (const name of ambiguous) kept.delete(name);
  return { kept, ambiguous: [...ambiguous].sort() };
}

/** Text of a table: a price a line, in an order that does not depend on the source. */
export function tableText({ region, prices }: PriceTable): string {
  const lines = [...prices]
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((price) => `    ${JSON.stringify(price)}`);
  return `{\n  "region": ${JSON.stringify(region)},\n  "prices": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** Writes a file whole or not at all. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * Replaces the prices of a region by those of AWS's public price list, after all of its offers have been read.
 *
 * @throws OperationError PRICES if an offer cannot be read; the table is unchanged then
 */
export async function refreshPrices(options: RefreshOptions): Promise<Refresh> {
  const { region, env, patterns = PRICE_PATTERNS, folder = PRICES_DIR, signal } = options;
  const endpoint = env['AWS_ENDPOINT_URL_PRICING'] || env['AWS_ENDPOINT_URL'] || PRICE_LIST;
  const earlier = readPriceTable(region, folder)?.prices ?? [];
  const published: Record<string, string> = {};
  const found: Price[] = [];
  for (const offer of [...new Set(patterns.map((one) => one.offer))].sort()) {
    const own = patterns.filter((one) => one.offer === offer);
    const read = await readOffer(bySource(endpoint, offer, region), offer, own, signal);
    published[offer] = read.published;
    found.push(...read.prices);
  }
  const { kept, ambiguous } = distinct(found);
  const others = earlier.filter(({ offer }) => published[offer] === undefined);
  const file = tableFile(region, folder);
  writeWhole(file, tableText({ region, prices: [...others, ...kept.values()] }));
  const before = new Map(
    earlier.filter(({ offer }) => published[offer] !== undefined).map((price) => [nameOf(price), price]),
  );
  return {
    region,
    file,
    published,
    added: [...kept.keys()].filter((name) => !before.has(name)).sort(),
    removed: [...before.keys()].filter((name) => !kept.has(name)).sort(),
    changed: [...kept].flatMap(([name, { price }]) => {
      const was = before.get(name)?.price;
      return was === undefined || Number(was) === Number(price)
        ? []
        : [{ price: name, before: was, after: price }];
    }),
    ambiguous,
  };
}

/** Prints a refresh: what changed by name, and numbers of what came and went. */
export function printRefresh({ file, published, added, removed, changed, ambiguous }: Refresh): string {
  return [
    ...changed.map(({ price, before, after }) => `${price}: ${before} → ${after}`),
    ...removed.map((name) => `${name}: no longer in the price list`),
    ...ambiguous.map((name) => `${name}: left out, because the price list has several prices of it`),
    `${added.length} added, ${changed.length} changed, ${removed.length} removed in ${file}.`,
    `Published: ${Object.entries(published)
      .map(([offer, day]) => `${offer} ${day}`)
      .join(', ')}.`,
  ].join('\n');
}
