import Big from 'big.js';
import { ConfigurationError } from '../../core/errors';
import { costOf } from '../../cost';
import { usd } from '../../cost/amount';
import { estimateDocument } from '../../cost/document';
import { agesOf, HEAD, printAge, printTotal, rowsOf } from '../../cost/print';
import { readStack } from '../../cost/synthesized';
import type { Outcome, Run } from '../define-command';
import { printTable } from '../output/table';
import { synthesizedEnvironment } from '../synthesized';

export interface CostValues {
  readonly environment: string;
  readonly synthesized: string | undefined;
  readonly usage: string | undefined;
  readonly max: string | undefined;
}

type Output = Pick<Run<Record<never, never>>, 'result' | 'say'>;

/** @throws ConfigurationError USAGE if the limit is no amount */
function limitOf(max: string | undefined): Big | undefined {
  if (max === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(max)) return new Big(max);
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--max',
    given: max,
    message: 'is not an amount',
    accepted: 'USD a month, e.g. 250 or 99.50',
  });
}

/** Whether a total keeps below the limit. */
function outcomeOf(total: Big, limit: Big | undefined, say: Output['say']): Outcome {
  if (!limit || total.lt(limit)) return 'done';
  say(`At least ${usd(total)} USD a month is not below --max ${limit.toFixed()}.`);
  return 'differs';
}

/** Runs `devloop cost`. */
export async function printCost(options: CostValues, { result, say }: Output): Promise<Outcome> {
  const limit = limitOf(options.max);
  const date = new Date();
  const environment = await synthesizedEnvironment(options, 'cost');
  const estimate = costOf(readStack(environment.synthesize()), { usageFile: options.usage, date });
  const { name, region } = environment;
  const table = printTable(HEAD, rowsOf(estimate), { width: process.stdout.columns });
  result(
    {
      environment: name,
      region,
      currency: 'USD',
      prices: agesOf(estimate) ?? null,
      ...estimateDocument(estimate),
    },
    [table, printTotal(estimate), printAge(estimate, date)].join('\n'),
  );
  return outcomeOf(estimate.total, limit, say);
}
