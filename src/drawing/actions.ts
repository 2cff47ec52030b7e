/** What a plan does to a resource. */
export type Action = 'created' | 'updated' | 'replaced' | 'destroyed';

export const SIGNS: Readonly<Record<Action, string>> = {
  created: '+',
  updated: '~',
  replaced: '±',
  destroyed: '−',
};

interface ResourceChange {
  readonly address?: unknown;
  readonly mode?: unknown;
  readonly change?: { readonly actions?: unknown };
}

const ACTIONS: Readonly<Record<string, Action>> = {
  create: 'created',
  update: 'updated',
  delete: 'destroyed',
  'delete create': 'replaced',
  'create delete': 'replaced',
};

/** Whether it is a plan as `terraform show -json` prints it. */
export const isPlan = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'resource_changes' in json;

/** The state that a plan was made from, with the plan's variables; an empty one where there was none. */
export function stateBefore(plan: unknown): object {
  const { prior_state: state, variables } = plan as {
    readonly prior_state?: { readonly values?: unknown };
    readonly variables?: unknown;
  };
  const empty = { format_version: '1.0', terraform_version: '1.11.0', values: { root_module: {} } };
  return { ...(state?.values ? state : empty), variables };
}

/** What a plan, as `terraform show -json` prints it, does to resources, by address; nothing of anything else. */
export function actionsOf(plan: unknown): ReadonlyMap<string, Action> {
  const { resource_changes: changes } = (plan ?? {}) as { readonly resource_changes?: unknown };
  if (!Array.isArray(changes)) return new Map();
  return new Map(
    (changes as readonly (ResourceChange | null)[]).flatMap((one) => {
      const actions = one?.change?.actions;
      const action = Array.isArray(actions) ? ACTIONS[actions.join(' ')] : undefined;
      return action && typeof one?.address === 'string' && one.mode !== 'data'
        ? [[one.address, action] as const]
        : [];
    }),
  );
}
