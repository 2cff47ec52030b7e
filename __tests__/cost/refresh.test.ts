import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceOf, PRICES_DIR, type PriceTable, readPriceTable } from '../../src/cost/price-table';
import { printRefresh, refreshPrices, tableText } from '../../src/cost/refresh';
import { PRICE_PATTERNS } from '../../src/resources';

const REGION = 'ap-northeast-2';
const OFFERS = ['AmazonEC2', 'AWSELB', 'AWSDataTransfer'];

/** Pieces of offer files, with their first lines and their columns as AWS publishes them. */
const piece = (offer: string): string => readFileSync(join(__dirname, 'recorded', `${offer}.csv`), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'prices-'));
const asked: string[] = [];
const server = createServer(({ url = '' }, response) => {
  asked.push(url);
  const [, offer = ''] = /^\/offers\/v1\.0\/aws\/(\w+)\/current\/ap-northeast-2\/index\.csv$/.exec(url) ?? [];
  if (OFFERS.includes(offer)) response.end(piece(offer));
  else if (offer === 'AmazonVPC') response.end('<html>maintenance</html>\n');
  else if (offer === 'AmazonS3') {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write(piece('AmazonEC2'), () => response.destroy());
  } else response.writeHead(404).end();
});
let endpoint = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const refresh = (offers: readonly string[]) =>
  refreshPrices({
    region: REGION,
    folder,
    env: { AWS_ENDPOINT_URL_PRICING: endpoint },
    patterns: PRICE_PATTERNS.filter(({ offer }) => offers.includes(offer)),
  });

const row = (offer: string, usageType: string, operation: string, price: string) => ({
  offer,
  usageType,
  operation,
  unit: 'Hrs',
  price,
  currency: 'USD' as const,
  asOf: '2020-01-01',
  source: 'before',
});

const BEFORE: PriceTable = {
  region: REGION,
  prices: [
    row('AmazonEC2', 'APN2-NatGateway-Hours', 'NatGateway', '0.062'),
    row('AmazonEC2', 'APN2-BoxUsage:t1.micro', 'RunInstances', '0.02'),
    row('AmazonRDS', 'APN2-InstanceUsage:db.t3.micro', 'CreateDBInstance:0002', '0.026'),
  ],
};

const found = (table: PriceTable | undefined, key: Parameters<typeof priceOf>[1]): unknown => {
  const answer = priceOf(table as PriceTable, key);
  return 'why' in answer
    ? answer.why
    : answer.prices.map(({ price, from }) => (from ? `${price} from ${from}` : price));
};

describe('A refresh', () => {
  beforeEach(() => {
    asked.length = 0;
    writeFileSync(join(folder, `${REGION}.json`), tableText(BEFORE));
  });

  test('replaces the prices of the offers that it reads, and keeps the others', async () => {
    await refresh(OFFERS);
    const table = readPriceTable(REGION, folder);
    const ofEc2 = (usageType: string, operation?: string) =>
      found(table, { offer: 'AmazonEC2', usageType, ...(operation && { operation }) });
    expect(asked).toEqual([
      '/offers/v1.0/aws/AWSDataTransfer/current/ap-northeast-2/index.csv',
      '/offers/v1.0/aws/AWSELB/current/ap-northeast-2/index.csv',
      '/offers/v1.0/aws/AmazonEC2/current/ap-northeast-2/index.csv',
    ]);
    expect(ofEc2('NatGateway-Hours', 'NatGateway')).toEqual(['0.059']);
    expect(ofEc2('BoxUsage:t3.medium', 'RunInstances')).toEqual(['0.052']);
    expect(ofEc2('EBS:VolumeUsage.gp3')).toEqual(['0.0912']);
    expect(
      found(table, {
        offer: 'AWSELB',
        usageType: 'LoadBalancerUsage',
        operation: 'LoadBalancing:Application',
      }),
    ).toEqual(['0.0225']);
    expect(found(table, { offer: 'AWSDataTransfer', usageType: 'DataTransfer-Out-Bytes' })).toEqual([
      '0.126',
      '0.122 from 10240',
    ]);
    expect(found(table, { offer: 'AmazonRDS', usageType: 'InstanceUsage:db.t3.micro' })).toEqual(['0.026']);
  });

  test('keeps no reserved price, no other currency, and none of several prices of one thing', async () => {
    const { ambiguous } = await refresh(OFFERS);
    const table = readPriceTable(REGION, folder);
    expect(ambiguous).toEqual(['AmazonEC2 APN2-CPUCredits:t3 RunInstances']);
    expect(table?.prices.filter(({ usageType }) => /Dedicated|CPUCredits|AWS-Out/.test(usageType))).toEqual(
      [],
    );
    expect(table?.prices.every(({ currency }) => currency === 'USD')).toBe(true);
  });

  test('dates each price by its file, with its address', async () => {
    await refresh(['AWSELB']);
    const prices = readPriceTable(REGION, folder)?.prices.filter(({ offer }) => offer === 'AWSELB') ?? [];
    expect(new Set(prices.map(({ asOf, source }) => `${asOf} ${source}`))).toEqual(
      new Set([`2026-10-01 ${endpoint}/offers/v1.0/aws/AWSELB/current/ap-northeast-2/index.csv`]),
    );
  });

  test('shows what changed', async () => {
    const refreshed = await refresh(['AmazonEC2']);
    expect(printRefresh(refreshed).split('\n')).toEqual([
      'AmazonEC2 APN2-NatGateway-Hours NatGateway: 0.062 → 0.059',
      'AmazonEC2 APN2-BoxUsage:t1.micro RunInstances: no longer in the price list',
      'AmazonEC2 APN2-CPUCredits:t3 RunInstances: left out, because the price list has several prices of it',
      `3 added, 1 changed, 1 removed in ${join(folder, `${REGION}.json`)}.`,
      'Published: AmazonEC2 2026-09-25.',
    ]);
  });

  test.each([
    ['a missing file', 'AmazonRDS', 'HTTP status 404'],
    [
      'a page that is no offer file',
      'AmazonVPC',
      'it has no On-Demand price of AmazonVPC that devloop asks for',
    ],
    ['a connection that breaks', 'AmazonS3', expect.any(String)],
  ])('leaves the table as it is after %s', async (_, offer, detail) => {
    const failure = refresh(['AWSELB', offer]);
    await expect(failure).rejects.toMatchObject({ failure: { code: 'PRICES', detail } });
    expect(readFileSync(join(folder, `${REGION}.json`), 'utf8')).toBe(tableText(BEFORE));
  });
});

test('The table of Seoul is written as a refresh writes it', () => {
  const table = readPriceTable(REGION) as PriceTable;
  expect(readFileSync(join(PRICES_DIR, `${REGION}.json`), 'utf8')).toBe(tableText(table));
});
