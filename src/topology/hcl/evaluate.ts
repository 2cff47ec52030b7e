import {
  Candidates,
  Reference,
  Unknown,
  Variable,
  isFields,
  isList,
  references,
  type Fields,
  type Value,
} from '../value';
import { ELEMENT, type Node } from './ast';
import { LARGEST, bounded, gap, unknown } from './gaps';
import { NotUnderstood, Refusal, arranging, computing } from './functions';

/** What names mean where an expression stands. */
export interface Scope {
  /** `var.x`, `local.x`, `each.key`, `aws_subnet.a` and the like: the first name and the one after its dot. */
  lookup(root: string, name: string): Value;
  /** An attribute of a resource, where the file says what it is; otherwise a longer reference. */
  attribute(of: Reference, name: string): Value;
}

type Bindings = ReadonlyMap<string, Value>;

/** A variable's default is what it holds wherever it is not a range in a rule. */
const concrete = (value: Value): Value =>
  value instanceof Variable && value.fallback !== undefined ? value.fallback : value;

const ORDER: Readonly<Record<string, (a: number, b: number) => Value>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

class Evaluation {
  constructor(
    private readonly scope: Scope,
    private readonly bindings: Bindings,
  ) {}

  public of(node: Node): Value {
    switch (node.kind) {
      case 'literal':
        return node.value;
      case 'name':
        return this.bindings.has(node.name)
          ? this.bindings.get(node.name)
          : new Unknown(`${node.name} is not understood`);
      case 'template':
        return this.template(node.parts);
      case 'attribute':
        return this.attribute(node.of, node.name);
      case 'index':
        return this.index(this.of(node.of), this.of(node.key));
      case 'splat':
        return this.splat(this.of(node.of), node.each);
      case 'call':
        return this.call(node.name, node.args, node.spread);
      case 'unary':
        return this.unary(node.operator, concrete(this.of(node.of)));
      case 'binary':
        return this.binary(node.operator, node.left, node.right);
      case 'conditional':
        return this.conditional(concrete(this.of(node.test)), node.yes, node.no);
      case 'list':
        return bounded(node.items.map((item) => this.of(item)));
      case 'object':
        return this.object(node.entries);
      case 'for':
        return this.comprehension(node);
    }
  }

  private template(parts: readonly Node[]): Value {
    const values = parts.map((part) => concrete(this.of(part)));
    if (values.some((value) => gap(value) !== undefined)) {
      // What ends in /32 is one address, whichever: it is never the internet.
      const [address, suffix] = values;
      const host = values.length === 2 && suffix === '/32' && address instanceof Reference;
      return host ? new Reference(address.address, `${address.path}/32`) : unknown(...values);
    }
    const joined = values.map((value) => (typeof value === 'object' ? '' : String(value))).join('');
    return joined.length > LARGEST ? new Unknown('a text that is too long') : joined;
  }

  private attribute(of: Node, name: string): Value {
    if (of.kind === 'name' && !this.bindings.has(of.name)) return this.scope.lookup(of.name, name);
    const base = this.of(of);
    if (base instanceof Reference) return this.scope.attribute(base, name);
    if (isFields(base)) return name in base ? base[name] : new Unknown(`no ${name} in it`);
    // Old style: `aws_subnet.a.*.id` and a single-instance list both end up here.
    return base instanceof Unknown ? base : unknown(base);
  }

  private index(base: Value, key: Value): Value {
    const [from, at] = [concrete(base), concrete(key)];
    if (base instanceof Variable && key instanceof Unknown) return base;
    // A resource with any number of instances stands for each of them.
    if (from instanceof Reference && from.path === '') return from;
    if (from instanceof Reference && typeof at !== 'object') return this.scope.attribute(from, String(at));
    if (typeof at === 'object' || at === undefined) return unknown(from, at);
    if (isList(from)) return Number(at) < from.length ? from[Number(at)] : new Unknown(`no element ${at}`);
    if (isFields(from)) return String(at) in from ? from[String(at)] : new Unknown(`no element "${at}"`);
    return unknown(from);
  }

  private splat(base: Value, each: Node): Value {
    const from = concrete(base);
    const items = isList(from) ? from : from === null ? [] : [from];
    if (from instanceof Unknown) return from;
    return bounded(items.map((item) => this.within(new Map([[ELEMENT, item]])).of(each)));
  }

  private call(name: string, nodes: readonly Node[], spread: boolean): Value {
    if (name === 'can' || name === 'try') return this.attempt(name, nodes);
    const raw = nodes.map((node) => this.of(node));
    const last = raw.at(-1);
    const args = spread && isList(last) ? [...raw.slice(0, -1), ...last] : raw;
    const [first] = args;
    if (name === 'coalesce') return args.find((arg) => arg !== null && arg !== '') ?? null;
    const arrange = arranging[name];
    if (arrange) {
      // A set, list or flattening of a variable's ranges is still that variable's ranges.
      if (first instanceof Variable && args.length === 1 && name !== 'length') return first;
      const given = args.map((arg) =>
        (name === 'concat' || name === 'setunion') && arg instanceof Variable ? [arg] : concrete(arg),
      );
      if (given.some((arg) => arg instanceof Unknown || arg instanceof Reference || arg instanceof Variable))
        return unknown(...given);
      const made = arrange(...given);
      return typeof made === 'object' && made !== null ? bounded(made) : made;
    }
    const compute = computing[name];
    const given = args.map(concrete);
    if (!compute) return new Unknown(`${name}() is not understood`, given.flatMap(references));
    return given.some((arg) => gap(arg) !== undefined) ? unknown(...given) : compute(...given);
  }

