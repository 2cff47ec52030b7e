import type { Absence, Document, Input, Resource } from '../document';
import { NOTHING, parseLoosely, union } from '../ranges';
import { Candidates, Reference, Unknown, references, type Value } from '../value';
import { isObject, items, type Json, type JsonObject } from './json';
import { ModuleInstance, type Place } from './plan-module';
import { parseReference, withoutPrefixes, type Step } from './plan-reference';
import { blockOf, field, keyed, object, pick, take, type Key } from './plan-values';

class PlannedResource implements Resource {
  readonly certain = true;
  private readonly known = new Map<string, Value>();

  constructor(
    readonly address: string,
    readonly type: string,
    private readonly values: JsonObject,
    private readonly unknown: JsonObject,
    private readonly expressions: JsonObject,
    private readonly place: Place,
    private readonly plan: Plan,
  ) {}

  public get(name: string): Value {
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, new Unknown(`${this.address}.${name} refers to itself`));
    const value = this.plan.merge(this.values[name], this.unknown[name], this.expressions[name], this.place);
    this.known.set(name, value);
    return value;
  }
}

/** Reads `terraform show -json`: what is resolved counts, and for the rest the configuration's references. */
class Plan implements Document {
  readonly resources: readonly Resource[];
  readonly opaque = [];
  readonly isPlan = true;
  private readonly byAddress = new Map<string, Resource>();
  /** Expressions, so that none is followed twice, or in a circle. */
  private readonly resolved = new Map<string, Value>();
  /** The instances of each resource and of each module call, by the address without its last key. */
  private readonly instances = new Map<string, Resource[]>();
  private readonly modules = new Map<string, ModuleInstance[]>();
  private readonly unknown = new Map<string, JsonObject>();

  constructor(private readonly json: JsonObject) {
    for (const change of items(json['resource_changes']).filter(isObject)) {
      this.unknown.set(String(change['address']), object(field(change['change'], 'after_unknown')));
    }
    const state = object(field(json['planned_values'] ?? json['values'], 'root_module'));
    const root = new ModuleInstance('', object(field(json['configuration'], 'root_module')));
    this.readModule(state, root);
    this.resources = [...this.instances.values()].flat();
  }

  public get inputs(): string[] {
    return Object.keys(object(this.json['variables'])).filter(
      (name) => this.input(name)?.ranges !== undefined,
    );
  }

