import { namesOf, type Resource } from '../document';
import { gap } from '../hcl/gaps';
import { LIMITS, exceeded } from '../limits';
import {
  Candidates,
  Reference,
  Several,
  Unknown,
  Variable,
  anyOf,
  isFields,
  isList,
  references,
  type Value,
} from '../value';
import { argumentOf, isUnknownBlock, pairsOf, type Each } from './body';
import type { Json, JsonObject } from './json';

/** Rules take a variable's ranges as they are, whatever they will be; other resources are made from its default. */
const RULES = /^aws_(vpc_security_group_(in|e)gress_rule|security_group_rule|network_acl_rule|route)$/;
/** One rule for each range of a variable, however many those are. */
const ONE_FOR_EACH = /^\$\{\s*length\(\s*(toset\(\s*)?var\.[\w-]+[\s)]*\}$/;

/** A block of a configuration that may stand for several instances: a resource, or a call of a module. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** One instance of it. */
export interface Instantiated {
  /** Behind the address: `["a"]`, `[0]` or nothing. */
  readonly suffix: string;
  readonly each: Each;
  /** False where nobody can tell whether it will be there. */
  readonly certain: boolean;
}

/** Reads an argument of the block itself. */
type ReadArgument = (json: Json) => Value;

const make = (suffix: string, each: Each, certain = true): Instantiated => ({ suffix, each, certain });

const settled = (value: Value): Value =>
  value instanceof Variable && value.fallback !== undefined ? value.fallback : value;

function counted(address: string, { body, type }: Declared, read: ReadArgument): readonly Instantiated[] {
  const each = new Unknown(`the count of ${address}`);
  const value = settled(read(body['count'] ?? null));
  const count = typeof value === 'boolean' ? Number(value) : Number(typeof value === 'object' ? NaN : value);
  // As `var.enabled ? 1 : 0`.
  if (value instanceof Candidates && value.items.every((item) => item === 0 || item === 1))
    return [make('', { key: 0 }, false)];
  if (!Number.isInteger(count))
    return [make('', { key: each }, RULES.test(type) && ONE_FOR_EACH.test(String(body['count'])))];
  if (count > LIMITS.instancesOfOne.most)
    return [make('', { key: new Unknown(`${each.why}: ${exceeded(LIMITS.instancesOfOne)}`) }, false)];
  return Array.from({ length: count }, (_, index) => make(`[${index}]`, { key: index }));
}

function keyed(address: string, { body, type }: Declared, read: ReadArgument): readonly Instantiated[] {
  const over = read(body['for_each'] ?? null);
  if (over instanceof Variable && RULES.test(type))
    return [make('', { key: anyOf(over), value: anyOf(over) })];
  const pairs = pairsOf(settled(over));
  if (pairs && pairs.length <= LIMITS.instancesOfOne.most && pairs.every(([key]) => typeof key !== 'object'))
    return pairs.map(([key, value]) => make(`[${JSON.stringify(String(key))}]`, { key, value }));
  if (RULES.test(type) && isList(over))
    return over.map((item, i) =>
      make(`[${JSON.stringify(typeof item === 'object' ? i : item)}]`, { key: item, value: item }),
    );
  const why = new Unknown(`the for_each of ${address}`, references(over));
  return [make('', { key: why, value: why }, false)];
}

/** The instances of a block by its `count` or `for_each`. */
export function instancesOf(
  address: string,
  declared: Declared,
  read: ReadArgument,
): readonly Instantiated[] {
  if (declared.body['count'] !== undefined) return counted(address, declared, read);
  return declared.body['for_each'] === undefined ? [make('', {})] : keyed(address, declared, read);
}

/** A reference to an instance, or to all of them where nobody knows how many there are. */
export const referenceTo = (one: { address: string; each: Each; isOnly: boolean }): Reference =>
  new (one.isOnly && one.each['key'] instanceof Unknown ? Several : Reference)(one.address, '');

/** What a block's instances are to an expression: one, a list by `count`, or a map by `for_each`. */
export function shaped<T extends { readonly each: Each; readonly isOnly: boolean }>(
  body: JsonObject,
  made: readonly T[],
  valueOf: (one: T) => Value,
): Value {
  const [only] = made;
  if (only && made.length === 1 && only.isOnly) return valueOf(only);
  if (body['count'] !== undefined) return made.map(valueOf);
  return Object.fromEntries(made.map((one) => [String(one.each['key']), valueOf(one)]));
}

/** An instance of a resource of a configuration. */
export class Instance implements Resource {
  private readonly known = new Map<string, Value>();

  constructor(
    readonly address: string,
    private readonly declared: Declared,
    readonly certain: boolean,
    readonly each: Each,
    private readonly read: (json: Json, each: Each) => Value,
  ) {}

  public get type(): string {
    return this.declared.type;
  }

  /** Whether it is the only one, or stands for all. */
  public get isOnly(): boolean {
    return this.address.endsWith(`${this.declared.type}.${this.declared.name}`);
  }

  public get number(): string | undefined {
    const { body, type, name } = this.declared;
    const module = this.address.slice(0, -`${type}.${name}`.length);
    const over = body['count'] ?? body['for_each'];
    return typeof over === 'string' && this.isOnly ? `${module} ${over}` : undefined;
  }

  public get(name: string): Value {
    const { body } = this.declared;
    // Most arguments that are asked for are not stated.
    if (body[name] === undefined && body['dynamic'] === undefined) return undefined;
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, new Unknown(`${this.address}.${name} refers to itself`));
    const value = argumentOf(body, name, this.each, this.address, this.read);
    this.known.set(name, value);
    return value;
  }

  /** What the file says of an attribute; undefined where it is best known by its name. */
  public attribute(name: string): Value {
    const value = this.get(name);
    const isOpenName = namesOf(this.type).includes(name) && gap(value) !== undefined;
    return isOpenName || isUnknownBlock(name, value) ? undefined : value;
  }

  /** What is stated in a block; what is not, such as its computed attributes, is known to AWS alone. */
  public inBlock(path: string): Value {
    const [block = '', index, ...steps] = path.split('.');
    const elsewhere = new Reference(this.address, path);
    if (index === undefined || steps.length === 0) return elsewhere;
    const held = this.get(block);
    const value = isList(held) ? held[Number(index)] : held;
    return (isFields(value) ? value[steps.join('.')] : undefined) ?? elsewhere;
  }
}
