import { type Arguments, blocksAt, list, type Rule } from './guardrail';

/** What a statement allows, from JSON or from a data source. */
interface Allowed {
  readonly argument: string;
  /** ARNs and accounts of the principals of AWS, or `*`. */
  readonly principals: readonly unknown[];
  readonly actions: readonly unknown[];
  /** Whether it allows all actions, or all principals, but those that it names. */
  readonly butActions: boolean;
  readonly butPrincipals: boolean;
  readonly isConditional: boolean;
}

const principalsOf = (principal: unknown): unknown[] =>
  typeof principal === 'object' && principal !== null
    ? list((principal as Arguments)['AWS'])
    : list(principal);

const ofJson = (argument: string, statement: Arguments): Allowed => ({
  argument,
  principals: principalsOf(statement['Principal']),
  actions: list(statement['Action']),
  butActions: statement['NotAction'] !== undefined,
  butPrincipals: statement['NotPrincipal'] !== undefined,
  isConditional: statement['Condition'] !== undefined,
});

/** The JSON of a policy in an argument. Undefined where it is none, or holds references that make it none. */
function policyIn(value: unknown): Arguments | undefined {
  if (typeof value !== 'string' || !/^\s*\{[^]*"Statement"/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Arguments;
  } catch {
    return undefined;
  }
}

const inArguments = (values: Arguments): Allowed[] =>
  Object.entries(values).flatMap(([argument, value]) =>
    (list(policyIn(value)?.['Statement']) as Arguments[])
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ofJson(argument, statement)),
  );

/** Statements of `aws_iam_policy_document`, which allow by default. */
const inDocument = (values: Arguments): Allowed[] =>
  blocksAt(values, 'statement')
    .filter(({ effect = 'Allow' }) => effect === 'Allow')
    .map((statement) => ({
      argument: 'statement',
      principals: blocksAt(statement, 'principals')
        .filter(({ type }) => type === 'AWS' || type === '*')
        .flatMap(({ identifiers }) => list(identifiers)),
      actions: list(statement['actions']),
      butActions: list(statement['not_actions']).length > 0,
      butPrincipals: list(statement['not_principals']).length > 0,
      isConditional: list(statement['condition']).length > 0,
    }));

/** A policy of these types grants nothing: it narrows what IAM allows. AWS: "Control access to VPC endpoints using endpoint policies". */
const NARROWING = ['aws_vpc_endpoint', 'aws_vpc_endpoint_policy'];

function allowedBy(type: string, values: Arguments): Allowed[] {
  if (NARROWING.includes(type)) return [];
  return type === 'aws_iam_policy_document' ? inDocument(values) : inArguments(values);
}

export const wildcardPrincipals: Rule = (type, values) => [
  ...allowedBy(type, values)
    .filter(
      ({ isConditional, principals, butPrincipals }) =>
        !isConditional && (butPrincipals || principals.includes('*')),
    )
    .map(({ argument }) => `${argument} allows any principal`),
  ...(type === 'aws_lambda_permission' && values['principal'] === '*' ? ['principal allows anybody'] : []),
];

/** A key policy gives the account itself all rights, which its IAM policies then restrict. AWS: "Default key policy". */
const isOfAccount = ({ principals }: Allowed): boolean =>
  principals.length > 0 && principals.every((principal) => /:root$/.test(String(principal)));

export const wildcardActions: Rule = (type, values) =>
  allowedBy(type, values)
    .filter((statement) => !isOfAccount(statement))
    .flatMap(({ argument, actions, butActions }) => [
      ...(butActions ? [`${argument} allows all actions but some`] : []),
      ...actions
        .filter((action) => /^(\w|-)*:?\*$/.test(String(action)))
        .map((action) => `${argument} allows ${String(action)}`),
    ]);
