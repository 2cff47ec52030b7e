import { LIMITS, exceeded } from '../limits';
import { Candidates, Reference, Unknown, Variable, anyOf, isFields, isList, type Value } from '../value';
import { ELEMENT, type Node } from './ast';
import { convert, typeAmong, unify } from './convert';
import { attributeOf, collect, elementAt, pairsOf, sliceOf, splatted } from './elements';
import { NotComputed, Refusal, attempted, giveUp, refuse } from './failures';
import { fromFile } from './files';
import { applyFunction, spreadLast, workOf } from './functions';
import { bounded, gap, partOf, unknown } from './gaps';
import { binary, computed, unary } from './operators';
import { toBool, toText } from './scalars';
import type { Bindings, Budget, Scope } from './scope';
import { stepsOf } from './sizes';
import { NULL, isGap, isTextual, madeFrom, toFields, typeOf, type Type } from './types';

/** What fails in one of these has no type; elsewhere it may have one in parts. */
const WITHOUT_TYPE = ['call', 'index', 'attribute'];
const COMPUTED = ['call', 'conditional'];
/** These round a quotient, so that its digits need no end. */
const ROUNDS = ['floor', 'ceil'];

const noName = (root: string, name: string): Value => new Unknown(`${root}.${name} in a template`);

class Evaluation {
  constructor(
    private readonly scope: Scope,
    private readonly bindings: Bindings,
    private readonly budget: Budget,
    /** Calls that are not understood, each of which Terraform may refuse. */
    private readonly doubts: { calls: number } = { calls: 0 },
  ) {}

