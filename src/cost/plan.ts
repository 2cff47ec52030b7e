import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../core/errors';
import { fileErrorMeaning } from '../core/file-errors';
import { isObject, type Json, JsonResource, type Lookup, type Resource } from './resource';

/** A resource of a plan. HashiCorp: "JSON Output Format", change representation. */
interface ResourceChange {
  readonly address: string;
  readonly module_address?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly change: { readonly before: Json | null; readonly after: Json | null };
}

interface ConfiguredResource {
  readonly address: string;
  readonly expressions?: Json;
  readonly provider_config_key?: string;
}

interface ConfiguredModule {
  readonly resources?: readonly ConfiguredResource[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ConfiguredModule }>>;
}

interface Document {
  readonly resource_changes?: readonly ResourceChange[];
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, { readonly expressions?: Json }>>;
    readonly root_module?: ConfiguredModule;
  };
}

/** Resources before and after an apply of a plan. */
export interface PlannedResources {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/** Address without the keys of instances: as the configuration has it. */
const configured = (address: string): string => address.replace(/\[[^\]]*\]/g, '');

/** Resources of the configuration by address, those of modules too. */
function configuration(module: ConfiguredModule = {}, prefix = ''): [string, ConfiguredResource][] {
  return [
    ...(module.resources ?? []).map((one): [string, ConfiguredResource] => [`${prefix}${one.address}`, one]),
    ...Object.entries(module.module_calls ?? {}).flatMap(([name, call]) =>
      configuration(call.module, `${prefix}module.${name}.`),
    ),
  ];
}

/** Value of an expression: a constant, or that of the input variable that it refers to. */
function valueOf(expression: unknown, { variables = {} }: Document): unknown {
  if (!isObject(expression)) return undefined;
  if (expression['constant_value'] !== undefined) return expression['constant_value'];
  const [reference] = (expression['references'] ?? []) as string[];
  const [, variable = ''] = /^var\.(\w+)$/.exec(reference ?? '') ?? [];
  return variables[variable]?.value;
}

/** Region of a resource's provider; that of the resource itself, which version 6 of the provider has, wins. */
function regionOf(
  document: Document,
  values: Json,
  resource: ConfiguredResource | undefined,
): string | undefined {
  if (typeof values['region'] === 'string') return values['region'];
  const provider = document.configuration?.provider_config?.[resource?.provider_config_key ?? 'aws'];
  const region = valueOf(provider?.expressions?.['region'], document);
  return typeof region === 'string' ? region : undefined;
}

function resourcesOf(document: Document, side: 'before' | 'after'): Resource[] {
  const written = new Map(configuration(document.configuration?.root_module));
  const changes = (document.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  const made = new Map<string, JsonResource>();
  const byId = new Map<string, JsonResource>();
  const lookupIn = (module: string): Lookup => ({
    referenceOf: (expression) => {
      const references = isObject(expression) ? ((expression['references'] ?? []) as string[]) : [];
      const found = references.map((one) => /^\w+\.\w+$/.exec(configured(one))?.[0]);
      return found.find((one) => one !== undefined);
    },
    resource: (address) => [...made].find(([one]) => configured(one) === `${module}${address}`)?.[1],
    resourceWithId: (id) => byId.get(id),
    ofType: (type) =>
      changes
        .flatMap((one) => (one.type === type ? [made.get(one.address)] : []))
        .filter((one) => one !== undefined),
  });
  return changes.flatMap(({ address, module_address: module, type, change }) => {
    const values = change[side];
    if (values === null) return [];
    const resource = written.get(configured(address));
    const prefix = module === undefined ? '' : `${configured(module)}.`;
    const priced = new JsonResource(values, resource?.expressions ?? {}, lookupIn(prefix));
    made.set(address, priced);
    if (typeof values['id'] === 'string') byId.set(values['id'], priced);
    return [
      { address, type, region: regionOf(document, values, resource), isCounted: true, arguments: priced },
    ];
  });
}

const notAPlan = (file: string, message: string): ConfigurationError =>
  new ConfigurationError({
    code: 'USAGE',
    path: file,
    message,
    accepted: 'a plan, as terraform show -json FILE prints it',
  });

/** Resources before and after an apply. */
export const resourcesOfPlan = (document: object): PlannedResources => ({
  before: resourcesOf(document as Document, 'before'),
  after: resourcesOf(document as Document, 'after'),
});

/**
 * Reads a plan of any project.
 *
 * @throws ConfigurationError USAGE for a file that is no plan
 */
export function readPlan(file: string): PlannedResources {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw notAPlan(
      file,
      code === undefined ? 'is not valid JSON' : `cannot be read: ${fileErrorMeaning(code)}`,
    );
  }
  const changes: unknown = isObject(document) ? document['resource_changes'] : undefined;
  if (!Array.isArray(changes)) throw notAPlan(file, 'is JSON, but not a plan');
  const partial = (changes as ResourceChange[]).find(
    ({ change }) => !('before' in change && 'after' in change),
  );
  if (partial) throw notAPlan(file, `has no values of ${partial.address}`);
  return resourcesOfPlan(document as object);
}
