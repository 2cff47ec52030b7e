import type { Absence, Document, Input, Resource } from '../document';
import type { Value } from '../value';
import { argumentOf } from './body';
import { inputOf } from './input';
import { entries, isObject, items, type Json, type JsonObject } from './json';
import { standIns, toldBy } from './plan-data';
import { Merger } from './plan-merge';
import { ModuleInstance, type ModuleSource, type Place } from './plan-module';
import { Expressions } from './plan-expressions';
import { keyOf } from './plan-reference';
import { collected, field, keyed, object, type Key } from './plan-values';
import { RecordedRules } from './recorded-rules';
import { Unknown } from '../value';

/** The end of a module's address: its name, and its key if it has one. */
const CALLED = /module\.([\w-]+)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?$/;
/** Resources that tell ids of what they made elsewhere. */
const ELSEWHERE = /^aws_(cloudformation_stack|servicecatalog_provisioned_product)/;

class PlannedResource implements Resource {
  readonly certain = true;
  private readonly known = new Map<string, Value>();

  constructor(
    readonly address: string,
    readonly type: string,
    private readonly read: (name: string) => Value,
  ) {}

  public get(name: string): Value {
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, new Unknown(`${this.address}.${name} refers to itself`));
    const value = this.read(name);
    this.known.set(name, value);
    return value;
  }
}

/** Reads `terraform show -json`: what is resolved counts, and for the rest the configuration's expressions. */
class Plan implements Document {
  readonly resources: readonly Resource[];
  readonly opaque = [];
  readonly isPlan = true;
  readonly variables = [];
  readonly deferred: string | undefined;
  private readonly byAddress = new Map<string, Resource>();
  /** The instances of each resource and of each module call, by the address without its last key. */
  private readonly instances = new Map<string, Resource[]>();
  private readonly modules = new Map<string, ModuleInstance[]>();
  private readonly unknown = new Map<string, JsonObject>();
  private readonly before = new Map<string, JsonObject>();
  private readonly data = new Map<string, Value>();
  private readonly rules: RecordedRules;
  private readonly expressions: Expressions;
  private readonly merger: Merger;

  constructor(
    private readonly json: JsonObject,
    source: ModuleSource | undefined,
  ) {
    const { byAddress, instances, modules, data } = this;
    this.expressions = new Expressions({ byAddress, instances, modules, data, variables: json['variables'] });
    this.rules = new RecordedRules(items(json['resource_changes']));
    for (const change of items(json['resource_changes']).filter(isObject)) {
      const address = String(change['address']);
      this.unknown.set(address, object(field(change['change'], 'after_unknown')));
      this.before.set(address, object(field(change['change'], 'before')));
    }
    const formerIds = new Set([...this.before.values()].map(({ id }) => id));
    this.merger = new Merger(this.expressions, { byAddress, formerIds });
    this.readData(object(field(field(json['prior_state'], 'values'), 'root_module')));
    const state = object(field(json['planned_values'] ?? json['values'], 'root_module'));
    const root = new ModuleInstance('', object(field(json['configuration'], 'root_module')), source);
    this.modules.set('', [root]);
    this.readModule(state, root);
    const planned = [...this.instances.values()].flat();
    const found = toldBy(object(field(field(json['prior_state'] ?? json, 'values'), 'root_module')));
    this.resources = [...planned, ...standIns(found, planned)];
    this.deferred = this.elsewhere();
  }

  public get inputs(): string[] {
    return Object.keys(object(this.json['variables'])).filter(
      (name) => this.input(name)?.ranges !== undefined,
    );
  }

  public input(name: string): Input | undefined {
    const value = field(field(this.json['variables'], name), 'value');
    if (value === undefined) return undefined;
    return inputOf(value as Value);
  }

