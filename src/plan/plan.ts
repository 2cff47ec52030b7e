/** Any JSON value. */
export type Json = unknown;

/** Change representation of a plan. HashiCorp: "JSON Output Format". */
export interface Change {
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  /** `true` for each value that is known only after an apply. */
  readonly after_unknown?: Json;
  /** `true` for each sensitive value. */
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
  /** Paths of attributes that force replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  /** The id of an object that is imported. */
  readonly importing?: { readonly id?: string };
}

/** Resource change. Goes from state to AWS in `resource_drift`, and from AWS to configuration in `resource_changes`. */
export interface ResourceChange {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly provider_name?: string;
  readonly previous_address?: string;
  /** Key of the deposed object. */
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: Change;
}

export interface Resource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: Readonly<Record<string, Json>>;
}

export interface StateModule {
  readonly address?: string;
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly StateModule[];
}

interface ConfiguredModule {
  readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
  readonly resources?: readonly { readonly address: string; readonly expressions?: Json }[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ConfiguredModule }>>;
}

/** Result of a condition or a `check` block, as far as a plan knows it. */
export interface Check {
  readonly address?: { readonly to_display?: string };
  readonly status?: string;
  readonly instances?: readonly { readonly problems?: readonly { readonly message?: string }[] }[];
}

/** The parts of `terraform show -json` for a plan that are used here. */
export interface Plan {
  readonly variables?: Readonly<Record<string, { readonly value?: Json }>>;
  readonly resource_drift?: readonly ResourceChange[];
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly prior_state?: { readonly values?: { readonly root_module?: StateModule } };
  readonly planned_values?: { readonly root_module?: StateModule };
  /** What an experimental plan leaves to another one. */
  readonly deferred_changes?: readonly {
    readonly reason?: string;
    readonly resource_change?: ResourceChange;
  }[];
  readonly checks?: readonly Check[];
  /** Whether the plan failed on its way. */
  readonly errored?: boolean;
  /** Whether no other plan is needed after its apply. @default not told, by Terraform before 1.8 */
  readonly complete?: boolean;
  readonly configuration?: { readonly root_module?: ConfiguredModule };
}

/** Resources of a module of values, and of those that it calls. */
export const inModule = ({ resources = [], child_modules = [] }: StateModule): readonly Resource[] => [
  ...resources,
  ...child_modules.flatMap(inModule),
];

/** Refreshed state: managed resources that exist in AWS, with the values that they have there. */
export const managedResources = ({ prior_state }: Plan): readonly Resource[] =>
  inModule(prior_state?.values?.root_module ?? {}).filter(({ mode }) => mode === 'managed');

/** Managed resources in state, including those that no longer exist in AWS. */
export function resourcesOfState(plan: Plan): readonly Resource[] {
  const drifted = (plan.resource_drift ?? []).map(({ address, type, change }) => ({
    address,
    type,
    mode: 'managed',
    values: (change.before ?? {}) as Resource['values'],
  }));
  return [...managedResources(plan), ...drifted];
}

/** Whether state contains no managed resources. */
export const isEmpty = (plan: Plan): boolean => resourcesOfState(plan).length === 0;

function expressionsIn(module: ConfiguredModule, prefix: string): [string, Json][] {
  const { resources = [], module_calls = {} } = module;
  return [
    ...resources.map(({ address, expressions }): [string, Json] => [prefix + address, expressions]),
    ...Object.entries(module_calls).flatMap(([name, call]) =>
      expressionsIn(call.module ?? {}, `${prefix}module.${name}.`),
    ),
  ];
}

/** Expressions in configuration, by address without instance keys. */
export const expressionsOf = ({ configuration }: Plan): ReadonlyMap<string, Json> =>
  new Map(expressionsIn(configuration?.root_module ?? {}, ''));

/** Removes the instance keys of `for_each` and `count` from an address. */
export const withoutKeys = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
