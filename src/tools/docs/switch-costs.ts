import { App } from 'cdktf';
import Big from 'big.js';
import type { EnvironmentInput } from '../../config';
import { parseEnvironment } from '../../config/schema';
import { costsOf } from '../../cost';
import { HOURS_A_MONTH } from '../../cost/amount';
import type { Cost, Estimate } from '../../cost/estimate';
import { unitPrice } from '../../cost/print';
import { resourcesOfStack } from '../../cost/synthesized';
import { PlatformStack } from '../../stacks/platform-stack';
import { code, markdownTable } from './markdown';
import { type Switch, SWITCHES } from './switches';

/** No charge of a switch depends on the calendar. */
const DATE = new Date(0);

function estimateOf(environment: EnvironmentInput): Estimate {
  const stack = new PlatformStack(new App(), parseEnvironment(environment, environment.name), undefined);
  const [estimate] = costsOf([resourcesOfStack(stack.toTerraform() as object)], { date: DATE });
  if (!estimate) throw new Error(`no estimate of ${environment.name}`);
  return estimate;
}

/** Charges by resource and what they are of. */
const chargesOf = ({ resources }: Estimate): Map<string, Cost> =>
  new Map(
    resources.flatMap(({ address, costs }) => costs.map((cost) => [`${address} ${cost.of}`, cost] as const)),
  );

const once = (texts: readonly string[]): string => [...new Set(texts)].join('; ');

/** USD by the hour with four decimals, without zeros at the end. */
const hourly = (month: Big): string => new Big(month.div(HOURS_A_MONTH).toFixed(4)).toString();

const cheapest = new WeakMap<EnvironmentInput, Map<string, Cost>>();

function chargesWithout(environment: EnvironmentInput): Map<string, Cost> {
  const known = cheapest.get(environment) ?? chargesOf(estimateOf(environment));
  cheapest.set(environment, known);
  return known;
}

function row({ key, off, on }: Switch): string[] {
  const before = chargesWithout(off);
  const after = [...chargesOf(estimateOf(on(off)))];
  // A charge that the switch adds or changes.
  const changed = after.flatMap(([charge, cost]) => {
    const former = before.get(charge);
    return former?.column === cost.column && cost.column !== 'fixed' ? [] : [{ cost, former }];
  });
  const fixed = changed.reduce(
    (sum, { cost, former }) =>
      cost.column === 'fixed'
        ? sum.plus(cost.amount).minus(former?.column === 'fixed' ? former.amount : 0)
        : sum,
    new Big(0),
  );
  const byUse = changed.flatMap(({ cost }) =>
    cost.column === 'use' ? [`${cost.of}: ${unitPrice(cost.prices)}`] : [],
  );
  const unknown = changed.flatMap(({ cost }) => (cost.column === 'unknown' ? [cost.of] : []));
  return [code(key), hourly(fixed), once(byUse), once(unknown)];
}

/** Formats what each switch costs in `prod`. */
export const switchCostsTable = (): string =>
  markdownTable(['key', 'fixed, USD an hour', 'by use, USD', 'price not known'], SWITCHES.map(row));
