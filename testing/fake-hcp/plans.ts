import { found, type Call, type Reply, type Routes } from './api';
import type { Objects } from './objects';
import { phaseResource } from './run-resources';
import type { Store } from './store';

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans and
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/applies
 */
export function planRoutes(store: Store, objects: Objects): Routes {
  const redirect = (json: string | undefined): Reply =>
    json === undefined
      ? { status: 204 }
      : { status: 307, headers: { location: objects.add({ read: () => json }) } };
  const phaseOf = ({ params }: Call) => found(store.phase(params['phase'] ?? ''));
  return {
    'GET /plans/:phase': (call) => {
      const { phase, run } = phaseOf(call);
      return { data: phaseResource('plans', phase, run) };
    },
    'GET /applies/:phase': (call) => {
      const { phase, run } = phaseOf(call);
      return { data: phaseResource('applies', phase, run) };
    },
    'GET /plans/:phase/json-output': (call) => redirect(phaseOf(call).run.planJson),
    // Undocumented. The CLI reads it if the workspace has structured run output.
    // https://github.com/hashicorp/terraform/blob/v1.11.4/internal/cloud/backend_plan.go, readRedactedPlan
    'GET /plans/:phase/json-output-redacted': (call) => redirect(phaseOf(call).run.redactedPlanJson),
  };
}
