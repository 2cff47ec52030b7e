import Big from 'big.js';
import { ConfigurationError } from '../../core/errors';
import { costsOf } from '../../cost';
import { usd } from '../../cost/amount';
import { compareEstimates } from '../../cost/compare';
import { changesDocument, estimateDocument } from '../../cost/document';
import type { Estimate } from '../../cost/estimate';
import { readPlan } from '../../cost/plan';
import {
  agesOf,
  changeRows,
  CHANGES_HEAD,
  HEAD,
  printAge,
  printDifference,
  printTotal,
  rowsOf,
} from '../../cost/print';
import { readStack } from '../../cost/synthesized';
import { DEFAULT_ENVIRONMENT } from '../default-environment';
import type { Outcome, Run } from '../define-command';
import { printTable } from '../output/table';
import { synthesizedEnvironment } from '../synthesized';

export interface CostValues {
  readonly environment: string | undefined;
  readonly plan: string | undefined;
  readonly synthesized: string | undefined;
  readonly usage: string | undefined;
  readonly max: string | undefined;
  readonly refresh: boolean;
}

type Output = Pick<Run<Record<never, never>>, 'result' | 'say' | 'signal'>;

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

const table = (head: Parameters<typeof printTable>[0], rows: Parameters<typeof printTable>[1]): string =>
  printTable(head, rows, { width: process.stdout.columns });

/** Prints the estimate of an environment. */
async function printEnvironment(
  options: CostValues,
  limit: Big | undefined,
  { result, say }: Output,
): Promise<Outcome> {
  const date = new Date();
  const environment = await synthesizedEnvironment(
    { ...options, environment: options.environment ?? DEFAULT_ENVIRONMENT },
    'cost',
  );
  const [estimate] = costsOf([readStack(environment.synthesize())], { usageFile: options.usage, date }) as [
    Estimate,
  ];
  const { name, region } = environment;
  result(
    {
      environment: name,
      region,
      currency: 'USD',
      prices: agesOf(estimate) ?? null,
      ...estimateDocument(estimate),
    },
    [table(HEAD, rowsOf(estimate)), printTotal(estimate), printAge(estimate, date)].join('\n'),
  );
  return outcomeOf(estimate.total, limit, say);
}

/** Prints what a plan changes. The limit is for what it leads to. */
function printPlan(
  plan: string,
  options: CostValues,
  limit: Big | undefined,
  { result, say }: Output,
): Outcome {
  const date = new Date();
  const resources = readPlan(plan);
  const lists = [resources.before, resources.after];
  const [before, after] = costsOf(lists, { usageFile: options.usage, date }) as [Estimate, Estimate];
  const changes = compareEstimates(before, after);
  const lines = [
    ...(changes.length === 0 ? [] : [table(CHANGES_HEAD, changeRows(changes))]),
    printDifference(before, after),
    printAge(after, date),
  ];
  result(
    { plan, currency: 'USD', prices: agesOf(after) ?? null, ...changesDocument(changes, before, after) },
    lines.join('\n'),
  );
  return outcomeOf(after.total, limit, say);
}

const ALONE = ['plan', 'synthesized', 'usage', 'max'] as const;

/** Refreshes the table of an environment's region. */
async function refresh(options: CostValues, { result, say, signal }: Output): Promise<Outcome> {
  const others = ALONE.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (others.length > 0)
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--refresh',
      message: `excludes ${others.join(', ')}`,
      accepted: '--environment alone with it',
    });
  const { loadEnvironment } = await import('../../config');
  const { printRefresh, refreshPrices } = await import('../../cost/refresh');
  const { region } = loadEnvironment(options.environment ?? DEFAULT_ENVIRONMENT);
  say(`Reading the price list of ${region}, hundreds of megabytes.`);
  const refreshed = await refreshPrices({ region, env: process.env, signal });
  result(refreshed, printRefresh(refreshed));
  return 'done';
}

/** Runs `devloop cost`. */
export async function printCost(options: CostValues, output: Output): Promise<Outcome> {
  if (options.refresh) return refresh(options, output);
  const limit = limitOf(options.max);
  if (options.plan === undefined) return printEnvironment(options, limit, output);
  if (options.environment !== undefined || options.synthesized !== undefined)
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--plan',
      message: 'excludes --environment and --synthesized',
      accepted: 'one of them',
    });
  return printPlan(options.plan, options, limit, output);
}
