import type { Absence } from '../document';
import { evaluate, type Budget } from '../hcl/evaluate';
import { parseTemplate } from '../hcl/parse';
import { Reference, Unknown, Variable, references, type Fields, type Value } from '../value';
import type { Each } from './body';
import { Instance, instancesOf, shaped, type Declared, type Instantiated } from './config-instance';
import { DataSources } from './data-sources';
import { blocksOf, entries, type Json, type JsonObject } from './json';
import type { ModuleSource } from './plan-module';
import { readTemplates } from './templates';
import { typed } from './variables';

const REFERENCE = /^\$\{(aws_\w+\.[\w-]+)\.(\w+)\}$/;
const DEEPEST = 120;
/** More than any configuration has; what is crafted to have more is not expanded any further. */
const MOST_INSTANCES = 50_000;
/** What may lead to anything in the file, by way of something else. */
const FINDS = /\$\{[^}]*\b(local|module|data)\.|"depends_on"|"filter"/;
/** Blocks that hold attributes of AWS's beside what is stated in them. */
const HALF_STATED = /^vpc_config(\.|$)/;
const MENTION = /\b(aws_\w+)\.([\w-]+)/g;

/** What the modules of one configuration have in common. */
export interface Shared {
  /** Enough for thousands of servers; what is crafted to take for ever ends after seconds. */
  readonly budget: Budget;
  readonly byAddress: Map<string, Instance>;
  /** Module instances by address; the root module has none. */
  readonly modules: Map<string, ConfigModule>;
  depth: number;
  /** What stands for the default VPC. */
  readonly home: { address?: string };
}

/** How a module is called. */
interface Call {
  readonly from: ConfigModule;
  readonly body: JsonObject;
  readonly each: Each;
  readonly certain: boolean;
}

/** One instance of a module: what names mean in it, and the resources that it makes. */
export class ConfigModule {
  readonly variables: ReadonlyMap<string, JsonObject>;
  readonly calls: ReadonlyMap<string, JsonObject>;
  private readonly prefix: string;
  private readonly json: JsonObject;
  private readonly locals: ReadonlyMap<string, Json>;
  private readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Variables, locals and outputs, so that none is read twice, or in a circle. */
  private readonly known = new Map<string, Value>();
  private readonly declared = new Map<string, Declared>();
  private readonly instances = new Map<string, readonly Instance[]>();
  private readonly children = new Map<string, readonly ConfigModule[]>();
  private readonly expanding = new Set<string>();
  private readonly dataSources: DataSources | undefined;

  constructor(
    private readonly shared: Shared,
    private readonly source: ModuleSource,
    readonly address = '',
    private readonly call?: Call,
    /** Values of the root module's variables. */
    private readonly given: ReadonlyMap<string, Value> = new Map(),
    private readonly suffix?: Instantiated,
  ) {
    const { json } = source;
    this.json = json;
    this.prefix = address === '' ? '' : `${address}.`;
    this.variables = blocksOf(json['variable']);
    this.locals = new Map(entries(json['locals']));
    this.outputs = blocksOf(json['output']);
    this.calls = blocksOf(json['module']);
    for (const [type, named] of entries(json['resource'])) {
      for (const [name, body] of blocksOf(named)) this.declared.set(`${type}.${name}`, { type, name, body });
    }
    shared.modules.set(address, this);
    // Of another provider the default VPC may be in another region.
    if (call?.body['providers'] === undefined) this.dataSources = this.found();
  }

  private found(): DataSources {
    return new DataSources(this.json['data'], {
      read: (json) => this.read(json, {}),
      prefix: this.prefix,
      resources: [...this.declared].map(([local, { body }]) => [local, body]),
      home: this.shared.home,
    });
  }

  /** Every resource of it and of the modules that it calls. */
  public expandAll(): readonly Instance[] {
    for (const { address, type, body } of this.dataSources?.find() ?? [])
      this.declared.set(address, { type, name: address, body });
    const own = [...this.declared.keys()].flatMap((local) => this.expand(local));
    const called = [...this.calls.keys()].flatMap((name) => this.called(name) ?? []);
    return [...own, ...called.flatMap((module) => module.expandAll())];
  }

  /** The calls of modules of which no source is known, with what they are given. */
  public opaque(): { address: string; given: readonly Reference[] }[] {
    return [...this.calls].flatMap(([name, body]) => {
      const made = this.called(name);
      if (made) return made.flatMap((module) => module.opaque());
      return [{ address: `${this.prefix}module.${name}`, given: references(this.read(body, {})) }];
    });
  }

