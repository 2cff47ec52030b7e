import type { Finding } from './finding';
import type { Ignored } from './ignored';
import { isEmpty, type Plan } from '../plan/plan';
import { outputFindings } from './outputs';
import { resourceFindings } from './resources';

/** Reports an empty state as one finding, not as one for each resource. */
function nothingDeployed({ resource_changes = [] }: Plan, environment: string, state: string): Finding {
  const { length } = resource_changes.filter(({ change }) => change.actions.includes('create'));
  const text = `state (${state}) is empty: it was never deployed, or is destroyed; an apply makes ${length} resources`;
  return { address: environment, outcome: 'deploys', text };
}

export interface PlanFacts {
  readonly plan: Plan;
  readonly ignored: Ignored;
  /** Names of the environment and its backend, for messages. */
  readonly environment: string;
  readonly state: string;
}

/** Differences between AWS, state and configuration that a plan contains. */
export function planFindings({ plan, ignored, environment, state }: PlanFacts): Finding[] {
  if (isEmpty(plan)) return [nothingDeployed(plan, environment, state)];
  return [...resourceFindings(plan, ignored), ...outputFindings(plan)];
}

export type { Finding } from './finding';
export { ignoredIn } from './ignored';
export type { Plan } from '../plan/plan';
export { printFindings, sentenceOf, sorted } from './report';
export { checkEc2, unmanagedFindings } from './unmanaged';
