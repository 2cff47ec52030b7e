import { privateDomain } from '../core/names';
import { allow, type Statement } from './document';
import type { Condition, Grant, Tagged } from './grants';

/** Scope of a policy: region, account id (or an expression for it), and an environment's tags and name prefix. */
export interface PolicyScope {
  readonly region: string;
  readonly account: string;
  readonly project: string;
  readonly environment: string;
  /** Prefix of names that are unique in the account. */
  readonly prefix: string;
  /** Host names whose certificate and DNS records the environment has. @default none */
  readonly hostNames?: readonly string[];
  /** Domain from which the environment sends mail. @default none */
  readonly mailDomain?: string | undefined;
}

/** Maximum length of a managed policy in characters, without white space. AWS: "IAM and AWS STS quotas". */
export const MANAGED_POLICY_LENGTH = 6144;

const tagsOf = (key: 'RequestTag' | 'ResourceTag', { project, environment }: PolicyScope): Condition => ({
  StringEquals: { [`aws:${key}/Project`]: project, [`aws:${key}/Environment`]: environment },
});

/** Tags that people, Terraform and CloudFormation set. Resources that AWS creates by itself have none of them. */
const CREATOR_TAGS = ['Project', 'Name', 'aws:cloudformation:stack-name'];

const without = (tags: readonly string[]): Condition => ({
  Null: Object.fromEntries(tags.map((tag) => [`aws:ResourceTag/${tag}`, 'true'])),
});

const TAG_CONDITIONS: Readonly<Record<Tagged, (scope: PolicyScope) => Condition>> = {
  never: () => ({}),
  'at-creation': (scope) => tagsOf('RequestTag', scope),
  already: (scope) => tagsOf('ResourceTag', scope),
  'not-yet': (scope) => ({ ...tagsOf('RequestTag', scope), ...without(CREATOR_TAGS) }),
};

function merged(...conditions: readonly Condition[]): Condition {
  const operators = [...new Set(conditions.flatMap((condition) => Object.keys(condition)))];
  const entries = operators.map((operator) => [
    operator,
    Object.assign({}, ...conditions.map((condition) => condition[operator])) as Condition[string],
  ]);
  return Object.fromEntries(entries) as Condition;
}

/** Repeats each text of a list that mentions `{hostName}` for every host name. */
const forHostNames = (value: unknown, hostNames: readonly string[]): unknown =>
  Array.isArray(value)
    ? value.flatMap((text: string) =>
        text.includes('{hostName}') ? hostNames.map((name) => text.replace('{hostName}', name)) : [text],
      )
    : value;

/** Grants that apply in a scope: without host names, or without a domain for mail, there is nothing to grant on them. */
export const grantsIn = (
  grants: readonly Grant[],
  { hostNames = [], mailDomain }: Pick<PolicyScope, 'hostNames' | 'mailDomain'>,
): Grant[] => {
  const absent = [
    ...(hostNames.length > 0 ? [] : ['{hostName}']),
    ...(mailDomain === undefined ? ['{mailDomain}'] : []),
  ];
  return grants.filter((grant) => !absent.some((name) => JSON.stringify(grant).includes(name)));
};

const withScope = <T>(
  value: T,
  { region, account, project, environment, prefix, hostNames = [], mailDomain = '' }: PolicyScope,
): T =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => forHostNames(inner, hostNames))
      .replaceAll('{region}', region)
      .replaceAll('{account}', account)
      .replaceAll('{domain}', privateDomain({ project, name: environment }))
      .replaceAll('{mailDomain}', mailDomain)
      .replaceAll('{prefix}', prefix),
  ) as T;

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Conditions of a grant. An ARN contains the region; `*` needs a condition for it. */
function conditionOf({ resource, tagged, condition = {} }: Grant, scope: PolicyScope): Condition {
  const region: Condition = resource === '*' ? { StringEquals: { 'aws:RequestedRegion': scope.region } } : {};
  return merged(TAG_CONDITIONS[tagged](scope), region, withScope(condition, scope));
}

/** Converts a grant to a statement. */
export function statementOf(grant: Grant, scope: PolicyScope): Statement {
  const Condition = conditionOf(grant, scope);
  return {
    ...allow(grant.actions, withScope(grant.resource, scope)),
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

type Key = (statement: Statement) => unknown;

/** Merges statements that have the same key. */
function joined(statements: readonly Statement[], key: Key): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const text = JSON.stringify(key(statement));
    groups.set(text, [...(groups.get(text) ?? []), statement]);
  }
  return [...groups.values()].map((group) => ({
    ...(group[0] as Statement),
    Action: sorted(group.flatMap(({ Action }) => Action)),
    Resource: sorted(group.flatMap(({ Resource }) => Resource)),
  }));
}

/**
 * Converts grants to the fewest statements that allow the same, in a stable order. Merges actions of the same resource, then
 * resources of the same actions. Grants on resources that already have the environment's tags are merged by condition alone: no
 * combination of them reaches other resources. Grants on host names are left out where there are none.
 */
export function statements(all: readonly Grant[], scope: PolicyScope): Statement[] {
  const grants = grantsIn(all, scope);
  const of = (chosen: readonly Grant[]): Statement[] => chosen.map((grant) => statementOf(grant, scope));
  const own = grants.filter(({ tagged }) => tagged === 'already');
  const others = grants.filter(({ tagged }) => tagged !== 'already');
  const byResource = joined(of(others), ({ Resource, Condition }) => [Resource, Condition]);
  return [
    ...joined(byResource, ({ Action, Condition }) => [Action, Condition]),
    ...joined(of(own), ({ Condition }) => Condition),
  ];
}
