import { found, type Call, type Routes } from './api';
import type { Objects } from './objects';
import { phaseResource } from './run-resources';
import type { Store } from './store';

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans and
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/applies
 */
export function planRoutes(store: Store, objects: Objects): Routes {
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
    'GET /plans/:phase/json-output': (call) => {
      const { planJson } = phaseOf(call).run;
      if (planJson === undefined) return { status: 204 };
      return { status: 307, headers: { location: objects.add({ read: () => planJson }) } };
    },
  };
}
