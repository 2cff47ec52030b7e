import { TerraformElement, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { Issue } from '../core/errors';

type Arguments = Readonly<Record<string, unknown>>;

/** Ends the name of the getter that has the value of an argument, in bindings of providers. */
const VALUE = 'Input';

const getters = new Map<unknown, readonly string[]>();

/** Names of the arguments of a resource, data source or provider, from its binding. */
function argumentsOf(element: TerraformElement): readonly string[] {
  const binding: unknown = Object.getPrototypeOf(element);
  const known = getters.get(binding);
  if (known) return known;
  const names: string[] = [];
  for (let one = binding; one && one !== TerraformElement.prototype; one = Object.getPrototypeOf(one))
    names.push(
      ...Object.entries(Object.getOwnPropertyDescriptors(one))
        // Not the method `resetInput` of a binding with an argument `input`.
        .filter(([name, { get }]) => get !== undefined && name.endsWith(VALUE))
        .map(([name]) => name),
    );
  const found = names.map((name) => name.slice(0, -VALUE.length));
  getters.set(binding, found);
  return found;
}

/** Bindings can reset optional arguments alone. */
const isRequired = (element: TerraformElement, name: string): boolean =>
  !(`reset${name.charAt(0).toUpperCase()}${name.slice(1)}` in element);

/** Arguments that name one other resource. */
const OF_ANOTHER = /(?:Id|Arn)$/;

/** What a template literal makes of a missing value, and of an object. */
const IN_TEXT = /\bundefined\b|\[object \w+\]/;

/** The beginning of a token, without its end: a part of the text that stands for an attribute was cut off. */
const CUT_TOKEN = /\$\{TfToken(?!\[TOKEN\.\d+\]\})|\$\{(?:T|Tf|TfT|TfTo|TfTok|TfToke)?$/;

/** What Terraform cannot hold, as the end of a sentence. */
function misfit(value: unknown): string | undefined {
  if (value instanceof Construct) return `is the construct ${value.node.path}`;
  if (value instanceof Promise) return 'is a promise';
  if (typeof value === 'function') return 'is a function';
  if (typeof value === 'number' && !Number.isFinite(value)) return `is ${value}`;
  if (typeof value === 'string' && CUT_TOKEN.test(value))
    return 'is a part of an attribute, whose value is known only when Terraform runs';
  return undefined;
}

/** The construct that a text is the path of: what a template literal makes of a construct. */
const constructAt = ({ node }: IConstruct, path: string): IConstruct | undefined =>
  path
    .split('/')
    .reduce<IConstruct | undefined>(
      (scope, id) => (id === '' ? undefined : scope?.node.tryFindChild(id)),
      node.root,
    );

/** What names no other resource, as the end of a sentence. */
function misnomer(element: TerraformElement, name: string, value: unknown): string | undefined {
  if (!OF_ANOTHER.test(name) || typeof value !== 'string') return undefined;
  if (IN_TEXT.test(value)) return `is ${JSON.stringify(value)}`;
  return constructAt(element, value) && `is the path of the construct ${value}`;
}

/** `ipv6CidrBlock` as Terraform names it. */
const inTerraform = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function problemOf(element: TerraformElement, name: string): string | undefined {
  const value = (element as unknown as Arguments)[`${name}${VALUE}`];
  const wrong = [value].flat().map(misfit).find(Boolean) ?? misnomer(element, name, value);
  if (wrong !== undefined) return wrong;
  const { rawOverrides } = element as unknown as { readonly rawOverrides: Arguments };
  if (!isRequired(element, name) || inTerraform(name) in rawOverrides) return undefined;
  if (value === undefined || value === null) return `is ${value}, and required`;
  return value === '' && OF_ANOTHER.test(name) ? 'is empty, and required' : undefined;
}

const elementsOf = (construct: IConstruct): IConstruct[] => [
  construct,
  ...construct.node.children.filter((child) => !TerraformStack.isStack(child)).flatMap(elementsOf),
];

/**
 * Finds arguments of a stack's resources, data sources and providers that were not given, which CDKTF leaves out without an error, and
 * those that Terraform cannot hold.
 */
export const argumentIssues = (stack: TerraformStack): Issue[] =>
  elementsOf(stack)
    .filter((construct) => TerraformElement.isTerraformElement(construct))
    .flatMap((element) => {
      const problems = argumentsOf(element).flatMap((name) => {
        const problem = problemOf(element, name);
        return problem === undefined ? [] : [`${name} ${problem}`];
      });
      if (TerraformOutput.isTerraformOutput(element) && element.value === undefined)
        problems.push('value is undefined, and required');
      return problems.map((message) => ({
        code: 'ARGUMENT_INVALID',
        path: element.node.path,
        message,
        accepted: 'a value, or an attribute of another construct, e.g. vpc.id',
      }));
    });
