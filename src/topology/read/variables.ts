import { ConfigurationError, type Issue } from '../../core/errors';
import { didYouMean } from '../../core/did-you-mean';
import { parseConstraint } from '../hcl/constraint';
import { convert } from '../hcl/convert';
import { evaluate } from '../hcl/evaluate';
import { NotUnderstood, Refusal } from '../hcl/failures';
import { gap } from '../hcl/gaps';
import { parseTemplate } from '../hcl/parse';
import { ANY, type Type } from '../hcl/types';
import { Unknown, type Value } from '../value';
import type { Json, JsonObject } from './json';
import { readTemplates } from './templates';

/** A value for an input variable of the root module. */
export interface Assignment {
  readonly name: string;
  /**
   * How the value is written: as text of a command line, which Terraform takes for an expression unless the variable's type is
   * a simple one; as JSON, in which text is text; or as native syntax in JSON, in which text is a template.
   */
  readonly form: 'text' | 'literal' | 'template';
  readonly value: Json;
  /** Where it was given, for messages: an option or a file. */
  readonly where: string;
  /** Whether Terraform refuses it where no such variable is declared, instead of warning. */
  readonly isStrict: boolean;
}

const SIMPLE = ['string', 'number', 'bool'];

/** The type of a variable; undefined where its constraint is not understood. */
function typeOf(body: JsonObject): Type | undefined {
  const stated = body['type'];
  if (stated === undefined) return ANY;
  try {
    return typeof stated === 'string' ? parseConstraint(stated) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const NOTHING_KNOWN = {
  lookup: (root: string, name: string): Value => new Unknown(`${root}.${name}`),
  attribute: (): Value => new Unknown('an attribute'),
};

function compute(text: string): Value {
  try {
    return evaluate(parseTemplate(text), NOTHING_KNOWN);
  } catch (error) {
    if (error instanceof SyntaxError) return new Unknown(error.message);
    throw error;
  }
}

function written({ form, value }: Assignment, body: JsonObject, type: Type | undefined): Value {
  if (form === 'literal') return value;
  if (form === 'template') return readTemplates(value, compute);
  const isLiteral = body['type'] === undefined || (type && SIMPLE.includes(type.kind));
  return isLiteral ? String(value) : compute(`\${${String(value)}}`);
}

/** A default, or a value that was given, as Terraform converts it to the variable's type; unknown where that is not understood. */
function converted(value: Value, body: JsonObject): Value {
  const type = typeOf(body);
  if (!type) return new Unknown('the type of a variable');
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof NotUnderstood) return error.value([value]);
    throw error;
  }
}

/** What Terraform refuses to convert is no value of this type; it says so when it runs. */
export function typed(value: Value, body: JsonObject): Value {
  try {
    return converted(value, body);
  } catch (error) {
    if (error instanceof Refusal || error instanceof NotUnderstood) return new Unknown(error.message);
    throw error;
  }
}

const constraintOf = (body: JsonObject): string =>
  typeof body['type'] === 'string' ? body['type'].replace(/^\$\{([^]*)\}$/, '$1') : 'a value';

const CODE = 'TOPOLOGY_VARIABLE';

/** A value, or what is wrong with it. */
type Judged = { readonly value: Value } | { readonly issue: Issue };

function judge(given: Assignment, body: JsonObject, isRefused: (value: Value) => boolean): Judged {
  const shown = body['sensitive'] === true ? {} : { given: given.value };
  const issue = (message: string, accepted: string): Judged => ({
    issue: { code: CODE, path: `${given.where} ${given.name}`, ...shown, message, accepted },
  });
  const value = written(given, body, typeOf(body));
  if (gap(value) !== undefined)
    return issue('is not a constant value', `${constraintOf(body)}, without references and functions`);
  try {
    const made = converted(value, body);
    if (!isRefused(made)) return { value: made };
    return issue('is refused by a validation of the variable', 'what its condition says');
  } catch (error) {
    if (error instanceof Refusal) return issue("is not of the variable's type", constraintOf(body));
    throw error;
  }
}

/**
 * The values of variables, of which later ones win. What is not declared is left out unless it is strict.
 *
 * @param isRefused whether a variable's own validation refuses a value for certain
 * @throws ConfigurationError TOPOLOGY_VARIABLE with everything that is wrong
 */
export function assign(
  declared: ReadonlyMap<string, JsonObject>,
  given: readonly Assignment[],
  isRefused: (name: string, value: Value) => boolean,
): ReadonlyMap<string, Value> {
  const issues: Issue[] = [];
  const values = new Map<string, Value>();
  for (const one of new Map(given.map((assignment) => [assignment.name, assignment])).values()) {
    const body = declared.get(one.name);
    const found = body && judge(one, body, (value) => isRefused(one.name, value));
    if (!found) continue;
    if ('issue' in found) issues.push(found.issue);
    else values.set(one.name, found.value);
  }
  for (const { name, where, isStrict } of given) {
    if (!isStrict || declared.has(name)) continue;
    const names = [...declared.keys()];
    const accepted = names.length > 0 ? `one of ${names.join(', ')}` : 'none: no variable is declared';
    const message = `is no variable of the configuration${didYouMean(name, names)}`;
    issues.push({ code: CODE, path: where, given: name, message, accepted });
  }
  if (issues.length > 0) throw new ConfigurationError(issues);
  return values;
}
