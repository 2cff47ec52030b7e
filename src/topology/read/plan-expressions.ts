import type { Resource } from '../document';
import { evaluate } from '../hcl/evaluate';
import { parseTemplate } from '../hcl/parse';
import type { Scope } from '../hcl/scope';
import { LIMITS, exceeded } from '../limits';
import {
  Candidates,
  Mentions,
  Reference,
  Unknown,
  isFields,
  isList,
  partsOf,
  references,
  type Fields,
  type Value,
} from '../value';
import type { Each } from './body';
import { entries, isObject, items, type Json } from './json';
import { lazily } from './lazy';
import { ModuleInstance, type Place } from './plan-module';
import { keyOf, parseReference, withoutPrefixes, type Step } from './plan-reference';
import { collected, field, keyed, object, take } from './plan-values';
import { readTemplates } from './templates';

/** What a plan has beside the expressions of its configuration. */
export interface Planned {
  readonly byAddress: ReadonlyMap<string, Resource>;
  /** The instances of each resource, by the address without its key. */
  readonly instances: ReadonlyMap<string, readonly Resource[]>;
  readonly modules: ReadonlyMap<string, readonly ModuleInstance[]>;
  /** What data sources told while planning, by address. */
  readonly data: ReadonlyMap<string, Value>;
  readonly variables: Json | undefined;
}

const planned = (why: string): Unknown => new Unknown(why, [], 'planned');

/**
 * Reads the expressions of a plan's configuration: their text where it stands there (a configuration in JSON, or sources
 * beside the plan), otherwise the list of what they mention, which does not tell how.
 */
export class Expressions {
  /** Expressions, so that none is followed twice, or in a circle. */
  private readonly resolved = new Map<string, Value>();
  private depth = 0;
  private readonly budget = { steps: LIMITS.configurationSteps.most };

  constructor(private readonly plan: Planned) {}

  public read(expression: Json, place: Place, each: Each = {}): Value {
    if (Array.isArray(expression)) return expression.map((block: Json) => this.read(block, place, each));
    if (!isObject(expression)) return expression;
    const names = items(expression['references']).filter((name) => typeof name === 'string');
    // What a plan tells as a constant is text with templates only where it also lists what those mention.
    if ('constant_value' in expression)
      return names.length > 0
        ? this.text(expression['constant_value'] as Json, place, each)
        : (expression['constant_value'] as Json);
    if ('references' in expression) return this.resolve(names, place);
    return Object.fromEntries(
      entries(expression).map(([name, inner]) => [name, this.read(inner, place, each)]),
    );
  }

  /** Reads JSON in which strings are templates, as a configuration in JSON has it. */
  public text(json: Json, place: Place, each: Each = {}): Value {
    return readTemplates(json, (text) => this.template(text, place, each));
  }

  private template(text: string, place: Place, each: Each): Value {
    if (this.depth >= LIMITS.references.most) return new Unknown(exceeded(LIMITS.references));
    this.depth++;
    try {
      return evaluate(parseTemplate(text, this.budget), this.scope(place), new Map(Object.entries(each)));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return new Unknown(`an expression that is not understood (${error.message})`);
    } finally {
      this.depth--;
    }
  }

  private scope(place: Place): Scope {
    return {
      budget: this.budget,
      lookup: (root, name) => this.lookup(root, name, place),
      attribute: (of, name) => this.attribute(of, name, place),
    };
  }

  private lookup(root: string, name: string, place: Place): Value {
    if (root === 'data') return new Reference(`data.${name}`, '');
    if (root === 'module') return this.called(name, place);
    if (['var', 'local', 'each', 'count', 'path', 'self', 'terraform'].includes(root))
      return this.follow([root, name], place);
    const made = this.plan.instances.get(`${place.module.prefix}${root}.${name}`) ?? [];
    return (
      shaped(made, ({ address }) => new Reference(address, '')) ??
      new Unknown(`${root}.${name} is not in this plan`, [], 'outside')
    );
  }

  private attribute(of: Reference, name: string, place: Place): Value {
    if (/^data\.[^.]+$/.test(of.address)) return this.dataSource([...of.address.split('.'), name], place);
    return take(of, [name], this.plan.byAddress);
  }

