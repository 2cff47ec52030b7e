/** Any JSON. */
export type Json = unknown;

/** One change, from `before` to `after`, as Terraform writes it. HashiCorp: "JSON Output Format", change representation. */
export interface Change {
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  /** `true` in the places of values that only an apply makes known. */
  readonly after_unknown?: Json;
  /** `true` in the places of sensitive values. */
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
  /** Paths that make a replacement of an update. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** A resource of a plan: with `change` from state to AWS in `resource_drift`, from AWS to configuration in `resource_changes`. */
export interface ResourceChange {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly previous_address?: string;
  /** Id of an object that a replacement has left behind. */
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

interface StateModule {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly StateModule[];
}

interface ConfiguredModule {
  readonly resources?: readonly { readonly address: string; readonly expressions?: Json }[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ConfiguredModule }>>;
}

/** What `terraform show -json` says of a plan, as far as it is read here. */
export interface Plan {
  readonly resource_drift?: readonly ResourceChange[];
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly prior_state?: { readonly values?: { readonly root_module?: StateModule } };
  readonly configuration?: { readonly root_module?: ConfiguredModule };
}

const inModule = ({ resources = [], child_modules = [] }: StateModule): readonly Resource[] => [
  ...resources,
  ...child_modules.flatMap(inModule),
];

/** What state holds and AWS has, as it is in AWS; no data source. */
export const managedResources = ({ prior_state }: Plan): readonly Resource[] =>
  inModule(prior_state?.values?.root_module ?? {}).filter(({ mode }) => mode === 'managed');

/** What state holds, those included that are gone from AWS. */
export function resourcesOfState(plan: Plan): readonly Resource[] {
  const drifted = (plan.resource_drift ?? []).map(({ address, type, change }) => ({
    address,
    type,
    mode: 'managed',
    values: (change.before ?? {}) as Resource['values'],
  }));
  return [...managedResources(plan), ...drifted];
}

/** Whether nothing was ever deployed, or everything was destroyed. */
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

/** What configuration sets: expressions by address, without the keys of `for_each` and `count`. */
export const expressionsOf = ({ configuration }: Plan): ReadonlyMap<string, Json> =>
  new Map(expressionsIn(configuration?.root_module ?? {}, ''));

/** An address in configuration: without keys. */
export const withoutKeys = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