  /** Why there is nothing at an address of this module. */
  public absent(local: string): Absence | undefined {
    const [root = '', second = '', third = ''] = local.split(/[.[]/);
    const address = `${root}.${second}`;
    if (this.instances.get(address)?.length === 0) {
      return { there: false, why: `${this.prefix}${address} has no instance: its count is 0` };
    }
    if (root === 'module' && this.calls.has(second)) {
      const module = `${this.prefix}module.${second}`;
      return this.called(second)
        ? undefined
        : { there: 'unknown', why: `what ${module} holds: it is not in this file (a plan has it)` };
    }
    if (root === 'data' && this.dataBody(second, third)) {
      return {
        there: 'unknown',
        why: `${this.prefix}${local}: a data source is read when Terraform runs`,
      };
    }
    const open = this.instances.get(address)?.find((instance) => !instance.certain);
    return open && { there: 'unknown', why: `which instances ${open.address} has` };
  }

  /** Reads JSON in which strings are templates; `each` is what `each`, `count` and a dynamic block's name mean in it. */
  public read(json: Json, each: Each): Value {
    return readTemplates(json, (text) => this.template(text, each));
  }

  private expand(local: string): readonly Instance[] {
    const found = this.instances.get(local);
    if (found) return found;
    const declared = this.declared.get(local) as Declared;
    const address = `${this.prefix}${local}`;
    const made = this.instantiated(local, declared).map(
      ({ suffix, each, certain }) =>
        new Instance(`${address}${suffix}`, declared, certain && this.isCertain, each, (json, scope) =>
          this.read(json, scope),
        ),
    );
    this.instances.set(local, made);
    for (const instance of made) this.shared.byAddress.set(instance.address, instance);
    return made;
  }

  /** How much there is of the whole configuration so far. */
  private get size(): number {
    return this.shared.byAddress.size + this.shared.modules.size;
  }

  private get isCertain(): boolean {
    return this.call?.certain ?? true;
  }

  private instantiated(local: string, declared: Declared): readonly Instantiated[] {
    this.expanding.add(local);
    const address = `${this.prefix}${local}`;
    const made = instancesOf(address, declared, (json) => this.read(json, {}));
    this.expanding.delete(local);
    if (this.size + made.length <= MOST_INSTANCES) return made;
    const why = new Unknown(`the instances of ${address}: there are too many`);
    return [{ suffix: '', each: { key: why, value: why }, certain: false }];
  }

  /** The instances of a module that is called; undefined where its source is not known. */
  private called(name: string): readonly ConfigModule[] | undefined {
    const found = this.children.get(name);
    if (found) return found;
    const [source, body] = [this.source.called(name), this.calls.get(name)];
    if (!source || !body || this.size > MOST_INSTANCES) return undefined;
    const local = `module.${name}`;
    const made = this.instantiated(local, { type: 'module', name, body }).map((one) => {
      const call = { from: this, body, each: one.each, certain: one.certain && this.isCertain };
      const address = `${this.prefix}${local}${one.suffix}`;
      return new ConfigModule(this.shared, source, address, call, undefined, one);
    });
    this.children.set(name, made);
    return made;
  }

  private template(text: string, each: Each): Value {
    if (this.shared.depth >= DEEPEST) return new Unknown('a chain of references that is too long');
    this.shared.depth++;
    try {
      const simple = this.reference(text);
      if (simple !== undefined) return simple;
      const bindings = new Map(Object.entries(each).filter(([name]) => name !== 'key' && name !== 'value'));
      return evaluate(parseTemplate(text), this.scope(each), bindings);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return new Unknown(`an expression that is not understood (${error.message})`, this.mentions(text));
    } finally {
      this.shared.depth--;
    }
  }

  /** An attribute of a resource and no more, as most expressions are: there is nothing to parse. */
  private reference(text: string): Value {
    const [, address, attribute = ''] = REFERENCE.exec(text) ?? [];
    if (address === undefined || --this.shared.budget.steps < 0) return undefined;
    const of = this.resource(address);
    return of instanceof Reference ? this.attribute(of, attribute) : undefined;
  }

  private mentions(text: string): Reference[] {
    return [...text.matchAll(MENTION)]
      .map(([, type, name]) => `${type}.${name}`)
      .filter((local) => this.declared.has(local) && !this.expanding.has(local))
      .flatMap((local) => this.expand(local).map((found) => new Reference(found.address, '')));
  }

  private scope(each: Each) {
    return {
      budget: this.shared.budget,
      lookup: (root: string, name: string) => this.lookup(root, name, each),
      attribute: (of: Reference, name: string) => this.attribute(of, name),
    };
  }

  private lookup(root: string, name: string, each: Each): Value {
    switch (root) {
      case 'var':
        return this.once(`var.${name}`, () => this.variable(name));
      case 'local':
        return this.once(`local.${name}`, () => this.local(name));
      case 'each':
        return each[name] ?? new Unknown(`each.${name} where there is no for_each`);
      case 'count':
        return each['key'] ?? new Unknown('count.index where there is no count');
      case 'data':
        return new Reference(`${this.prefix}data.${name}`, '');
      case 'module':
        return this.module(name);
      case 'path':
      case 'terraform':
      case 'self':
        return new Unknown(`${root}.${name} is known when Terraform runs`);
      default:
        return this.resource(`${root}.${name}`);
    }
  }

  private once(name: string, compute: () => Value): Value {
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, new Unknown(`${this.prefix}${name} refers to itself`));
    const value = compute();
    this.known.set(name, value);
    return value;
  }