  private called(name: string, place: Place): Value {
    const made = this.plan.modules.get(`${place.module.prefix}module.${name}`) ?? [];
    return shaped(made, (module) => this.outputsOf(module)) ?? planned(`module.${name} is not in this plan`);
  }

  private outputsOf(module: ModuleInstance): Fields {
    const names = [module.config['outputs'], module.source?.json['output']].flatMap(entries);
    return lazily(new Set(names.map(([label]) => label)), (name) => this.output(module, name));
  }

  private resolve(names: readonly string[], place: Place): Value {
    const { module, key, forEach } = place;
    const question = JSON.stringify([module.address, key, forEach, names]);
    return this.once(question, names[0] ?? 'an expression', () => this.mentioned(names, place));
  }

  private once(question: string, what: string, compute: () => Value): Value {
    if (this.resolved.has(question)) return this.resolved.get(question);
    this.resolved.set(question, planned(`${what} refers to itself`));
    const value = compute();
    this.resolved.set(question, value);
    return value;
  }

  /** What is known already cannot be what is unknown here: it only chooses between the others, or lies beside them. */
  private mentioned(names: readonly string[], place: Place): Value {
    const values = withoutPrefixes(names)
      .map((name) => this.follow(parseReference(name), place))
      .flatMap(leaves);
    if (values.length > LIMITS.collection.most) return planned(exceeded(LIMITS.collection));
    const open = values.filter((value) => references(value).length > 0 || value instanceof Unknown);
    const beside = values.filter((value) => typeof value === 'string' && value !== '');
    const [only] = open;
    if (only === undefined) return planned('a value that the plan does not tell');
    return open.length === 1 && beside.length === 0 ? only : new Mentions(open, whyOf(open), beside);
  }

  private follow(steps: readonly Step[], place: Place): Value {
    const [root, name, ...rest] = steps;
    switch (root) {
      case 'var':
        return take(this.variable(String(name), place.module), rest, this.plan.byAddress);
      case 'module':
        return this.outputs(steps, place);
      case 'each':
        return name === 'key' ? place.key : take(this.eachValue(place), rest, this.plan.byAddress);
      case 'count':
        return place.key;
      case 'data':
        return take(this.dataSource(steps.slice(0, 3), place), steps.slice(3), this.plan.byAddress);
      case 'local':
        return take(this.local(String(name), place.module), rest, this.plan.byAddress);
      case 'path':
      case 'self':
      case 'terraform':
        return `${root}.${String(name)}`;
      default:
        return this.resource(`${place.module.prefix}${root}.${name}`, rest);
    }
  }

  private resource(unkeyed: string, rest: readonly Step[]): Value {
    const made = this.plan.instances.get(unkeyed) ?? [];
    const [step, ...others] = rest;
    const own = typeof step === 'object' ? this.plan.byAddress.get(keyed(unkeyed, step.key)) : undefined;
    const found = own ? [own] : made;
    // Where it has no instance of this key, nothing comes of it.
    if (typeof step === 'object' && !own) return undefined;
    const values = found.map((one) =>
      take(new Reference(one.address, ''), own ? others : rest, this.plan.byAddress),
    );
    return values.length > 1 ? new Candidates(values) : values[0];
  }

  private local(name: string, module: ModuleInstance): Value {
    const json = entries(module.source?.json['locals']).find(([label]) => label === name)?.[1];
    if (json === undefined) return planned(`local.${name}: a plan does not tell what it holds`);
    return this.once(`${module.address} local ${name}`, `local.${name}`, () =>
      this.text(json, { module, key: undefined, forEach: undefined }),
    );
  }

  private variable(name: string, module: ModuleInstance): Value {
    if (!module.call)
      return (
        field(field(this.plan.variables, name), 'value') ??
        new Unknown(`var.${name} is not in this plan`, [], 'outside')
      );
    const { from, name: called, json } = module.call;
    const written = entries(from.module.source?.json['module']).find(([label]) => label === called)?.[1];
    const stated = items(written)
      .map(object)
      .find((body) => name in body)?.[name];
    if (stated !== undefined) return this.text(stated, from);
    const expression = field(json['expressions'], name);
    if (expression !== undefined) return this.read(expression, from);
    return field(field(module.config['variables'], name), 'default') ?? null;
  }

