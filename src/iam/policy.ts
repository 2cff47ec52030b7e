import { allow, type Statement } from './document';
import type { Condition, Grant, Tagged } from './grants';

/** Where a policy holds: the region, the account's id (or an expression for it), and an environment's tags and name prefix. */
export interface PolicyScope {
  readonly region: string;
  readonly account: string;
  readonly project: string;
  readonly environment: string;
  /** Start of the names that AWS keeps apart. */
  readonly prefix: string;
}

/** Longest managed policy, white space aside. AWS: "IAM and AWS STS quotas". */
export const MANAGED_POLICY_LENGTH = 6144;

const tagsOf = (key: 'RequestTag' | 'ResourceTag', { project, environment }: PolicyScope): Condition => ({
  StringEquals: { [`aws:${key}/Project`]: project, [`aws:${key}/Environment`]: environment },
});

/** What nearly everything has that somebody made: people, Terraform, CloudFormation. What AWS made on its own has none of them. */
const MAKERS_TAGS = ['Project', 'Name', 'aws:cloudformation:stack-name'];

const without = (tags: readonly string[]): Condition => ({
  Null: Object.fromEntries(tags.map((tag) => [`aws:ResourceTag/${tag}`, 'true'])),
});

const TAG_CONDITIONS: Readonly<Record<Tagged, (scope: PolicyScope) => Condition>> = {
  never: () => ({}),
  'at-creation': (scope) => tagsOf('RequestTag', scope),
  already: (scope) => tagsOf('ResourceTag', scope),
  'not-yet': (scope) => ({ ...tagsOf('RequestTag', scope), ...without(MAKERS_TAGS) }),
};

function merged(...conditions: readonly Condition[]): Condition {
  const operators = [...new Set(conditions.flatMap((condition) => Object.keys(condition)))];
  const entries = operators.map((operator) => [
    operator,
    Object.assign({}, ...conditions.map((condition) => condition[operator])) as Condition[string],
  ]);
  return Object.fromEntries(entries) as Condition;
}

const placed = <T>(value: T, { region, account, prefix }: PolicyScope): T =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll('{region}', region)
      .replaceAll('{account}', account)
      .replaceAll('{prefix}', prefix),
  ) as T;

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** A grant's condition. An ARN names the region; `*` does not. */
function conditionOf({ resource, tagged, condition = {} }: Grant, scope: PolicyScope): Condition {
  const region: Condition = resource === '*' ? { StringEquals: { 'aws:RequestedRegion': scope.region } } : {};
  return merged(TAG_CONDITIONS[tagged](scope), placed(condition, scope), region);
}

type Key = (statement: Statement) => unknown;

/** One statement for all that agree in a key. */
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
 * The fewest statements that allow what the grants do, in a stable order. Actions of one resource are put together, then resources
 * of the same actions; and whatever acts on what carries the environment's tags already, since no combination of these reaches
 * beyond it.
 */
export function statements(grants: readonly Grant[], scope: PolicyScope): Statement[] {
  const of = (chosen: readonly Grant[]): Statement[] =>
    chosen.map((grant) => {
      const Condition = conditionOf(grant, scope);
      return {
        ...allow(grant.actions, placed(grant.resource, scope)),
        ...(Object.keys(Condition).length > 0 && { Condition }),
      };
    });
  const own = grants.filter(({ tagged }) => tagged === 'already');
  const others = grants.filter(({ tagged }) => tagged !== 'already');
  const byResource = joined(of(others), ({ Resource, Condition }) => [Resource, Condition]);
  return [
    ...joined(byResource, ({ Action, Condition }) => [Action, Condition]),
    ...joined(of(own), ({ Condition }) => Condition),
  ];
}
