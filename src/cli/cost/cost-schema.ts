import { z } from 'zod';

const text = z.string();

const price = z.object({
  usageType: text,
  operation: text,
  unit: text,
  price: text,
  from: text.optional().describe('First unit a month that costs this'),
  asOf: text,
  source: text,
});

const amount = text.describe('USD a month, a decimal');

const cost = z.discriminatedUnion('column', [
  z.object({
    of: text,
    column: z.literal('fixed'),
    prices: z.array(price),
    quantity: text.describe('Units a month'),
    amount,
    most: amount.optional().describe('What AWS may raise the amount to by itself'),
  }),
  z.object({
    of: text,
    column: z.literal('use'),
    prices: z.array(price),
    quantity: text.optional().describe('Units a month, with --usage'),
    amount: amount.optional(),
  }),
  z.object({ of: text, column: z.literal('unknown'), why: text }),
]);

const costsByResource = z.array(z.object({ address: text, type: text, costs: z.array(cost) }));

const total = z.object({
  fixed: amount,
  use: amount.describe('What the stated usage costs'),
  atLeast: amount.describe('Both: unknown charges and usage that is not stated come on top'),
  most: amount.describe('With what AWS may raise by itself'),
  unknown: z.int().describe('Number of unknown charges'),
});

const priced = {
  currency: z.literal('USD'),
  prices: z
    .object({ oldest: text, newest: text })
    .nullable()
    .describe('Dates of the prices; null if none was found'),
};

/** What a plan changes of the costs. */
export const costChanges = z.object({
  ...priced,
  changes: z.array(
    z.object({
      address: text,
      type: text,
      before: amount,
      after: amount,
      difference: amount,
      withoutAmount: z.array(text).describe('Charges by use that are not stated, and unknown ones'),
    }),
  ),
  before: total,
  after: total,
  difference: amount,
});

/** Schema of what `devloop cost --json` prints. */
export const costSchema = z.union([
  z
    .object({ environment: text, region: text, ...priced, resources: costsByResource, total })
    .describe('Without --plan'),
  costChanges.extend({ plan: text }).describe('With --plan'),
  z
    .object({
      region: text,
      file: text,
      published: z.record(text, text).describe('Date of each offer file'),
      added: z.array(text),
      removed: z.array(text),
      changed: z.array(z.object({ price: text, before: text, after: text })),
      ambiguous: z.array(text).describe('Left out: the price list has several prices of it'),
    })
    .describe('With --refresh'),
]);