  public input(name: string): Input | undefined {
    const value = field(field(this.json['variables'], name), 'value');
    if (value === undefined) return undefined;
    const ranges = items(value).map((item) => (typeof item === 'string' ? parseLoosely(item) : undefined));
    const known = ranges.every((range) => range !== undefined)
      ? union(...ranges.map((range) => range ?? NOTHING))
      : undefined;
    return { ...(known && { ranges: known }), mayBeInternet: true, mayHold: () => true };
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
      const [, name = '', key] = /module\.([\w-]+)(\[[^\]]*\])?$/.exec(address) ?? [];
      const call = object(field(module.config['module_calls'], name));
      const own = key === undefined ? undefined : (JSON.parse(key.slice(1, -1)) as Key);
      const from: Place = { module, key: own, forEach: call['for_each_expression'] };
      const made = new ModuleInstance(address, object(call['module']), { json: call, from });
      const unkeyed = `${module.prefix}module.${name}`;
      this.modules.set(unkeyed, [...(this.modules.get(unkeyed) ?? []), made]);
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
    const place: Place = { module, key, forEach: config['for_each_expression'] };
    const made = new PlannedResource(
      address,
      String(resource['type']),
      object(resource['values']),
      this.unknown.get(address) ?? {},
      object(config['expressions']),
      place,
      this,
    );
    this.byAddress.set(address, made);
    const siblings = this.instances.get(unkeyed);
    if (siblings) siblings.push(made);
    else this.instances.set(unkeyed, [made]);
  }

  /** What is planned, with the configuration's expression where it is not known yet. */
  public merge(
    known: Json | undefined,
    unknown: Json | undefined,
    expression: Json | undefined,
    place: Place,
  ): Value {
    if (unknown === true) return expression === undefined ? undefined : this.express(expression, place);
    if (Array.isArray(known) && (Array.isArray(unknown) || unknown === undefined)) {
      const blocks = known as readonly Json[];
      return blocks.map((item, i) =>
        this.merge(
          item,
          Array.isArray(unknown) ? (unknown[i] as Json) : undefined,
          blockOf(expression, i, item),
          place,
        ),
      );
    }
    if (isObject(known)) {
      const names = new Set([...Object.keys(known), ...Object.keys(object(unknown))]);
      const made: Record<string, Value> = {};
      for (const name of names) {
        const inner = isObject(expression) && !('references' in expression) ? expression[name] : expression;
        made[name] = this.merge(known[name], field(unknown, name), inner, place);
      }
      return made;
    }
    return known === null || known === '' ? undefined : known;
  }

  private express(expression: Json, place: Place): Value {
    if (Array.isArray(expression)) return expression.map((block: Json) => this.express(block, place));
    if (!isObject(expression)) return expression;
    if ('constant_value' in expression) return expression['constant_value'];
    const names = items(expression['references']).filter((name) => typeof name === 'string');
    if ('references' in expression) return this.resolve(names, place);
    return Object.fromEntries(
      Object.entries(expression).map(([name, inner]) => [name, this.express(inner, place)]),
    );
  }

  private resolve(names: readonly string[], place: Place): Value {
    const { module, key, forEach } = place;
    const question = JSON.stringify([module.address, key, forEach, names]);
    if (this.resolved.has(question)) return this.resolved.get(question);
    this.resolved.set(question, new Unknown(`${names[0] ?? 'an expression'} refers to itself`));
    const value = this.compute(names, place);
    this.resolved.set(question, value);
    return value;
  }

  private compute(names: readonly string[], place: Place): Value {
    const steps = withoutPrefixes(names).map(parseReference);
    const paired = steps.length === 2 ? this.paired(steps, place) : undefined;
    if (paired !== undefined) return paired;
    const values = steps.map((step) => this.follow(step, place));
    // What is already known cannot be what is unknown here; it only chooses between the others.
    const open = values.filter((value) => references(value).length > 0 || value instanceof Unknown);
    const found = open.flatMap((value) => (value instanceof Candidates ? value.items : [value]));
    if (found.length === 1) return found[0];
    if (open.length < values.length && open.length > 1) {
      return new Unknown(
        `which of ${found
          .flatMap(references)
          .map((one) => one.address)
          .join(', ')} it is`,
        found.flatMap(references),
      );
    }
    return found.length === 0 ? new Unknown('a value that the plan does not tell') : new Candidates(found);
  }

  /** `aws_subnet.a[count.index]` or `[each.key]`: the instance with the same key. */
  private paired(steps: readonly Step[][], place: Place): Value {
    const own = steps.findIndex(
      ([root, name]) => (root === 'count' && name === 'index') || (root === 'each' && name === 'key'),
    );
    const other = steps[1 - own];
    if (own < 0 || !other) return undefined;
    return pick(this.follow(other, place), place.key);
  }

  private follow(steps: readonly Step[], place: Place): Value {
    const [root, name, ...rest] = steps;
    switch (root) {
      case 'var':
        return take(this.variable(String(name), place.module), rest, this.byAddress);
      case 'module':
        return this.output(steps, place);
      case 'each':
        return name === 'key' ? place.key : take(this.eachValue(place), rest, this.byAddress);
      case 'count':
        return place.key;
      case 'data':
        return new Unknown(`${steps.slice(0, 3).join('.')} is a data source, read when Terraform runs`);
      case 'local':
      case 'path':
      case 'self':
      case 'terraform':
        return new Unknown(`${root}.${String(name)}: a plan does not tell what it holds`);
      default:
        return this.resource(`${place.module.prefix}${root}.${name}`, rest);
    }
  }

  private resource(unkeyed: string, rest: readonly Step[]): Value {
    const made = this.instances.get(unkeyed) ?? [];
    const [step, ...others] = rest;
    const own = typeof step === 'object' ? this.byAddress.get(keyed(unkeyed, step.key)) : undefined;
    if (typeof step === 'object' && !own)
      return new Unknown(`${keyed(unkeyed, step.key)} is not in this plan`);
    const path = own ? others : rest;
    const found = (own ? [own] : made).map((one) =>
      take(new Reference(one.address, ''), path, this.byAddress),
    );
    if (found.length === 0) return new Unknown(`${unkeyed} is not in this plan`);
    return found.length === 1 ? found[0] : new Candidates(found);
  }

  private variable(name: string, module: ModuleInstance): Value {
    if (!module.call)
      return (
        field(field(this.json['variables'], name), 'value') ?? new Unknown(`var.${name} is not in this plan`)
      );
    const expression = field(module.call.json['expressions'], name);
    if (expression !== undefined) return this.express(expression, module.call.from);
    return field(field(module.config['variables'], name), 'default') ?? null;
  }

  private output(steps: readonly Step[], place: Place): Value {
    const [, name, ...rest] = steps;
    const made = this.modules.get(`${place.module.prefix}module.${String(name)}`) ?? [];
    const [key] = rest;
    const own =
      typeof key === 'object' ? made.filter((one) => one.address.endsWith(keyed('', key.key))) : made;
    const [output, ...path] = typeof key === 'object' ? rest.slice(1) : rest;
    const values = own.map((module) => {
      const expression = field(
        field(field(module.config['outputs'], String(output)), 'expression'),
        'references',
      );
      const constant = field(
        field(field(module.config['outputs'], String(output)), 'expression'),
        'constant_value',
      );
      if (constant !== undefined) return constant;
      const inside: Place = { module, key: undefined, forEach: undefined };
      return take(this.express({ references: expression ?? [] }, inside), path, this.byAddress);
    });
    if (values.length === 0) return new Unknown(`module.${String(name)} is not in this plan`);
    return values.length === 1 ? values[0] : new Candidates(values);
  }

  private eachValue(place: Place): Value {
    if (place.forEach === undefined) return new Unknown('each.value: a plan does not tell what it holds');
    const constant = field(place.forEach, 'constant_value');
    if (constant !== undefined)
      return Array.isArray(constant) ? place.key : (field(constant, String(place.key)) ?? null);
    return pick(this.express(place.forEach, place), place.key);
  }
}

/** Reads a plan, or a state, as `terraform show -json` prints it. */
export function readPlan(json: JsonObject): Document {
  return new Plan(json);
}
