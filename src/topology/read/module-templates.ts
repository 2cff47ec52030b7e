import { evaluate } from '../hcl/evaluate';
import { parseTemplate } from '../hcl/parse';
import type { Scope } from '../hcl/scope';
import { sizeOf } from '../hcl/sizes';
import { LIMITS, exceeded } from '../limits';
import { Reference, Unknown, type Value } from '../value';
import type { Each } from './body';
import type { Json } from './json';
import { readTemplates } from './templates';

/** `${aws_vpc.main.id}` and no more. */
const REFERENCE = /^\$\{(aws_\w+\.[\w-]+)\.(\w+)\}$/;
const MENTION = /\b(aws_\w+)\.([\w-]+)/g;
/** What may lead to anything in the file, by way of something else. */
const FINDS = /\$\{[^}]*\b(local|module|data)\.|"depends_on"|"filter"/;

/** Values in an argument that takes no steps of its own. */
const SHORT = 100;

/** What templates of a module need of it. */
export interface Names {
  scope(each: Each): Scope;
  /** A resource by its local address. */
  resource(local: string): Value;
  /** The instances of a resource that a text mentions, none where they are being made. */
  instances(local: string): readonly { readonly address: string }[];
}

/** Reads the texts of a module, in which each string is a template. */
export class ModuleTemplates {
  constructor(
    private readonly names: Names,
    /** How deep references are within one another, in the whole configuration. */
    private readonly nested: { depth: number },
  ) {}

  public read(json: Json, each: Each): Value {
    return readTemplates(json, (text) => this.template(text, each));
  }

  /** An argument of a resource. A long one takes steps in each that has it, since the network has it as often. */
  public argument(json: Json, each: Each): Value {
    const value = this.read(json, each);
    const { budget } = this.names.scope(each);
    if (!budget) return value;
    budget.steps -= Math.max(0, sizeOf(value).parts - SHORT);
    return budget.steps < 0 ? new Unknown(exceeded(LIMITS.configurationSteps)) : value;
  }

  /**
   * What something outside of this file tells: nothing of the file unless it is given something of it, and then that, or
   * whatever else it finds by it.
   */
  public elsewhere(why: string, body: Json): Unknown {
    const text = JSON.stringify(body);
    const given = this.mentions(text);
    return new Unknown(why, given, given.length > 0 || FINDS.test(text) ? 'anything' : 'outside');
  }

  private template(text: string, each: Each): Value {
    if (this.nested.depth >= LIMITS.references.most) return new Unknown(exceeded(LIMITS.references));
    this.nested.depth++;
    try {
      const scope = this.names.scope(each);
      const simple = this.reference(text, scope);
      if (simple !== undefined) return simple;
      const bindings = new Map(Object.entries(each).filter(([name]) => name !== 'key' && name !== 'value'));
      return evaluate(parseTemplate(text, scope.budget), scope, bindings);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return new Unknown(`an expression that is not understood (${error.message})`, this.mentions(text));
    } finally {
      this.nested.depth--;
    }
  }

  /** An attribute of a resource and no more, as most expressions are: there is nothing to parse. */
  private reference(text: string, { budget, attribute }: Scope): Value {
    const [, address, name = ''] = REFERENCE.exec(text) ?? [];
    if (address === undefined || (budget && --budget.steps < 0)) return undefined;
    const of = this.names.resource(address);
    return of instanceof Reference ? attribute(of, name) : undefined;
  }

  private mentions(text: string): Reference[] {
    return [...text.matchAll(MENTION)].flatMap(([, type, name]) =>
      this.names.instances(`${type}.${name}`).map(({ address }) => new Reference(address, '')),
    );
  }
}
