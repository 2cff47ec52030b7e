import { attributeFindings, type Compared } from './changes';
import { DerivedAttributes } from './derived-attributes';
import type { Finding, Outcome } from './finding';
import type { Ignored } from './ignored';
import {
  type Change,
  expressionsOf,
  type Plan,
  type ResourceChange,
  resourcesOfState,
  withoutKeys,
} from '../plan/plan';

type Description = readonly [outcome: Outcome, text: string];

/** Outcome for a whole resource, by planned actions. */
const ACTIONS: Readonly<Record<string, Description>> = {
  create: ['deploys', 'is in configuration, but not in state; an apply makes it'],
  delete: ['deploys', 'is in AWS and state, but not in configuration; an apply deletes it'],
  forget: [
    'deploys',
    'is in AWS and state, but configuration gives it up; an apply forgets it, and AWS keeps it',
  ],
};

/** Outcome for a whole resource, by `action_reason`. */
const REASONS: Readonly<Record<string, Description>> = {
  replace_because_tainted: ['restores', 'is marked as damaged (tainted) in state; an apply replaces it'],
  replace_by_triggers: ['follows', 'is replaced when what triggers it changes; an apply replaces it'],
};

const KNOWN_AFTER_APPLY: Description = [
  'follows',
  'differs in what only an apply makes known; an apply changes it',
];

const finding = (address: string, [outcome, text]: Description): Finding => ({ address, outcome, text });

/** Describes a resource that was deleted outside Terraform. Its id helps to find the deletion in CloudTrail. */
function describeDeleted({ change }: ResourceChange, actions: string): Description {
  const { id } = (change.before ?? {}) as { id?: unknown };
  const was = typeof id === 'string' ? `is gone from AWS (it was ${id})` : 'is gone from AWS';
  return actions === 'create'
    ? ['restores', `${was}, but in state and configuration; an apply makes it again`]
    : ['leaves', `${was} and from configuration, but in state; an apply forgets it`];
}

function describeWhole(
  drift: ResourceChange | undefined,
  planned: ResourceChange | undefined,
): Description | undefined {
  const actions = planned?.change.actions.join() ?? '';
  return drift?.change.actions.includes('delete') ? describeDeleted(drift, actions) : ACTIONS[actions];
}

function renamed({ address, previous_address: previous }: ResourceChange): Finding[] {
  if (previous === undefined) return [];
  const text = `is ${previous} in state; an apply renames it there, and AWS stays as it is`;
  return [finding(address, ['deploys', text])];
}

const isNothing = ({ actions }: Change): boolean => actions.join() === 'no-op';

/** Collects the differences of managed resources from a plan. */
class Resources {
  private readonly derived: DerivedAttributes;
  private readonly expressions: ReadonlyMap<string, unknown>;

  constructor(
    private readonly plan: Plan,
    private readonly ignored: Ignored,
  ) {
    this.derived = new DerivedAttributes(resourcesOfState(plan));
    this.expressions = expressionsOf(plan);
  }

  public findings(): Finding[] {
    const { resource_drift: drifted = [], resource_changes: changed = [] } = this.plan;
    const managed = changed.filter(({ mode }) => mode !== 'data');
    const planned = new Map(
      managed.filter(({ deposed }) => deposed === undefined).map((one) => [one.address, one]),
    );
    const drifts = new Map(drifted.map((one) => [one.address, one]));
    const addresses = [...new Set([...drifts.keys(), ...planned.keys()])];
    return [
      ...addresses.flatMap((address) => this.findingsOf(address, drifts.get(address), planned.get(address))),
      ...managed.flatMap(({ address, deposed }) => {
        const text = `has an old object in AWS and state (deposed ${deposed}); an apply deletes it`;
        return deposed === undefined ? [] : [finding(address, ['deploys', text])];
      }),
    ];
  }

  private findingsOf(
    address: string,
    drift: ResourceChange | undefined,
    planned: ResourceChange | undefined,
  ): Finding[] {
    const whole = describeWhole(drift, planned);
    if (whole) return [finding(address, whole)];
    const reason = REASONS[planned?.action_reason ?? ''];
    const found = [
      ...(planned ? renamed(planned) : []),
      ...(reason ? [finding(address, reason)] : []),
      ...attributeFindings(this.compared(address, drift, planned), this.derived),
    ];
    const changes = planned && !isNothing(planned.change);
    return changes && found.every(({ outcome }) => outcome === 'leaves')
      ? [...found, finding(address, KNOWN_AFTER_APPLY)]
      : found;
  }

  private compared(
    address: string,
    drift: ResourceChange | undefined,
    planned: ResourceChange | undefined,
  ): Compared {
    const configured = withoutKeys(address);
    return {
      address,
      type: (planned ?? drift)?.type ?? '',
      drift: drift?.change,
      change: planned?.change,
      expressions: this.expressions.get(configured),
      ignored: this.ignored.get(configured) ?? [],
    };
  }
}

/** Differences in resources that are in state or configuration. */
export const resourceFindings = (plan: Plan, ignored: Ignored): Finding[] =>
  new Resources(plan, ignored).findings();
