import type { Json, Plan, ResourceChange } from '../plan/plan';
import { isFields } from '../plan/values';
import type { Change as ReachChange } from '../topology/compare';

/** Rules of security groups, as resources of their own and in their groups. */
const RULE = /^aws_(vpc_security_group_(ingress|egress)_rule|security_group_rule|(default_)?security_group)$/;
const RANGES = ['cidr_ipv4', 'cidr_ipv6', 'cidr_blocks', 'ipv6_cidr_blocks'];
/** What the drawing and the matrix know as the internet. */
const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const SHOWN = 5;

const listOf = (value: Json): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value];

/** Ranges of a rule, or of those in a group, each with what it lets through. */
function rangesOf(values: Json): (readonly [key: string, range: string])[] {
  if (!isFields(values)) return [];
  const { protocol, ip_protocol: modern, from_port: from, to_port: to, type } = values;
  const traffic = JSON.stringify([protocol ?? modern, from, to, type]);
  const own = RANGES.flatMap((name) => listOf(values[name])).filter(
    (range): range is string => typeof range === 'string' && !EVERYWHERE.includes(range),
  );
  const inside = ['ingress', 'egress'].flatMap((list) =>
    listOf(values[list]).flatMap((rule) =>
      rangesOf(rule).map(([key, range]) => [`${list} ${key}`, range] as const),
    ),
  );
  return [...own.map((range) => [`${traffic} ${range}`, range] as const), ...inside];
}

/** Ranges that one side of a change has, and the other has not. */
function changedRanges({ change }: ResourceChange): string[] {
  const [before, after] = [rangesOf(change.before), rangesOf(change.after)];
  const only = (one: typeof before, other: typeof before): string[] =>
    one.flatMap(([key, range]) => (other.some(([known]) => known === key) ? [] : [range]));
  return [...only(before, after), ...only(after, before)];
}

/** Ranges of variables about which the comparison tells something. */
function told(plan: Plan, changes: readonly ReachChange[]): ReadonlySet<unknown> {
  const names = changes
    .flatMap(({ from, to }) => [from, to])
    .flatMap((end) => /^var\.(.+)$/.exec(end)?.[1] ?? []);
  return new Set(
    names.flatMap((name) => listOf((plan.variables?.[name] as { value?: Json } | undefined)?.value)),
  );
}

/** What a plan changes about ranges of addresses, of which the comparison has no end: in a sentence. */
export function rangesSentence(plan: Plan, changes: readonly ReachChange[]): string[] {
  const known = told(plan, changes);
  const rules = (plan.resource_changes ?? []).filter(({ type }) => RULE.test(type));
  const found = [...new Set(rules.flatMap(changedRanges))].filter((range) => !known.has(range)).sort();
  if (found.length === 0) return [];
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
  return [
    `Rules about ${found.slice(0, SHOWN).join(', ')}${more} change too; they are told with the changes.`,
  ];
}
