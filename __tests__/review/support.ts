import type { Change, Plan, ResourceChange } from '../../src/plan/plan';
import { printReview } from '../../src/review/print';
import { type Review, reviewOf } from '../../src/review/review';

/** Date of the prices in tests. */
export const DATE = new Date('2026-01-01');

export const review = (plan: Plan): Review => reviewOf(plan, DATE);

/** A change of a resource, as a plan has it. */
export function change(
  address: string,
  actions: readonly string[],
  before: object | null,
  after: object | null,
  more: Partial<ResourceChange> & { readonly masks?: Partial<Change> } = {},
): ResourceChange {
  const [type = '', name = ''] = address.split('.').slice(-2);
  const { masks, ...rest } = more;
  return {
    address,
    mode: 'managed',
    type,
    name,
    change: {
      actions,
      before,
      after,
      before_sensitive: {},
      after_sensitive: {},
      after_unknown: {},
      ...masks,
    },
    ...rest,
  };
}

/** A plan with these changes, whose resources are in no network. */
export const planOf = (changes: readonly ResourceChange[], more: Partial<Plan> = {}): Plan => ({
  resource_changes: changes,
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  ...more,
});

/** Lines of a printed review. */
export const linesOf = (plan: Plan): string[] => printReview(review(plan)).split('\n');

/** Lines below a heading, without their indent. */
export function below(heading: string, plan: Plan): string[] {
  const lines = linesOf(plan);
  const rest = lines.slice(lines.indexOf(heading) + 1);
  const end = rest.indexOf('');
  return rest.slice(0, end < 0 ? rest.length : end).map((line) => line.slice(2));
}
