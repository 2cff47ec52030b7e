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
} from './plan';

type Told = readonly [outcome: Outcome, text: string];

/** What is told of a resource as a whole, by what an apply would do with it. */
const ACTIONS: Readonly<Record<string, Told>> = {
  create: ['deploys', 'is in configuration, but not in state; an apply makes it'],
  delete: ['deploys', 'is in AWS and state, but not in configuration; an apply deletes it'],
  forget: [
    'deploys',
    'is in AWS and state, but configuration gives it up; an apply forgets it, and AWS keeps it',
  ],
};

/** The same, by why an apply would do it. */
const REASONS: Readonly<Record<string, Told>> = {
  replace_because_tainted: ['restores', 'is marked as damaged (tainted) in state; an apply replaces it'],
  replace_by_triggers: ['follows', 'is replaced when what triggers it changes; an apply replaces it'],
};

const LATER: Told = ['follows', 'differs in what only an apply makes known; an apply changes it'];

const finding = (address: string, [outcome, text]: Told): Finding => ({ address, outcome, text });

/** What was in AWS has an id there: by it the logs of AWS tell who took it away. */
function gone({ change }: ResourceChange, actions: string): Told {
  const { id } = (change.before ?? {}) as { id?: unknown };
  const was = typeof id === 'string' ? `is gone from AWS (it was ${id})` : 'is gone from AWS';
  return actions === 'create'
    ? ['restores', `${was}, but in state and configuration; an apply makes it again`]
    : ['leaves', `${was} and from configuration, but in state; an apply forgets it`];
}

function asAWhole(drift: ResourceChange | undefined, planned: ResourceChange | undefined): Told | undefined {
  const actions = planned?.change.actions.join() ?? '';
  return drift?.change.actions.includes('delete') ? gone(drift, actions) : ACTIONS[actions];
}

function renamed({ address, previous_address: previous }: ResourceChange): Finding[] {
  if (previous === undefined) return [];
  const text = `is ${previous} in state; an apply renames it there, and AWS stays as it is`;
  return [finding(address, ['deploys', text])];
}

const isNothing = ({ actions }: Change): boolean => actions.join() === 'no-op';

/** Reads from a plan what differs in the resources that state or configuration have. */
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
    const whole = asAWhole(drift, planned);
    if (whole) return [finding(address, whole)];
    const reason = REASONS[planned?.action_reason ?? ''];
    const found = [
      ...(planned ? renamed(planned) : []),
      ...(reason ? [finding(address, reason)] : []),
      ...attributeFindings(this.compared(address, drift, planned), this.derived),
    ];
    const changes = planned && !isNothing(planned.change);
    return changes && found.every(({ outcome }) => outcome === 'leaves')
      ? [...found, finding(address, LATER)]
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

/** What differs in the resources that state or configuration have. */
export const resourceFindings = (plan: Plan, ignored: Ignored): Finding[] =>
  new Resources(plan, ignored).findings();
