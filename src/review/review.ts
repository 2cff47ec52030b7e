import type { Change as ReachChange } from '../topology/compare';
import type { Check, Json, Plan, ResourceChange } from '../plan/plan';
import { type Secrets, secretsOf } from '../plan/secrets';
import { type AttributeChange, reviewedChange, type ReviewedChange, tellsSensitive } from './change';
import { type CostReview, costReview } from './costs';
import { destroysLine } from './destroys';
import { counted, type Line } from './line';
import { reachabilityOf } from './reaches';
import { withUntouched } from './untouched';

/** A plan in sentences. */
export interface Review {
  /** What is destroyed or replaced, what becomes reachable or not, and what it costs. */
  readonly lines: readonly [destroys: Line, reaches: Line, costs: Line];
  /** What is to be known of the plan as a whole, in sentences. */
  readonly notes: readonly string[];
  readonly changes: readonly ReviewedChange[];
  /** What was changed outside of Terraform, from the state to AWS. */
  readonly drift: readonly ReviewedChange[];
  readonly outputs: readonly ReviewedChange[];
  /** Changes that another plan will have. */
  readonly deferred: readonly (ReviewedChange & { readonly reason: string })[];
  /** Conditions and checks that do not pass, in sentences. */
  readonly checks: readonly string[];
  /** Undefined where the plan cannot be read as a network. */
  readonly connections: readonly ReachChange[] | undefined;
  readonly cost: CostReview;
}

export type { AttributeChange, ReviewedChange };

const isReadable = (one: ResourceChange): boolean =>
  typeof one?.address === 'string' && Array.isArray(one.change?.actions);

const isTold = ({ effect, movedFrom, importedAs }: ReviewedChange): boolean =>
  effect !== 'kept' || movedFrom !== undefined || importedAs !== undefined;

/** What is told of an output's change, which has no type. */
const outputsOf = ({ output_changes: outputs = {} }: Plan, secrets: Secrets): ReviewedChange[] =>
  Object.entries(outputs)
    .map(([name, change]) => {
      const inside = (value: Json): Json => ({ value });
      return reviewedChange(
        {
          address: `output ${name}`,
          type: 'output',
          name,
          change: {
            actions: change.actions.join() === 'no-op' ? ['no-op'] : ['update'],
            before: inside(change.before),
            after: inside(change.after),
            before_sensitive: inside(change.before_sensitive ?? false),
            after_sensitive: inside(change.after_sensitive ?? false),
            after_unknown: inside(change.after_unknown),
          },
        },
        secrets,
      );
    })
    .filter(isTold);

function checkOf({ address, status, instances = [] }: Check): string[] {
  if (status !== 'fail' && status !== 'error') return [];
  const problems = instances.flatMap((one) => one.problems ?? []).flatMap(({ message }) => message ?? []);
  const head = `${address?.to_display ?? 'a check'} ${status === 'fail' ? 'does not pass' : 'failed'}`;
  return problems.length === 0 ? [`${head}.`] : problems.map((message) => `${head}: ${message}`);
}

/** Whether anything would change in AWS, the state or an output. */
const isEmpty = (changes: readonly ReviewedChange[], outputs: readonly ReviewedChange[]): boolean =>
  changes.every(({ effect }) => effect === 'read') && outputs.length === 0;

const hasDriftAlone = ({ resource_changes: changes = [] }: Plan): boolean =>
  changes.every(({ mode }) => mode === 'data');

function notesOf(plan: Plan, unreadable: number, nothing: boolean): string[] {
  const { errored, complete, deferred_changes: deferred = [], resource_drift: drift = [] } = plan;
  const masks = [...(plan.resource_changes ?? []), ...drift].every(({ change }) => tellsSensitive(change));
  const notes: readonly (readonly [boolean, string])[] = [
    [errored === true, 'The plan failed, and cannot be applied. What it did not reach is missing here.'],
    [
      errored !== true && (complete === false || deferred.length > 0),
      'The plan is not complete: -target, or what is not known yet, leaves changes to another plan after its apply.',
    ],
    [
      unreadable > 0,
      `${counted(unreadable, 'change')} cannot be read, and ${unreadable === 1 ? 'is' : 'are'} missing here.`,
    ],
    [!masks, 'The plan does not tell which values are sensitive, so none is shown.'],
    [
      nothing && errored !== true && drift.length > 0 && hasDriftAlone(plan),
      'An apply changes nothing in AWS: it writes what was changed outside of Terraform to the state.',
    ],
    [nothing && errored !== true && !(drift.length > 0 && hasDriftAlone(plan)), 'The plan changes nothing.'],
  ];
  return notes.flatMap(([isSo, note]) => (isSo ? [note] : []));
}

/** Says in each line that there may be more. */
function limited(
  line: Line,
  { errored, complete, deferred_changes: deferred = [] }: Plan,
  unreadable: number,
): Line {
  const reasons = [
    ...(errored === true ? ['The plan failed, so there may be more.'] : []),
    ...(errored !== true && (complete === false || deferred.length > 0)
      ? ['The plan is not complete, so more may follow.']
      : []),
    ...(unreadable > 0 ? [`${counted(unreadable, 'change')} cannot be read.`] : []),
  ];
  return { ...line, limits: [...line.limits, ...reasons] };
}

/**
 * Reviews a plan.
 *
 * @param date date of the prices: Extended Support is charged by the calendar
 */
export function reviewOf(document: Plan, date: Date): Review {
  const [listed, drifted] = [document.resource_changes ?? [], document.resource_drift ?? []];
  const readable = {
    ...document,
    resource_changes: listed.filter(isReadable),
    resource_drift: drifted.filter(isReadable),
  };
  const unreadable =
    listed.length + drifted.length - readable.resource_changes.length - readable.resource_drift.length;
  const plan = withUntouched(readable);
  const managed = readable.resource_changes.filter(
    ({ mode, change }) => mode !== 'data' || change.actions.includes('read'),
  );
  const secrets = secretsOf(readable);
  const told = (one: ResourceChange): ReviewedChange => reviewedChange(one, secrets);
  const changes = managed.map(told).filter(isTold);
  const outputs = outputsOf(plan, secrets);
  const reachability = reachabilityOf(plan, changes);
  const cost = costReview(plan, changes, date);
  const lines = [destroysLine(changes), reachability.line, cost.line].map((line) =>
    limited(line, plan, unreadable),
  );
  return {
    lines: lines as [Line, Line, Line],
    notes: notesOf(readable, unreadable, isEmpty(changes, outputs)),
    changes,
    drift: (plan.resource_drift ?? []).map(told).filter(({ effect }) => effect !== 'kept'),
    outputs,
    deferred: (plan.deferred_changes ?? []).flatMap(({ reason = 'not told', resource_change: one }) =>
      one && isReadable(one) ? [{ ...told(one), reason }] : [],
    ),
    checks: (plan.checks ?? []).flatMap(checkOf).map((one) => secrets.redact(one)),
    connections: reachability.changes,
    cost,
  };
}
