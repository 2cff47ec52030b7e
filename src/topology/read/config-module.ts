import type { Absence } from '../document';
import type { Budget, Scope } from '../hcl/scope';
import { LIMITS, exceeded } from '../limits';
import { Reference, Unknown, Variable, references, type Fields, type Value } from '../value';
import type { Each } from './body';
import { Instance, instancesOf, referenceTo, shaped } from './config-instance';
import type { Declared, Instantiated } from './config-instance';
import type { Json, JsonObject } from './json';
import { lazily } from './lazy';
import { pathOf, type ModuleSource } from './plan-module';
import { declaredIn, moduleBlocks, type ModuleBlocks } from './module-blocks';
import { ModuleData } from './module-data';
import { ModuleTemplates } from './module-templates';
import { Once } from './once';
import { typed } from './variables';

/** Blocks that hold attributes of AWS's beside what is stated in them. */
const HALF_STATED = /^vpc_config(\.|$)/;

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
  readonly blocks: ModuleBlocks;
  private readonly prefix: string;
  /** Variables, locals and outputs. */
  private readonly once: Once;
  private readonly declared: Map<string, Declared>;
  private readonly instances = new Map<string, readonly Instance[]>();
  private readonly children = new Map<string, readonly ConfigModule[]>();
  private readonly expanding = new Set<string>();
  private readonly templates: ModuleTemplates;
  private readonly data: ModuleData;

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
    this.prefix = address === '' ? '' : `${address}.`;
    this.once = new Once(this.prefix);
    this.blocks = moduleBlocks(json);
    this.declared = declaredIn(json);
    shared.modules.set(address, this);
    this.templates = new ModuleTemplates(
      {
        scope: (each) => this.scope(each),
        resource: (local) => this.resource(local),
        instances: (local) =>
          this.declared.has(local) && !this.expanding.has(local) ? this.expand(local) : [],
      },
      shared,
    );
    this.data = new ModuleData({
      data: json['data'],
      prefix: this.prefix,
      resources: [...this.declared].map(([local, { body }]) => [local, body]),
      home: shared.home,
      // Of another provider the default VPC may be in another region.
      isOwnProvider: call?.body['providers'] === undefined,
      identity: (local) => this.identity(local),
      instances: shared.byAddress,
      templates: this.templates,
    });
  }

  /** Every resource of it and of the modules that it calls. */
  public expandAll(): readonly Instance[] {
    for (const { address, type, body } of this.data.find())
      this.declared.set(address, { type, name: address, body });
    const own = [...this.declared.keys()].flatMap((local) => this.expand(local));
    const called = [...this.blocks.calls.keys()].flatMap((name) => this.called(name) ?? []);
    return [...own, ...called.flatMap((module) => module.expandAll())];
  }

  /** The calls of modules of which no source is known, with what they are given. */
  public opaque(): { address: string; given: readonly Reference[] }[] {
    return [...this.blocks.calls].flatMap(([name, body]) => {
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
    if (root === 'module' && this.blocks.calls.has(second)) {
      const module = `${this.prefix}module.${second}`;
      return this.called(second)
        ? undefined
        : { there: 'unknown', why: `what ${module} holds: it is not in this file (a plan has it)` };
    }
    if (root === 'data' && this.data.has(second, third)) {
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
    return this.templates.read(json, each);
  }

  private expand(local: string): readonly Instance[] {
    const found = this.instances.get(local);
    if (found) return found;
    const declared = this.declared.get(local) as Declared;
    const address = `${this.prefix}${local}`;
    const made = this.instantiated(local, declared).map(
      ({ suffix, each, certain }) =>
        new Instance(`${address}${suffix}`, declared, certain && this.isCertain, each, (json, scope) =>
          this.templates.argument(json, scope),
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
    if (this.size + made.length <= LIMITS.instances.most) return made;
    const why = new Unknown(`the instances of ${address}: ${exceeded(LIMITS.instances)}`);
    return [{ suffix: '', each: { key: why, value: why }, certain: false }];
  }

  /** The instances of a module that is called; undefined where its source is not known. */
  private called(name: string): readonly ConfigModule[] | undefined {
    const found = this.children.get(name);
    if (found) return found;
    const [source, body] = [this.source.called(name), this.blocks.calls.get(name)];
    if (!source || !body || this.size > LIMITS.instances.most) return undefined;
    const local = `module.${name}`;
    const made = this.instantiated(local, { type: 'module', name, body }).map((one) => {
      const call = { from: this, body, each: one.each, certain: one.certain && this.isCertain };
      const address = `${this.prefix}${local}${one.suffix}`;
      return new ConfigModule(this.shared, source, address, call, undefined, one);
    });
    this.children.set(name, made);
    return made;
  }

  private scope(each: Each): Scope {
    return {
      budget: this.shared.budget,
      lookup: (root, name) => this.lookup(root, name, each),
      attribute: (of, name) => this.attribute(of, name),
      readFile: this.source.readFile,
    };
  }

  private lookup(root: string, name: string, each: Each): Value {
    switch (root) {
      case 'var':
        return this.once.value(`var.${name}`, () => this.variable(name));
      case 'local':
        return this.once.value(`local.${name}`, () => this.local(name));
      case 'each':
        return each[name] ?? new Unknown(`each.${name} where there is no for_each`);
      case 'count':
        return each['key'] ?? new Unknown('count.index where there is no count');
      case 'data':
        return new Reference(`${this.prefix}data.${name}`, '');
      case 'module':
        return this.module(name);
      case 'path':
        return pathOf(this.source, name);
      case 'terraform':
      case 'self':
        return new Unknown(`${root}.${name} is known when Terraform runs`);
      default:
        return this.resource(`${root}.${name}`);
    }
  }

  private resource(local: string): Value {
    const declared = this.declared.get(local);
    if (!declared) return new Unknown(`${this.prefix}${local} is not in this file`);
    if (this.expanding.has(local)) return new Unknown(`${this.prefix}${local} refers to itself`);
    return shaped(declared.body, this.expand(local), referenceTo);
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
    return this.shared.modules.get(module)?.data.attribute(type, label, name) ?? longer;
  }

  private module(name: string): Value {
    const address = `${this.prefix}module.${name}`;
    if (this.expanding.has(`module.${name}`)) return new Unknown(`${address} refers to itself`);
    const made = this.called(name);
    const body = this.blocks.calls.get(name);
    if (!made || !body)
      return this.templates
        .elsewhere(`${address} is not in this file`, body ?? null)
        .identifiedBy(this.identity(`module.${name}`));
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
    return lazily(this.blocks.outputs.keys(), (name) =>
      this.once.value(`output.${name}`, () =>
        this.read(this.blocks.outputs.get(name)?.['value'] ?? null, {}),
      ),
    );
  }

  private variable(name: string): Value {
    const body = this.blocks.variables.get(name);
    if (!body) return new Unknown(`${this.prefix}var.${name} is not declared`, [], 'outside');
    const otherwise = body['default'] === undefined ? undefined : typed(body['default'] as Value, body);
    if (!this.call)
      return this.given.has(name)
        ? this.given.get(name)
        : new Variable(`var.${name}`, otherwise, `var.${name}`);
    const stated = this.call.body[name];
    const missing = new Unknown(`${this.prefix}var.${name} is not given`, [], 'outside');
    if (stated === undefined) return otherwise === undefined ? missing : otherwise;
    const value = this.call.from.read(stated, this.call.each);
    return value === null && body['nullable'] === false ? otherwise : typed(value, body);
  }

  private local(name: string): Value {
    const json = this.blocks.locals.get(name);
    const why = `${this.prefix}local.${name} is not in this file`;
    const value = json === undefined ? new Unknown(why) : this.read(json, {});
    const isOwn = value instanceof Unknown && value.identity === undefined;
    return isOwn ? value.identifiedBy(this.identity(`local.${name}`)) : value;
  }

  /** By which something is known that this module alone has; undefined where it stands for several modules. */
  private identity(local: string): string | undefined {
    return this.isCertain ? `${this.prefix}${local}` : undefined;
  }
}
