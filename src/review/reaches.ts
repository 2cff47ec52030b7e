import { ConfigurationError } from '../core/errors';
import type { Plan } from '../plan/plan';
import { Topology } from '../topology';
import { type Change as ReachChange, compareTopologies } from '../topology/compare';
import { printConnection } from '../topology/print';
import type { ReviewedChange } from './change';
import { counted, type Line } from './line';
import { rangesSentence } from './ranges';

/** What a plan changes in who reaches whom. */
export interface Reachability {
  readonly line: Line;
  /** Undefined where the plan cannot be read as a network. */
  readonly changes: readonly ReachChange[] | undefined;
}

/** State of a plan that was made without one. */
const NO_STATE = { format_version: '1.0', terraform_version: '1.11.0', values: { root_module: {} } };

const VERDICTS = [
  ['yes', 'opened'],
  ['no', 'closed'],
  ['unknown', 'not known'],
] as const;

/** Providers whose resources are in no network. */
const WITHOUT_NETWORK = [
  'aws',
  'terraform',
  'random',
  'null',
  'local',
  'tls',
  'archive',
  'time',
  'external',
  'http',
  'cloudinit',
];

const providerOf = (name: string): string => name.split('/').at(-1) ?? name;

/** Resources of other clouds, about whose network nothing is known. */
function foreign(plan: Plan): string[] {
  const names = (plan.resource_changes ?? []).flatMap(({ change, provider_name: name }) =>
    name === undefined || change.actions.join() === 'no-op' ? [] : [providerOf(name)],
  );
  const unknown = [...new Set(names)].filter((name) => !WITHOUT_NETWORK.includes(name)).sort();
  return unknown.length === 0 ? [] : [`Networks of ${unknown.join(', ')} are not read.`];
}

const isTouched = ({ effect, movedFrom }: ReviewedChange): boolean =>
  (effect !== 'kept' && effect !== 'read') || movedFrom !== undefined;

/** What stays unknown of what the plan changes. */
function unknownOf(
  after: Topology,
  changes: readonly ReviewedChange[],
  known: readonly ReachChange[],
): string[] {
  if (!changes.some(isTouched)) return [];
  const { entries, notKnown } = after.matrix();
  const touched = new Set(changes.filter(isTouched).map(({ address }) => address));
  const gaps = notKnown.flatMap(({ type, members }) =>
    members.filter((one) => type === 'module' || touched.has(one)),
  );
  const told = known.filter(({ after: verdict }) => verdict === 'unknown').length;
  const unclear = entries.filter(({ verdict }) => verdict === 'unknown').length - told;
  return [
    ...(unclear > 0 ? [`${counted(unclear, 'connection')} cannot be told, before or after.`] : []),
    ...(gaps.length > 0
      ? [`Nothing is known of ${counted(gaps.length, 'resource')} that the plan changes.`]
      : []),
  ];
}

/** A connection with what becomes of it. */
export function printConnectionChange(change: ReachChange): string {
  const alike = change.others > 0 ? ` and ${change.others} alike` : '';
  const [, word = ''] = VERDICTS.find(([verdict]) => verdict === change.after) ?? [];
  return `${printConnection(change)}${alike} (${word})`;
}

/** What the internet reaches comes first. */
const internetFirst = (changes: readonly ReachChange[]): readonly ReachChange[] => [
  ...changes.filter(({ from }) => from === 'internet'),
  ...changes.filter(({ from }) => from !== 'internet'),
];

function lineOf(changes: readonly ReachChange[], limits: readonly string[]): Line {
  const groups = VERDICTS.map(([verdict]) => changes.filter(({ after }) => after === verdict));
  const counts = groups.map((group) => group.reduce((sum, { others }) => sum + 1 + others, 0));
  const [opened = 0, closed = 0, unclear = 0] = counts;
  const unknown = unclear > 0 ? `, makes ${unclear} unknown` : '';
  return {
    says:
      changes.length === 0
        ? 'Opens and closes no connection'
        : `Opens ${counted(opened, 'connection')}, closes ${closed}${unknown}`,
    items: groups.flatMap((group) => internetFirst(group).map(printConnectionChange)),
    limits,
  };
}

const notKnown = (reason?: string): Line => ({
  says: `What it opens and closes is not known${reason === undefined ? '' : `: ${reason}`}`,
  items: [],
  limits: [],
});

/** Compares who reaches whom before and after an apply. The state before is the plan's own. */
export function reachabilityOf(plan: Plan, reviewed: readonly ReviewedChange[]): Reachability {
  if (plan.errored === true) return { changes: undefined, line: notKnown() };
  try {
    // Who stands in a variable is asked about on both sides, with the value that the plan has.
    const state = { ...(plan.prior_state?.values ? plan.prior_state : NO_STATE), variables: plan.variables };
    const [before, after] = [Topology.read(state, "the plan's state"), Topology.read(plan, 'the plan')];
    const changes = compareTopologies(before, after);
    return {
      changes,
      line: lineOf(changes, [
        ...rangesSentence(plan, changes),
        ...foreign(plan),
        ...unknownOf(after, reviewed, changes),
      ]),
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const reasons = error.issues.map(({ path, message }) => `${path} ${message}`).join('; ');
    return { changes: undefined, line: notKnown(reasons) };
  }
}
