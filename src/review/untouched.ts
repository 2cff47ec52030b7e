import { inModule, managedResources, type Plan, type Resource, type StateModule } from '../plan/plan';

/** Modules of both sides, with the resources of `prior` that are missing in `planned`. */
function merged(
  planned: StateModule,
  prior: StateModule,
  isMissing: (one: Resource) => boolean,
): StateModule {
  const children = new Map((planned.child_modules ?? []).map((one) => [one.address, one]));
  for (const one of prior.child_modules ?? [])
    children.set(
      one.address,
      merged(children.get(one.address) ?? { address: one.address ?? '' }, one, isMissing),
    );
  return {
    ...planned,
    resources: [...(planned.resources ?? []), ...(prior.resources ?? []).filter(isMissing)],
    child_modules: [...children.values()],
  };
}

/**
 * The same plan with the resources that it leaves out, which an apply does not touch: `-target` and `-refresh-only` leave out what they
 * do not plan.
 */
export function withUntouched(plan: Plan): Plan {
  const changes = plan.resource_changes ?? [];
  const planned = new Set([
    ...changes.map(({ address }) => address),
    ...inModule(plan.planned_values?.root_module ?? {}).map(({ address }) => address),
  ]);
  const untouched = managedResources(plan).filter(({ address }) => !planned.has(address));
  if (untouched.length === 0) return plan;
  const addresses = new Set(untouched.map(({ address }) => address));
  return {
    ...plan,
    resource_changes: [
      ...changes,
      ...untouched.map(({ address, mode, type, values }) => ({
        address,
        mode,
        type,
        name: '',
        change: { actions: ['no-op'], before: values, after: values },
      })),
    ],
    planned_values: {
      ...plan.planned_values,
      root_module: merged(
        plan.planned_values?.root_module ?? {},
        plan.prior_state?.values?.root_module ?? {},
        ({ address }) => addresses.has(address),
      ),
    },
  };
}