  private resource(local: string): Value {
    const declared = this.declared.get(local);
    if (!declared) return new Unknown(`${this.prefix}${local} is not in this file`);
    if (this.expanding.has(local)) return new Unknown(`${this.prefix}${local} refers to itself`);
    const made = this.expand(local);
    return shaped(
      declared.body,
      made.map(({ address, each }) => ({ each, isOnly: address === `${this.prefix}${local}`, address })),
      ({ address }) => new Reference(address, ''),
    );
  }

  private attribute(of: Reference, name: string): Value {
    const longer = new Reference(of.address, of.path === '' ? name : `${of.path}.${name}`);
    const instance = this.shared.byAddress.get(of.address);
    if (instance && HALF_STATED.test(longer.path)) return instance.inBlock(longer.path);
    if (instance) return of.path === '' ? (instance.attribute(name) ?? longer) : longer;
    const [, module = '', type, label] = /^(?:(.*)\.)?data\.([\w-]+)(?:\.([\w-]+))?$/.exec(of.address) ?? [];
    if (type === undefined) return longer;
    if (label === undefined) return new Reference(`${of.address}.${name}`, '');
    if (of.path !== '') return longer;
    return this.shared.modules.get(module)?.dataAttribute(type, label, name) ?? longer;
  }

  private dataBody(type: string, name: string): JsonObject | undefined {
    const named = entries(this.json['data']).find(([label]) => label === type)?.[1];
    return blocksOf(named).get(name);
  }

  private dataAttribute(type: string, label: string, name: string): Value {
    const found = this.dataSources?.attribute(`data.${type}.${label}`, name);
    if (!found) return this.dataSource(type, label);
    const instance = this.shared.byAddress.get(found.address);
    return instance && found.path === name ? (instance.attribute(name) ?? found) : found;
  }

  private dataSource(type: string, name: string): Unknown {
    const address = `${this.prefix}data.${type}.${name}`;
    return this.elsewhere(`${address} is a data source, read when Terraform runs`, this.dataBody(type, name));
  }

  /** A module's outputs, read when they are asked for: modules may use each other's in turn. */
  private module(name: string): Value {
    const address = `${this.prefix}module.${name}`;
    if (this.expanding.has(`module.${name}`)) return new Unknown(`${address} refers to itself`);
    const made = this.called(name);
    const body = this.calls.get(name);
    if (!made || !body) return this.elsewhere(`${address} is not in this file`, body);
    if (made.some(({ suffix }) => suffix?.certain === false))
      return new Unknown(`which instances ${address} has`, [], 'anything');
    return shaped(
      body,
      made.map((module) => ({
        each: module.suffix?.each ?? {},
        isOnly: module.suffix?.suffix === '',
        module,
      })),
      ({ module }) => module.values(),
    );
  }

  private values(): Fields {
    const made = {};
    for (const [name, { value }] of this.outputs)
      Object.defineProperty(made, name, {
        enumerable: true,
        get: () => this.once(`output.${name}`, () => this.read(value ?? null, {})),
      });
    return made;
  }

  /**
   * What something outside of this file tells: nothing of the file unless it is given something of it, and then that, or
   * whatever else it finds by it.
   */
  private elsewhere(why: string, body: JsonObject | undefined): Unknown {
    const text = JSON.stringify(body ?? null);
    return new Unknown(why, this.mentions(text), FINDS.test(text) ? 'anything' : 'outside');
  }

  private variable(name: string): Value {
    const body = this.variables.get(name);
    if (!body) return new Unknown(`${this.prefix}var.${name} is not declared`, [], 'outside');
    const otherwise = body['default'] === undefined ? undefined : typed(body['default'] as Value, body);
    if (!this.call)
      return this.given.has(name) ? this.given.get(name) : new Variable(`var.${name}`, otherwise);
    const stated = this.call.body[name];
    if (stated === undefined)
      return otherwise ?? new Unknown(`${this.prefix}var.${name} is not given`, [], 'outside');
    const value = this.call.from.read(stated, this.call.each);
    return value === null && body['nullable'] === false ? otherwise : typed(value, body);
  }

  private local(name: string): Value {
    const json = this.locals.get(name);
    return json === undefined
      ? new Unknown(`${this.prefix}local.${name} is not in this file`)
      : this.read(json, {});
  }
}
