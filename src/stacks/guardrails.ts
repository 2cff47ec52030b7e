import { TerraformElement, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { GUARDRAILS, type Guardrail, isAllowed } from '../core/guardrails';
import type { Arguments, Resources, Rule } from './guardrail';
import { RULES } from './guardrail-rules';

/** Path of the construct of a resource, as CDKTF writes it. Undefined for a resource of an override. */
const pathOf = (values: Arguments): string | undefined =>
  (values['//'] as { metadata?: { path?: string } } | undefined)?.metadata?.path;

/** Constructs of a stack by path. */
const elementsByPath = (stack: TerraformStack): ReadonlyMap<string, IConstruct> =>
  new Map(
    stack.node
      .findAll()
      .filter((construct) => TerraformElement.isTerraformElement(construct))
      .map((construct) => [construct.node.path, construct]),
  );

/** Providers of AWS without default tags: their resources are untagged. */
const untaggedProviders = ({ aws = [] }: Readonly<Record<string, readonly Arguments[]>>): string[] =>
  aws
    .filter((provider) => provider['default_tags'] === undefined)
    .map(
      ({ alias }) =>
        `provider aws${alias === undefined ? '' : `.${String(alias)}`}: default_tags is missing: its resources get no tags; accepted: ${GUARDRAILS.UNTAGGED} [UNTAGGED]`,
    );

/**
 * Finds what guardrails refuse in the JSON of a stack, with the path of the construct. Includes resources of custom constructs; those
 * with an exception are left out.
 */
export function guardrailProblems(stack: TerraformStack, json: object): string[] {
  const {
    resource = {},
    data = {},
    provider = {},
  } = json as {
    resource?: Resources;
    data?: Resources;
    provider?: Readonly<Record<string, readonly Arguments[]>>;
  };
  let elements: ReadonlyMap<string, IConstruct> | undefined;
  const elementAt = (path: string): IConstruct | undefined => (elements ??= elementsByPath(stack)).get(path);
  const problemsOf = (type: string, address: string, values: Arguments): string[] =>
    (Object.entries(RULES) as [Guardrail, Rule][]).flatMap(([guardrail, rule]) => {
      const found = rule(type, values, resource);
      if (found.length === 0) return [];
      const path = pathOf(values);
      const element = path === undefined ? undefined : elementAt(path);
      if (element && isAllowed(element, guardrail)) return [];
      const where = path === undefined ? address : `${address} (${path})`;
      return found.map(
        (problem) => `${where}: ${problem}; accepted: ${GUARDRAILS[guardrail]} [${guardrail}]`,
      );
    });
  const problemsIn = (all: Resources, prefix = ''): string[] =>
    Object.entries(all).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([name, values]) =>
        problemsOf(type, `${prefix}${type}.${name}`, values),
      ),
    );
  return [
    ...problemsIn(resource),
    ...problemsIn({ aws_iam_policy_document: data['aws_iam_policy_document'] ?? {} }, 'data.'),
    ...untaggedProviders(provider),
  ];
}
