import type { Absence, Document, Input, Opaque, Resource } from '../document';
import { evaluate, type Budget, type Scope } from '../hcl/evaluate';
import { parseTemplate } from '../hcl/parse';
import { Reference, Unknown, Variable, isFields, isList, references, type Value } from '../value';
import { argumentOf, isUnknownBlock, pairsOf, type Each } from './body';
import { entries, isObject, items, type Json, type JsonObject } from './json';
import { readInput } from './input';

/** Rules take a variable's ranges as they are, whatever they will be; other resources are made from its default. */
const RULES = /^aws_(vpc_security_group_(in|e)gress_rule|security_group_rule|network_acl_rule|route)$/;
/** One rule for each range of a variable, however many those are. */
const ONE_FOR_EACH = /^\$\{\s*length\(\s*(toset\(\s*)?var\.[\w-]+[\s)]*\}$/;
const DEEPEST = 120;
const MOST_INSTANCES = 10_000;
/** What may lead to anything in the file, by way of something else. */
const FINDS = /\$\{[^}]*\b(local|module|data)\.|"depends_on"|"filter"/;
/** Blocks that hold attributes of AWS's beside what is stated in them. */
const HALF_STATED = /^vpc_config(\.|$)/;
const MENTION = /\b(aws_\w+)\.([\w-]+)/g;

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

class Instance implements Resource {
  private readonly known = new Map<string, Value>();

  constructor(
    readonly address: string,
    private readonly declared: Declared,
    readonly certain: boolean,
    readonly each: Each,
    private readonly read: (json: Json, each: Each, where: string) => Value,
  ) {}

  public get type(): string {
    return this.declared.type;
  }

  public get(name: string): Value {
    if (this.known.has(name)) return this.known.get(name);
    const where = `${this.address}.${name}`;
    this.known.set(name, new Unknown(`${where} refers to itself`));
    const value = this.compute(name, where);
    this.known.set(name, value);
    return value;
  }

  private compute(name: string, where: string): Value {
    return argumentOf(this.declared.body, name, this.each, this.address, (json, each) =>
      this.read(json, each, where),
    );
  }
}

class Configuration implements Document {
  readonly isPlan = false;
  readonly resources: readonly Instance[];
  readonly opaque: readonly Opaque[];
  private readonly variables: ReadonlyMap<string, JsonObject>;
  private readonly locals: ReadonlyMap<string, Json>;
  private readonly localValues = new Map<string, Value>();
  private readonly inputsByName = new Map<string, Input>();
  private readonly declared = new Map<string, Declared>();
  private readonly instances = new Map<string, readonly Instance[]>();
  private readonly byAddress = new Map<string, Instance>();
  private readonly expanding = new Set<string>();
  private readonly modules: readonly (readonly [string, Json])[];
  /** Enough for thousands of servers; what is crafted to take for ever ends after seconds. */
  private readonly budget: Budget = { steps: 1_000_000 };
  private depth = 0;

  constructor(private readonly json: JsonObject) {
    this.variables = new Map(entries(json['variable']).map(([name, body]) => [name, first(body)]));
    this.locals = new Map(entries(json['locals']));
    this.modules = entries(json['module']);
    for (const [type, named] of entries(json['resource'])) {
      for (const [name, body] of entries(named))
        this.declared.set(`${type}.${name}`, { type, name, body: first(body) });
    }
    for (const address of this.declared.keys()) this.expand(address);
    this.resources = [...this.instances.values()].flat();
    this.opaque = this.modules.map(([name, body]) => ({
      address: `module.${name}`,
      given: references(this.read(first(body), {}, `module.${name}`)),
    }));
  }

  public get inputs(): string[] {
    return [...this.variables.keys()];
  }

  public input(name: string): Input | undefined {
    const known = this.inputsByName.get(name);
    const body = this.variables.get(name);
    const input = known ?? (body && readInput(name, body));
    if (input) this.inputsByName.set(name, input);
    return input;
  }

  public absent(address: string): Absence | undefined {
    const [root = '', second = '', third = ''] = address.split(/[.[]/);
    const known = this.declared.get(`${root}.${second}`);
    if (known && this.instances.get(`${root}.${second}`)?.length === 0) {
      return { there: false, why: `${root}.${second} has no instance: its count is 0` };
    }
    if (root === 'module' && this.modules.some(([name]) => name === second)) {
      return { there: 'unknown', why: `what module.${second} holds: it is not in this file (a plan has it)` };
    }
    const source = entries(entries(this.json['data']).find(([type]) => type === second)?.[1]);
    if (root === 'data' && source.some(([name]) => name === third)) {
      return { there: 'unknown', why: `${address}: a data source is read when Terraform runs` };
    }
    const open = this.instances.get(`${root}.${second}`)?.find((instance) => !instance.certain);
    return open && { there: 'unknown', why: `which instances ${open.address} has` };
  }

  private expand(address: string): readonly Instance[] {
    const found = this.instances.get(address);
    if (found) return found;
    const declared = this.declared.get(address) as Declared;
    this.expanding.add(address);
    const made = this.instancesOf(address, declared);
    this.expanding.delete(address);
    this.instances.set(address, made);
    for (const instance of made) this.byAddress.set(instance.address, instance);
    return made;
  }

  private instancesOf(address: string, declared: Declared): readonly Instance[] {
    const { body, type } = declared;
    const make = (suffix: string, each: Each, certain = true): Instance =>
      new Instance(`${address}${suffix}`, declared, certain, each, (json, scope, where) =>
        this.read(json, scope, where),
      );
    if (body['count'] !== undefined) {
      const each = new Unknown(`the count of ${address}`);
      if (RULES.test(type) && ONE_FOR_EACH.test(String(body['count']))) return [make('', { key: each })];
      const counted = settled(this.read(body['count'], {}, address));
      const count =
        typeof counted === 'boolean' ? Number(counted) : Number(typeof counted === 'object' ? NaN : counted);
      if (!Number.isInteger(count) || count > MOST_INSTANCES) return [make('', { key: each }, false)];
      return Array.from({ length: count }, (_, index) => make(`[${index}]`, { key: index }));
    }
    if (body['for_each'] === undefined) return [make('', {})];
    const over = this.read(body['for_each'], {}, address);
    if (over instanceof Variable && RULES.test(type)) return [make('', { key: over, value: over })];
    const pairs = pairsOf(settled(over));
    if (!pairs || pairs.length > MOST_INSTANCES || pairs.some(([key]) => typeof key === 'object')) {
      const why = new Unknown(`the for_each of ${address}`, references(over));
      const ranges = RULES.test(type) && isList(over) ? over : undefined;
      if (ranges)
        return ranges.map((item, i) =>
          make(`[${JSON.stringify(typeof item === 'object' ? i : item)}]`, { key: item, value: item }),
        );
      return [make('', { key: why, value: why }, false)];
    }
    return pairs.map(([key, value]) => make(`[${JSON.stringify(String(key))}]`, { key, value }));
  }

  /** Reads JSON in which strings are templates; `each` is what `each`, `count` and a dynamic block's name mean in it. */
  private read(json: Json, each: Each, where: string): Value {
    if (typeof json === 'string')
      return json.includes('${') || json.includes('%{') ? this.template(json, each) : json;
    if (Array.isArray(json)) return json.map((item) => this.read(item, each, where));
    if (!isObject(json)) return json;
    const made: Record<string, Value> = {};
    for (const name of Object.keys(json))
      if (name !== '//') made[name] = this.read(json[name] as Json, each, where);
    return made;
  }

  private template(text: string, each: Each): Value {
    if (this.depth >= DEEPEST) return new Unknown('a chain of references that is too long');
    this.depth++;
    try {
      const bindings = new Map(Object.entries(each).filter(([name]) => name !== 'key' && name !== 'value'));
      return evaluate(parseTemplate(text), this.scope(each), bindings);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return new Unknown(`an expression that is not understood (${error.message})`, this.mentions(text));
    } finally {
      this.depth--;
    }
  }

  private mentions(text: string): Reference[] {
    return [...text.matchAll(MENTION)]
      .filter(
        ([, type, name]) => this.declared.has(`${type}.${name}`) && !this.expanding.has(`${type}.${name}`),
      )
      .flatMap(([, type, name]) =>
        this.expand(`${type}.${name}`).map((found) => new Reference(found.address, '')),
      );
  }

  private scope(each: Each): Scope {
    return {
      budget: this.budget,
      lookup: (root, name) => this.lookup(root, name, each),
      attribute: (of, name) => this.attribute(of, name),
    };
  }

  private lookup(root: string, name: string, each: Each): Value {
    switch (root) {
      case 'var':
        return this.variable(name);
      case 'local':
        return this.local(name);
      case 'each':
        return each[name] ?? new Unknown(`each.${name} where there is no for_each`);
      case 'count':
        return each['key'] ?? new Unknown('count.index where there is no count');
      case 'data':
        return new Reference(`data.${name}`, '');
      case 'module':
        return this.elsewhere(`module.${name} is not in this file`, this.modules, name);
      case 'path':
      case 'terraform':
      case 'self':
        return new Unknown(`${root}.${name} is known when Terraform runs`);
      default:
        return this.resource(`${root}.${name}`);
    }
  }

  private resource(address: string): Value {
    const declared = this.declared.get(address);
    if (!declared) return new Unknown(`${address} is not in this file`);
    if (this.expanding.has(address)) return new Unknown(`${address} refers to itself`);
    const made = this.expand(address);
    const self = (instance: Instance): Reference => new Reference(instance.address, '');
    const [only] = made;
    if (only && made.length === 1 && only.address === address) return self(only);
    if (declared.body['count'] !== undefined) return made.map(self);
    return Object.fromEntries(made.map((instance) => [String(instance.each['key']), self(instance)]));
  }

  private attribute(of: Reference, name: string): Value {
    if (/^data\.[^.]+$/.test(of.address)) return new Reference(`${of.address}.${name}`, '');
    if (of.address.startsWith('data.')) return this.dataSource(of.address);
    const longer = new Reference(of.address, of.path === '' ? name : `${of.path}.${name}`);
    const instance = this.byAddress.get(of.address);
    if (instance && HALF_STATED.test(longer.path)) return this.stated(instance, longer);
    if (of.path !== '' || !instance) return longer;
    const value = instance.get(name);
    return isUnknownBlock(name, value) ? longer : (value ?? longer);
  }

  /** What is stated in a block; what is not, such as its computed attributes, is known to AWS alone. */
  private stated(instance: Instance, { address, path }: Reference): Value {
    const [block = '', index, ...steps] = path.split('.');
    if (index === undefined || steps.length === 0) return new Reference(address, path);
    const held = instance.get(block);
    const value = isList(held) ? held[Number(index)] : held;
    const found = isFields(value) ? value[steps.join('.')] : undefined;
    return found ?? new Reference(address, path);
  }

  private dataSource(address: string): Unknown {
    const [, type, name = ''] = address.split('.');
    const declared = entries(entries(this.json['data']).find(([label]) => label === type)?.[1]);
    return this.elsewhere(`${address} is a data source, read when Terraform runs`, declared, name);
  }

  /**
   * What something outside of this file tells: nothing of the file unless it is given something of it, and then that, or
   * whatever else it finds by it.
   */
  private elsewhere(why: string, declared: readonly (readonly [string, Json])[], name: string): Unknown {
    const body = declared.find(([label]) => label === name)?.[1];
    const text = JSON.stringify(body ?? null);
    const given = this.mentions(text);
    return new Unknown(why, given, FINDS.test(text) ? 'anything' : 'outside');
  }

  private variable(name: string): Value {
    const body = this.variables.get(name);
    return body
      ? new Variable(`var.${name}`, body['default'] as Value)
      : new Unknown(`var.${name} is not declared`, [], 'outside');
  }

  private local(name: string): Value {
    if (this.localValues.has(name)) return this.localValues.get(name);
    const json = this.locals.get(name);
    if (json === undefined) return new Unknown(`local.${name} is not in this file`);
    this.localValues.set(name, new Unknown(`local.${name} refers to itself`));
    const value = this.read(json, {}, `local.${name}`);
    this.localValues.set(name, value);
    return value;
  }
}

const settled = (value: Value): Value =>
  value instanceof Variable && value.fallback !== undefined ? value.fallback : value;

const first = (json: Json): JsonObject => {
  const [only] = items(json);
  return isObject(only) ? only : {};
};

/** Reads a stack's `cdk.tf.json`, or any other configuration in Terraform's JSON syntax. */
export function readConfiguration(json: JsonObject): Document {
  return new Configuration(json);
}
