import { Testing } from 'cdktf';
import { environment } from '../fixtures/environments';
import { prod } from '../fixtures/configured';
import { parseAutomation } from '../../../src/config/schema';
import type { AutomationInput } from '../../../src/config/automation-shape';
import { stateBackends } from '../../../src/config/state';
import type { Statement } from '../../../src/iam/document';
import { AutomationStack } from '../../../src/stacks/automation-stack';
import { argumentsAt, type Config, ofType } from '../fixtures/synth';

export const ACCOUNT = '123456789012';

/** Automation of dev by GitHub Actions, and of prod by HCP Terraform. */
export const automation: AutomationInput = {
  project: 'devloop',
  region: 'ap-northeast-2',
  state: stateBackends.s3,
  github: { repository: 'acme@123/shop@456', environments: true },
};

export const automationEnvironments = () => [
  environment(),
  environment({ state: { ...stateBackends.cloud, project: 'Shops' } }, prod),
];

export const automationStack = (input: AutomationInput = automation, app = Testing.app()) =>
  new AutomationStack(app, parseAutomation(input), automationEnvironments());

export const synthAutomation = (input?: AutomationInput): Config =>
  JSON.parse(Testing.synth(automationStack(input), true)) as Config;

const withAccount = (policy: unknown): string =>
  String(policy).replaceAll('${data.aws_caller_identity.account.account_id}', ACCOUNT);

/** Policies of a synthesized stack, by name. */
export const policiesIn = (config: Config): Map<string, string> =>
  new Map(
    Object.values(ofType(config, 'aws_iam_policy')).map(({ name, policy }) => [
      String(name),
      withAccount(policy),
    ]),
  );

export const statementsOf = (policy: string): Statement[] =>
  (JSON.parse(policy) as { Statement: Statement[] }).Statement;

/** Statements of a role in a synthesized stack, e.g. `dev_plan`. */
export function roleIn(config: Config, role: string): Statement[] {
  const ofRole = (type: string) =>
    Object.values(ofType(config, type)).filter(
      (policy) => policy['role'] === `\${aws_iam_role.roles_${role}.name}`,
    );
  const inline = ofRole('aws_iam_role_policy').flatMap(({ policy }) => statementsOf(withAccount(policy)));
  return ofRole('aws_iam_role_policy_attachment')
    .flatMap(({ policy_arn: arn }) => {
      const address = String(arn).replace(/^\$\{(.*)\.arn\}$/, '$1');
      return statementsOf(withAccount(argumentsAt(config, address)['policy']));
    })
    .concat(inline);
}

/** Resource of a request, and values of condition keys. */
export interface Touched {
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

type Test = (given: string | undefined, accepted: readonly string[]) => boolean;

export const patternMatches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);

const like: Test = (given, accepted) =>
  given !== undefined && accepted.some((pattern) => patternMatches(pattern, given));

/** AWS: "IAM JSON policy elements: Condition operators". */
const OPERATORS: Readonly<Record<string, Test>> = {
  ArnLike: like,
  StringLike: like,
  Bool: (given, accepted) => given !== undefined && accepted.includes(given),
  'ForAnyValue:StringLike': like,
  // True of a request without the key.
  'ForAllValues:StringLike': (given, accepted) => given === undefined || like(given, accepted),
  'ForAllValues:StringEquals': (given, accepted) => given === undefined || accepted.includes(given),
  StringEquals: (given, accepted) => given !== undefined && accepted.includes(given),
  'ForAnyValue:StringEquals': (given, accepted) => given !== undefined && accepted.includes(given),
  Null: (given, [missing]) => (given === undefined) === (missing === 'true'),
};

function holds({ Condition = {} }: Pick<Statement, 'Condition'>, context: Touched['context'] = {}): boolean {
  return Object.entries(Condition).every(([operator, keys]) => {
    const test = OPERATORS[operator];
    if (!test) throw new Error(`no operator ${operator}`);
    return Object.entries(keys).every(([key, accepted]) => test(context[key], [accepted].flat()));
  });
}

/** Whether a request is allowed on each resource. AWS: "Policy evaluation logic". */
export function allows(
  statements: readonly Statement[],
  action: string,
  ...touched: readonly Touched[]
): boolean {
  return touched.every(({ resource, context }) =>
    statements.some(
      (statement) =>
        statement.Action.some((pattern) => patternMatches(pattern, action)) &&
        statement.Resource.some((pattern) => patternMatches(pattern, resource)) &&
        holds(statement, context),
    ),
  );
}

/** Claims of an OIDC token. */
export interface Token {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly [claim: string]: string;
}

interface Trust {
  readonly Action: string;
  readonly Principal: { readonly Federated: string };
  readonly Condition: NonNullable<Statement['Condition']>;
}

/** Whether a role's trust policy accepts a token. */
export function trusts(policy: string, { iss, ...claims }: Token): boolean {
  const context = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${iss}:${claim}`, value]),
  );
  const { Statement: all } = JSON.parse(policy) as { Statement: Trust[] };
  return all.some(
    ({ Action, Condition }) => Action === 'sts:AssumeRoleWithWebIdentity' && holds({ Condition }, context),
  );
}

/** Formats a statement: actions, resources and conditions. */
export function lineOf({ Action, Resource, Condition = {} }: Statement): string {
  const where = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${operator} ${key} ${[value].flat().join('|')}`),
  );
  return [Action.join(' '), `  on ${Resource.join(' ')}`, ...where.map((text) => `  where ${text}`)].join(
    '\n',
  );
}