  public of(node: Node): Value {
    if (--this.budget.steps < 0) return giveUp(exceeded(LIMITS.expressionSteps));
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
        return elementAt(this.of(node.of), this.of(node.key), this.scope);
      case 'splat':
        return this.splat(this.of(node.of), node.each);
      case 'call':
        return this.call(node.name, node.args, node.spread);
      case 'unary':
        return unary(node.operator, this.of(node.of));
      case 'binary':
        return this.binary(node.operator, this.of(node.left), this.of(node.right));
      case 'conditional':
        return this.conditional(this.of(node.test), node.yes, node.no);
      case 'list':
        return bounded(node.items.map((item) => this.argument(item)));
      case 'object':
        return this.object(node.entries);
      case 'for':
        return this.comprehension(node);
    }
  }

  /** Going through values takes steps as well. */
  private charge(steps: number): void {
    this.budget.steps -= steps;
    if (this.budget.steps < 0) giveUp(exceeded(LIMITS.expressionSteps));
  }

  private template(parts: readonly Node[]): Value {
    const values = parts.map((part) => this.of(part));
    this.charge(stepsOf(values));
    if (values.some((value) => gap(value) !== undefined)) {
      // What ends in /32 is one address, whichever: it is never the internet.
      const [address, suffix] = values;
      const host = values.length === 2 && suffix === '/32' && address instanceof Reference;
      return host ? new Reference(address.address, `${address.path}/32`) : unknown(...values);
    }
    const texts = values.map(toText);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    return length > LIMITS.text.most ? new Unknown(exceeded(LIMITS.text)) : texts.join('');
  }

  private binary(operator: string, left: Value, right: Value): Value {
    this.charge(stepsOf([left, right]));
    return binary(operator, left, right);
  }

  private attribute(of: Node, name: string): Value {
    if (of.kind === 'name' && !this.bindings.has(of.name)) return this.scope.lookup(of.name, name);
    const base = this.of(of);
    if (base instanceof Reference) return attributeOf(base, name, this.scope);
    if (isFields(base)) return Object.hasOwn(base, name) ? base[name] : refuse(`no ${name} in it`);
    return isGap(base) ? partOf(base, name) : refuse(`no ${name} in it`);
  }

  private splat(from: Value, each: Node): Value {
    this.charge(stepsOf(from));
    if (from instanceof Candidates) {
      return bounded(
        new Candidates(
          from.items.map((item) => this.splat(item, each)),
          from.why,
        ),
      );
    }
    const isWhole = each.kind === 'name';
    if (isGap(from) && !(from instanceof Reference && from.path === ''))
      return isWhole ? anyOf(from) : unknown(from);
    const items = isList(from) ? from : from === null ? [] : [from];
    const made = items.map((item) => this.within(new Map([[ELEMENT, item]])).of(each));
    return bounded(splatted(from, made, isWhole));
  }

  private call(name: string, nodes: readonly Node[], spread: boolean): Value {
    if (name === 'can' || name === 'try') return this.attempt(name, nodes);
    const args = nodes.map((node) =>
      ROUNDS.includes(name) && node.kind === 'binary' && node.operator === '/'
        ? computed('/', this.of(node.left), this.of(node.right))
        : this.argument(node),
    );
    const render = (template: Node, names: Bindings): Value =>
      new Evaluation({ ...this.scope, lookup: noName }, names, this.budget, this.doubts).of(template);
    const given = spread ? spreadLast(args) : args;
    this.charge(workOf(name, given));
    const value = fromFile(name, args, this.scope, render) ?? applyFunction(name, given);
    if (value instanceof NotComputed) this.doubts.calls++;
    return (name === 'slice' && value instanceof Unknown ? sliceOf(args, this.scope) : undefined) ?? value;
  }

  /** Null that something computed is null of a type, which is not followed here; null that is written down has none. */
  private argument(node: Node): Value {
    const value = this.of(node);
    return value === null && COMPUTED.includes(node.kind) ? giveUp('the type of null') : value;
  }

  private attempt(name: string, nodes: readonly Node[]): Value {
    if (name === 'can' && nodes.length !== 1) return refuse('arguments');
    const before = this.doubts.calls;
    for (const node of nodes) {
      try {
        const value = this.of(node);
        if (gap(value) !== undefined) return name === 'try' ? value : unknown(value);
        if (this.doubts.calls > before) return giveUp('what Terraform may refuse');
        return name === 'try' ? value : true;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    return name === 'can' ? false : refuse('nothing to try');
  }

  private conditional(test: Value, yes: Node, no: Node): Value {
    if (gap(test) !== undefined) return this.either(test, [yes, no]);
    const [chosen, other] = toBool(test) ? [yes, no] : [no, yes];
    const value = this.of(chosen);
    this.charge(stepsOf(value));
    // Terraform converts both to one type; nothing but null and what it cannot compute leaves the other as it is.
    const sample = isGap(value) ? undefined : this.typical(other, value);
    if (sample instanceof NotComputed && !isTextual(value))
      return giveUp('the type of what is not understood');
    const type = typeAmong(sample);
    if (type.kind === 'null' || type.kind === 'gap') return value;
    return convert(value, unify([value === null ? this.typeOfNull(chosen) : typeOf(value), type]));
  }

  /** Null that a conditional chose has the type of its other branch. */
  private typeOfNull(node: Node): Type {
    if (node.kind !== 'conditional') return NULL;
    return unify([node.yes, node.no].map((branch) => typeAmong(this.branch(branch))));
  }

  /** A value of the type of a branch that is not taken. A list has its type although Terraform refuses some elements. */
  private typical(node: Node, chosen: Value): Value {
    if (node.kind !== 'list' || !isTextual(chosen)) return this.branch(node);
    const items = node.items.map((item) => this.branch(item));
    // An element that is refused may be of any type.
    return isTextual(items) ? items : this.branch(node);
  }

  /** What Terraform refuses it cannot be. */
  private either(test: Value, nodes: readonly Node[]): Value {
    const branches = nodes.map((node) => this.branch(node)).filter((value) => value !== undefined);
    return branches.length > 0 ? bounded(new Candidates(branches, gap(test))) : refuse('both branches');
  }

  /** A branch that Terraform does not take may be one that it cannot compute; then it has a type only in parts. */
  private branch(node: Node): Value {
    try {
      return this.argument(node);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return WITHOUT_TYPE.includes(node.kind) ? undefined : giveUp('the type of what Terraform refuses');
    }
  }

  private object(entries: readonly (readonly [Node, Node])[]): Value {
    const made: [string, Value][] = [];
    for (const [keyNode, valueNode] of entries) {
      const key = keyNode.kind === 'name' ? keyNode.name : this.of(keyNode);
      const value = this.of(valueNode);
      if (isGap(key)) return unknown(key, value);
      made.push([toText(key), value]);
    }
    return bounded(toFields(made));
  }

  private comprehension(node: Node & { kind: 'for' }): Value {
    const over = this.of(node.over);
    if (over instanceof Variable && !node.when && !node.key) {
      const element = anyOf(over);
      const value = this.bound(node.names, new Unknown('an index'), element).of(node.value);
      return value === element ? element : unknown(over);
    }
    if (isGap(over)) return unknown(over);
    this.charge(stepsOf(over));
    const pairs = pairsOf(over, node.names.length > 1);
    this.check(node);
    const made: [Value, Value][] = [];
    for (const [key, value] of pairs) {
      const inner = this.bound(node.names, key, value);
      const keep = node.when ? inner.of(node.when) : true;
      if (gap(keep) !== undefined) return unknown(keep, ...pairs.map((pair) => pair[1]));
      if (toBool(keep)) made.push([node.key ? inner.of(node.key) : null, inner.of(node.value)]);
    }
    if (node.key) return collect(made, node.grouped);
    return bounded(
      madeFrom(
        over,
        made.map((pair) => pair[1]),
      ),
    );
  }

  /** Terraform computes the condition once without any element, and refuses what cannot be true of one. */
  private check({ names, when }: Node & { kind: 'for' }): void {
    const nothing = new Unknown('an element');
    const keep = when ? this.bound(names, nothing, nothing).of(when) : true;
    if (gap(keep) === undefined) toBool(keep);
  }

  private bound(names: readonly string[], key: Value, value: Value): Evaluation {
    const [first = '', second] = names;
    return this.within(
      new Map<string, Value>(
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
    return new Evaluation(this.scope, new Map([...this.bindings, ...more]), this.budget, this.doubts);
  }
}

const budgetOf = (scope: Scope): Budget => scope.budget ?? { steps: LIMITS.expressionSteps.most };

/** The value of an expression; what Terraform would refuse is unknown here, with the reason. */
export function evaluate(node: Node, scope: Scope, bindings: Bindings = new Map()): Value {
  return attempted<Value>(
    () => new Evaluation(scope, bindings, budgetOf(scope)).of(node),
    ({ message }) => new Unknown(`an expression that Terraform refuses (${message})`),
    (error) => error.value(),
  );
}

/** Whether a condition holds; undefined where that is not known, false where Terraform refuses to compute it. */
export function holds(node: Node, scope: Scope): boolean | undefined {
  return attempted<boolean | undefined>(
    () => {
      const value = new Evaluation(scope, new Map(), budgetOf(scope)).of(node);
      return gap(value) === undefined ? toBool(value) : undefined;
    },
    () => false,
    () => undefined,
  );
}