  private outputs(steps: readonly Step[], place: Place): Value {
    const [, name, ...rest] = steps;
    const made = this.plan.modules.get(`${place.module.prefix}module.${String(name)}`) ?? [];
    const [key] = rest;
    const own =
      typeof key === 'object' ? made.filter((one) => one.address.endsWith(keyed('', key.key))) : made;
    const [output, ...path] = typeof key === 'object' ? rest.slice(1) : rest;
    if (output === undefined) return planned(`module.${String(name)}`);
    const values = own.map((module) => take(this.output(module, String(output)), path, this.plan.byAddress));
    if (values.length === 0) return planned(`module.${String(name)} is not in this plan`);
    return values.length === 1 ? values[0] : new Candidates(values);
  }

  private output(module: ModuleInstance, name: string): Value {
    return this.once(`${module.address} output ${name}`, `module output ${name}`, () =>
      this.stated(module, name),
    );
  }

  private stated(module: ModuleInstance, name: string): Value {
    const place: Place = { module, key: undefined, forEach: undefined };
    const written = entries(module.source?.json['output']).find(([label]) => label === name)?.[1];
    const value = items(written)
      .map(object)
      .find((body) => 'value' in body)?.['value'];
    if (value !== undefined) return this.text(value, place);
    const expression = field(field(module.config['outputs'], name), 'expression');
    return expression === undefined ? planned(`module output ${name}`) : this.read(expression, place);
  }

  /** A data source that depends on what is not there yet is read when Terraform runs: it may be anything that will be. */
  private dataSource(steps: readonly Step[], place: Place): Value {
    const address = `${place.module.prefix}${steps.slice(0, 3).join('.')}`;
    const known = this.plan.data.get(address);
    if (known !== undefined) return known;
    return new Unknown(`${address} is a data source, read when Terraform runs`, [], 'anything');
  }

  private eachValue(place: Place): Value {
    if (place.written !== undefined) return this.keyedBy(place, this.text(place.written, place));
    if (place.forEach === undefined) return planned('each.value: a plan does not tell what it holds');
    const constant = field(place.forEach, 'constant_value');
    const text = field(place.forEach, 'references') !== undefined && constant !== undefined;
    if (Array.isArray(constant)) return place.key;
    if (isObject(constant)) {
      const own = field(constant, String(place.key)) ?? null;
      return text ? this.text(own, place) : own;
    }
    return this.keyedBy(place, this.read(place.forEach, place));
  }

  private keyedBy({ key }: Place, over: Value): Value {
    if (isFields(over)) return over[String(key)];
    return isList(over) && over.every((item) => typeof item !== 'object') ? key : over;
  }
}

const KEY = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/;

/** Instances as an expression sees them: a single one, a list or a map; undefined where there is none. */
function shaped<T extends { readonly address: string }>(
  made: readonly T[],
  valueOf: (one: T) => Value,
): Value {
  const [first] = made;
  if (first === undefined) return undefined;
  const keys = made.map(({ address }) => KEY.exec(address)?.[1]);
  if (keys.every((key) => key === undefined)) return valueOf(first);
  return collected(made.map((one, i) => [keyOf(keys[i] ?? '0'), valueOf(one)]));
}

/** The values that something mentioned may give, each once. */
function leaves(value: Value): readonly Value[] {
  const found = new Map<unknown, Value>();
  const seen = new Set<Value>();
  const collect = (one: Value): void => {
    if (typeof one !== 'object' || one === null || partsOf(one).length === 0) {
      if (!isEmpty(one)) found.set(one instanceof Reference ? `\0${one.address} ${one.path}` : one, one);
    } else if (!seen.has(one)) {
      seen.add(one);
      partsOf(one).forEach(collect);
    }
  };
  collect(value);
  return [...found.values()];
}

const isEmpty = (value: Value): boolean => isList(value) || isFields(value) || value instanceof Candidates;

const whyOf = (open: readonly Value[]): string | undefined =>
  open.filter((value) => value instanceof Unknown).map(({ why }) => why)[0];