  public absent(address: string): Absence | undefined {
    if (/(^|\.)data\./.test(address)) {
      return { there: 'unknown', why: `${address}: a data source is read when Terraform runs` };
    }
    const names = address.replace(/\[[^\]]*\]/g, '').split('.');
    let config = object(field(this.json['configuration'], 'root_module'));
    while (names[0] === 'module' && names.length > 3) {
      config = object(field(field(config['module_calls'], names[1] ?? ''), 'module'));
      names.splice(0, 2);
    }
    const declared = items(config['resources']).some(
      (resource) => field(resource, 'address') === names.join('.'),
    );
    return declared ? { there: false, why: `${address} has no instance in this plan` } : undefined;
  }

  /** What is not known yet comes from what the plan creates, unless something of it reports what is elsewhere. */
  private elsewhere(): string | undefined {
    const reading = items(this.json['resource_changes']).filter(
      (change) =>
        field(change, 'mode') === 'data' && items(field(field(change, 'change'), 'actions'))[0] === 'read',
    );
    const made = this.resources.find(({ type }) => ELSEWHERE.test(type))?.address;
    const found = field(reading[0], 'address') ?? made;
    return found === undefined ? undefined : `unless ${String(found)} tells of something else`;
  }

  private readData(state: JsonObject): void {
    const read = items(state['resources'])
      .filter(isObject)
      .filter(({ mode }) => mode === 'data');
    const instances = new Map<string, [Key, Value][]>();
    for (const resource of read) {
      const address = String(resource['address']).replace(/\[[^\]]*\]$/, '');
      const known = instances.get(address);
      const own: [Key, Value] = [resource['index'] as Key, resource['values'] as Value];
      if (known) known.push(own);
      else instances.set(address, [own]);
    }
    for (const [address, made] of instances) {
      const keyed = made.filter((one): one is [string | number, Value] => one[0] !== undefined);
      // A data source with a count or keys is a list or a map of what it told.
      this.data.set(address, keyed.length > 0 ? collected(keyed) : made.at(-1)?.[1]);
    }
    for (const child of items(state['child_modules']).filter(isObject)) this.readData(child);
  }

  private readModule(state: JsonObject, module: ModuleInstance): void {
    const configs = new Map(
      items(module.config['resources'])
        .filter(isObject)
        .map((config) => [String(config['address']), config]),
    );
    for (const resource of items(state['resources']).filter(isObject)) {
      if (resource['mode'] === 'data') continue;
      const local = `${resource['type']}.${resource['name']}`;
      this.addResource(resource, `${module.prefix}${local}`, configs.get(local) ?? {}, module);
    }
    for (const child of items(state['child_modules']).filter(isObject)) {
      const address = String(child['address']);
      const [, name = '', key] = CALLED.exec(address) ?? [];
      const call = object(field(module.config['module_calls'], name));
      const own = key === undefined ? undefined : keyOf(key);
      const stated = labelled(module.source?.json['module'], name);
      const from: Place = {
        module,
        key: own,
        forEach: call['for_each_expression'],
        written: stated?.['for_each'],
      };
      const made = new ModuleInstance(address, object(call['module']), module.source?.called(name), {
        json: call,
        name,
        from,
      });
      const unkeyed = `${module.prefix}module.${name}`;
      const siblings = this.modules.get(unkeyed);
      if (siblings) siblings.push(made);
      else this.modules.set(unkeyed, [made]);
      this.readModule(child, made);
    }
  }

  private addResource(
    resource: JsonObject,
    unkeyed: string,
    config: JsonObject,
    module: ModuleInstance,
  ): void {
    const key = resource['index'] as Key;
    const address = keyed(unkeyed, key);
    const body = bodyOf(module.source, String(resource['type']), String(resource['name']));
    const place: Place = {
      module,
      key,
      forEach: config['for_each_expression'],
      written: body?.['for_each'],
    };
    const expressions = object(config['expressions']);
    const type = String(resource['type']);
    const values = this.rules.without(type, object(resource['values']), expressions);
    const unknown = this.unknown.get(address) ?? {};
    const before = this.before.get(address) ?? {};
    const made = new PlannedResource(address, type, (name) => {
      const written = (): Value =>
        body && argumentOf(body, name, {}, address, (json, each) => this.expressions.text(json, place, each));
      return this.merger.argument(name, { values, unknown, expressions, before }, place, written);
    });
    this.byAddress.set(address, made);
    const siblings = this.instances.get(unkeyed);
    if (siblings) siblings.push(made);
    else this.instances.set(unkeyed, [made]);
  }
}

/** The body of a block with this label. */
function labelled(section: Json | undefined, label: string): JsonObject | undefined {
  const body = items(entries(section).find(([own]) => own === label)?.[1])[0];
  return isObject(body) ? body : undefined;
}

/** The body of a resource in the sources that lie beside the plan. */
const bodyOf = (source: ModuleSource | undefined, type: string, name: string): JsonObject | undefined =>
  labelled(entries(source?.json['resource']).find(([label]) => label === type)?.[1], name);

/**
 * Reads a plan, or a state, as `terraform show -json` prints it.
 * @param source the configuration that it was made of; default: what the plan tells of it
 */
export function readPlan(json: JsonObject, source?: ModuleSource): Document {
  return new Plan(json, source);
}