  private attempt(name: string, nodes: readonly Node[]): Value {
    for (const node of nodes) {
      try {
        const value = this.of(node);
        if (name === 'try') return value;
        return gap(value) === undefined ? true : unknown(value);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    if (name === 'can') return false;
    throw new Refusal('nothing to try');
  }

  private unary(operator: string, value: Value): Value {
    if (gap(value) !== undefined) return unknown(value);
    return operator === '!' ? value === false || value === 'false' : -Number(value);
  }

  private binary(operator: string, leftNode: Node, rightNode: Node): Value {
    const left = concrete(this.of(leftNode));
    if (operator === '&&' && left === false) return false;
    if (operator === '||' && left === true) return true;
    const right = concrete(this.of(rightNode));
    if (operator === '&&' && right === false) return false;
    if (operator === '||' && right === true) return true;
    if (gap(left) !== undefined || gap(right) !== undefined) return unknown(left, right);
    if (operator === '==' || operator === '!=') return same(left, right) === (operator === '==');
    if (operator === '&&' || operator === '||') return operator === '&&';
    const [a, b] = [Number(left), Number(right)];
    if (Number.isNaN(a) || Number.isNaN(b)) throw new Refusal('not a number');
    return (ORDER[operator] as (a: number, b: number) => Value)(a, b);
  }

  private conditional(test: Value, yes: Node, no: Node): Value {
    if (test === true || test === 'true') return this.of(yes);
    if (test === false || test === 'false') return this.of(no);
    return new Candidates([this.of(yes), this.of(no)], gap(test));
  }

  private object(entries: readonly (readonly [Node, Node])[]): Value {
    const made: Record<string, Value> = {};
    for (const [keyNode, valueNode] of entries) {
      const key = keyNode.kind === 'name' ? keyNode.name : concrete(this.of(keyNode));
      const value = this.of(valueNode);
      if (typeof key === 'object' || key === undefined) return unknown(key, value);
      made[String(key)] = value;
    }
    return bounded(made);
  }

  private comprehension(node: Node & { kind: 'for' }): Value {
    const over = this.of(node.over);
    if (over instanceof Variable && !node.when) {
      const value = this.bound(node.names, new Unknown('an index'), over).of(node.value);
      if (value === over) return over;
    }
    const from = concrete(over);
    const pairs: [Value, Value][] | undefined = isList(from)
      ? from.map((item, i) => [i, item])
      : isFields(from)
        ? Object.entries(from)
        : undefined;
    if (!pairs) return unknown(over);
    const made: [Value, Value][] = [];
    for (const [key, value] of pairs) {
      const inner = this.bound(node.names, key, value);
      const keep = node.when ? inner.of(node.when) : true;
      if (keep === false) continue;
      if (keep !== true) return unknown(keep, ...pairs.map((pair) => pair[1]));
      made.push([node.key ? inner.of(node.key) : key, inner.of(node.value)]);
    }
    return node.key ? collect(made, node.grouped) : bounded(made.map((pair) => pair[1]));
  }

  private bound(names: readonly string[], key: Value, value: Value): Evaluation {
    const [first = '', second] = names;
    return this.within(
      new Map(
        second === undefined
          ? [[first, value]]
          : [
              [first, key],
              [second, value],
            ],
      ),
    );
  }

  private within(more: Bindings): Evaluation {
    return new Evaluation(this.scope, new Map([...this.bindings, ...more]));
  }
}

function same(left: Value, right: Value): boolean {
  if (typeof left !== 'object' && typeof right !== 'object') return String(left) === String(right);
  return JSON.stringify(left) === JSON.stringify(right);
}

function collect(pairs: readonly (readonly [Value, Value])[], grouped: boolean): Value {
  const made: Record<string, Value> = {};
  for (const [key, value] of pairs) {
    if (typeof key === 'object' || key === undefined) return unknown(key, value);
    const before = made[String(key)];
    made[String(key)] = grouped ? [...(isList(before) ? before : []), value] : value;
  }
  return bounded(made as Fields);
}

/** The value of an expression; what Terraform would refuse is unknown here, with the reason. */
export function evaluate(node: Node, scope: Scope, bindings: Bindings = new Map()): Value {
  try {
    return new Evaluation(scope, bindings).of(node);
  } catch (error) {
    if (error instanceof Refusal)
      return new Unknown(`an expression that Terraform refuses (${error.message})`);
    if (error instanceof NotUnderstood) return new Unknown(error.message);
    if (error instanceof RangeError) return new Unknown('an expression that is too deep');
    throw error;
  }
}

/** Whether a condition holds; undefined where that is not known, false where Terraform refuses to compute it. */
export function holds(node: Node, scope: Scope): boolean | undefined {
  try {
    const value = new Evaluation(scope, new Map()).of(node);
    return gap(value) === undefined ? value === true || value === 'true' : undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    if (error instanceof NotUnderstood || error instanceof RangeError) return undefined;
    throw error;
  }
}
