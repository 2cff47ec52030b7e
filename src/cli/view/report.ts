import { costsOf } from '../../cost';
import type { Cost, Estimate } from '../../cost/estimate';
import {
  changeRows,
  CHANGES_HEAD,
  HEAD,
  printCosts,
  printDates,
  printDifference,
  printTotal,
  rowsOf,
} from '../../cost/print';
import { resourcesOfStack } from '../../cost/synthesized';
import { isPlan, type PageCosts } from '../../drawing';
import type { Plan } from '../../plan/plan';
import { printLines } from '../../review/print';
import { reviewOf } from '../../review/review';

/** What a page tells of a plan beside its network. */
interface PlanOnPage {
  readonly costs: PageCosts;
  readonly findings: readonly string[];
}

const isStack = (json: unknown): json is object =>
  typeof json === 'object' && json !== null && 'resource' in json;

/** Address without the key of an instance, under which a configuration has it. */
const written = (address: string): string => address.replace(/\[[^[]*\]$/, '');

/** What each resource costs, by its address, and by that of its block where it has several instances. */
function byAddress({ resources }: Estimate): ReadonlyMap<string, string> {
  const costs = new Map<string, readonly Cost[]>();
  for (const one of resources)
    for (const address of new Set([one.address, written(one.address)]))
      costs.set(address, [...(costs.get(address) ?? []), ...one.costs]);
  return new Map([...costs].map(([address, all]) => [address, printCosts(all)]));
}

function ofPlan(plan: Plan): PlanOnPage {
  const review = reviewOf(plan, new Date());
  const { before, after, changes } = review.cost;
  return {
    costs: {
      byAddress: byAddress(after),
      sentences: [printDifference(before, after), printDates(after)],
      head: CHANGES_HEAD,
      rows: changeRows(changes),
    },
    findings: [...printLines(review), ...review.notes, ...review.checks],
  };
}

function ofStack(json: object): PageCosts {
  const [estimate] = costsOf([resourcesOfStack(json)], { date: new Date() }) as [Estimate];
  return {
    byAddress: byAddress(estimate),
    sentences: [printTotal(estimate), printDates(estimate)],
    head: HEAD,
    rows: rowsOf(estimate),
  };
}

/** Costs and findings of a plan, or costs of a stack; nothing of anything else, e.g. a state or HCL. */
export function reportOf(json: unknown): Partial<PlanOnPage> {
  if (isPlan(json)) return ofPlan(json as Plan);
  return isStack(json) ? { costs: ofStack(json) } : {};
}
