import type { Leads } from '../link';
import { presenceOf, type Interface } from '../model/endpoints';
import { exactly } from '../model/match';
import { rangesOf, type Peering, type Subnet, type Vpc } from '../model/network';
import { sameVpc } from '../model/outside';
import { remembered } from '../model/remembered';
import type { Route, Table } from '../model/routes';
import { isMiddlebox, type Target } from '../model/targets';
import type { Protocol } from '../model/traffic';
import type { Model } from '../model/topology-model';
import type { Family } from '../../net/families';
import type { RangeSet } from '../../net/ranges';
import { Unknown } from '../value';
import { beyondKnowledge } from './appliance';
import { passAcl, type Answers } from './acl';
import { all, no, unknown, yes, type Answer } from './answer';
import { filter } from './filter';
import { follow } from './route';
import type { RemoteEndpoint } from './remote-endpoint';
import { cross, toVpc } from './transit';

export interface Traffic {
  readonly protocol: Protocol;
  readonly port: number;
  readonly family: Family;
  /** Which ports the side that connects is answered on. */
  readonly answers: Answers;
}

/** An interface and what it is called in answers. */
export interface Side {
  readonly label: string;
  readonly at: Interface;
}

export const subnetOf = ({ at }: Side): Subnet | undefined =>
  at.subnet instanceof Unknown ? undefined : at.subnet;

const remotes: Readonly<Record<Family, WeakMap<Interface, RemoteEndpoint>>> = {
  IPv4: new WeakMap(),
  IPv6: new WeakMap(),
};

/** A side as the other one's rules see it, by the address that it has within the VPC. The same object for the same side. */
export function privately(side: Side, family: Family): RemoteEndpoint {
  const known = remotes[family].get(side.at);
  if (known?.label === side.label) return known;
  const remote = seenPrivately(side, family);
  remotes[family].set(side.at, remote);
  return remote;
}

function seenPrivately({ label, at }: Side, family: Family): RemoteEndpoint {
  const { addresses, isExact, names, block } = presenceOf(at, family);
  const kind = isExact ? 'each' : 'one';
  return { kind, set: addresses, family, names, groups: at.groups ?? [], label, ...(block && { block }) };
}

/** Whether a side has an address of the family that is asked about. */
export function addressed({ label, at }: Side, family: Family): Answer {
  const { has } = presenceOf(at, family);
  if (has instanceof Unknown) return unknown(has.why);
  return has ? yes() : no('no address', `${label} has no ${family} address`);
}

function ruled(
  model: Model,
  from: Side,
  to: Side,
  near: RemoteEndpoint,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Answer[] {
  return [
    filter(model.groups, from.at.groups, 'egress', remote, traffic),
    filter(model.groups, to.at.groups, 'ingress', near, traffic),
  ];
}

export function bordered(
  model: Model,
  side: Side,
  direction: 'ingress' | 'egress',
  remote: RemoteEndpoint,
  traffic: Traffic,
): Answer {
  const subnet = subnetOf(side);
  if (side.at.loose) return yes();
  if (!subnet) return unknown(side.at.subnet instanceof Unknown ? side.at.subnet.why : side.label);
  return passAcl(model.aclsOf(subnet), direction, remote, traffic, traffic.answers);
}

/** The routes of one side towards the other; nothing is asked of addresses whose subnet is not in the file. */
function routed(
  model: Model,
  side: Side,
  remote: RemoteEndpoint,
  judge: (target: Target) => Answer,
  own: Vpc,
  isWithin: boolean,
): Answer {
  const subnet = subnetOf(side);
  if (side.at.loose || !subnet) return yes();
  const ranges = rangesOf(own, remote.family);
  const read = (): readonly Table[] =>
    withLocal(model.tablesOf(subnet), localRoutes(own, ranges ?? (isWithin ? remote.set : [])), isWithin);
  const known = remembered(tablesWithLocal, subnet, () => new Map<string, readonly Table[]>());
  const key = isWithin ? `within ${remote.family}` : remote.family;
  return follow(ranges ? remembered(known, key, read) : read(), remote, judge);
}

/** A subnet is asked about with every other one, and its tables have the same local routes each time. */
const tablesWithLocal = new WeakMap<Subnet, Map<string, readonly Table[]>>();

/** Of equally long prefixes the local route wins. */
const withLocal = (tables: readonly Table[], local: readonly Route[], isWithin: boolean): readonly Table[] =>
  tables.map((table) => ({
    ...table,
    routes: [...local, ...(isWithin ? table.routes.filter(rivalsLocal) : table.routes)],
  }));

/** Of routes to nobody knows where, only those through a middlebox can be more specific than the local one. */
const rivalsLocal = ({ destination, targets, isPropagated }: Route): boolean =>
  isPropagated !== true && (destination.why === undefined || targets.some(isMiddlebox));

/** Every table has a route for each of its VPC's own ranges, which nothing but a longer prefix can take away. */
const localRoutes = ({ address }: Vpc, ranges: RangeSet): Route[] =>
  ranges.map((span) => ({
    by: `the local route of ${address}`,
    destination: exactly([span], 'local'),
    targets: [{ kind: 'local' }],
    certain: true,
  }));

/** Between two interfaces, at their private addresses: within a VPC, or over a peering. */
export function connect(model: Model, from: Side, to: Side, traffic: Traffic): Answer {
  const { family } = traffic;
  const [near, remote] = [privately(from, family), privately(to, family)];
  return all([
    addressed(from, family),
    addressed(to, family),
    all(privateChecks(model, from, to, near, remote, traffic)),
  ]);
}

function* privateChecks(
  model: Model,
  from: Side,
  to: Side,
  near: RemoteEndpoint,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Iterable<Answer> {
  const [a, b] = [subnetOf(from), subnetOf(to)];
  // Whatever VPC a subnet is in: nothing stands between its own addresses but groups.
  if (a && a.address === b?.address && !from.at.loose && !to.at.loose) {
    yield yes({ at: a.address, by: 'within one subnet' });
    yield* ruled(model, from, to, near, remote, traffic);
    return;
  }
  const vpcs = [a?.vpc, b?.vpc];
  const gap = [from.at.subnet, to.at.subnet, ...vpcs].find((one) => one instanceof Unknown);
  const [here, there] = vpcs;
  if (gap instanceof Unknown || !here || !there || here instanceof Unknown || there instanceof Unknown) {
    yield unknown(gap instanceof Unknown ? gap.why : 'where it is');
    yield* ruled(model, from, to, near, remote, traffic);
    return;
  }
  if (sameVpc(here, there) === 'perhaps') {
    const why = here.outside?.why ?? there.outside?.why ?? '';
    yield unknown(`whether ${from.label} and ${to.label} are in one VPC: ${why}`);
    yield* ruled(model, from, to, near, remote, traffic);
    return;
  }
  if (here.address === there.address) yield* within(model, from, to, near, remote, here);
  else {
    const crossing = between(model, from, to, near, remote, [here, there], traffic);
    yield crossing.answer;
    if (!crossing.groups) {
      yield* ruled(model, from, to, { ...near, groups: [] }, { ...remote, groups: [] }, traffic);
      yield* borders(model, from, to, near, remote, traffic);
      return;
    }
  }
  yield* ruled(model, from, to, near, remote, traffic);
  yield* borders(model, from, to, near, remote, traffic);
}

function* borders(
  model: Model,
  from: Side,
  to: Side,
  near: RemoteEndpoint,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Iterable<Answer> {
  yield bordered(model, from, 'egress', remote, traffic);
  yield bordered(model, to, 'ingress', near, traffic);
}

function* within(
  model: Model,
  from: Side,
  to: Side,
  near: RemoteEndpoint,
  remote: RemoteEndpoint,
  vpc: Vpc,
): Iterable<Answer> {
  const local = (target: Target): Answer => {
    if (target.kind === 'local')
      return yes({ at: vpc.address, by: `local route from ${from.label} to ${to.label}` });
    const unclear = beyondKnowledge(model, target);
    if (unclear) return unclear;
    return target.kind === 'blackhole'
      ? no('no route', target.why)
      : no('no route', `the route leads out of ${vpc.address}`);
  };
  yield routed(model, from, remote, local, vpc, true);
  const back = routed(model, to, near, local, vpc, true);
  yield back.verdict === 'yes' ? yes() : back;
}

/** @see https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html */
function between(
  model: Model,
  from: Side,
  to: Side,
  near: RemoteEndpoint,
  remote: RemoteEndpoint,
  [here, there]: readonly [Vpc, Vpc],
  traffic: Traffic,
): { answer: Answer; groups: boolean } {
  const joining = (peering: Peering): Leads => peering.joins(here.address, there.address);
  const [start, end] = [subnetOf(from), subnetOf(to)];
  const why = `${here.address} and ${there.address} are joined by no route`;
  const over = (target: Target, back = false): Answer => {
    const unclear = beyondKnowledge(model, target);
    if (unclear) return unclear;
    const subnet = back ? end : start;
    if (target.kind === 'transit' && subnet) {
      const ways = back ? { near: remote, remote: near } : { near, remote };
      const crossing = { ...ways, gateway: target.address, subnet, traffic };
      return cross(model, crossing, toVpc(back ? here.address : there.address, why));
    }
    const peering = target.kind === 'peering' ? model.peerings.get(target.address) : undefined;
    if (target.kind !== 'peering') return no('no route', why);
    const leads = peering ? joining(peering) : 'no';
    if (!peering || leads === 'no')
      return no(
        'no route',
        `${target.address} does not join ${here.address} and ${there.address}, and peering is not transitive`,
      );
    if (leads === 'perhaps')
      return unknown(`whether ${target.address} joins ${here.address} and ${there.address}`);
    if (peering.active === true)
      return yes({ at: peering.address, by: `peering of ${here.address} and ${there.address}` });
    return peering.active === false
      ? no('no route', `${peering.address} is not accepted`)
      : unknown(peering.active.why);
  };
  const answer = all([
    routed(model, from, remote, (target) => over(target), here, false),
    silently(routed(model, to, near, (target) => over(target, true), there, false)),
  ]);
  const peerings = [...model.peerings.values()].filter((peering) => joining(peering) !== 'no');
  const sharing = model.transit
    .joining(here.address, there.address)
    .map((one) => model.transit.sharesGroups(one));
  const open = sharing.filter((one) => one instanceof Unknown).map(({ why: gap }) => unknown(gap));
  const stray =
    answer.verdict === 'yes'
      ? []
      : [[start, here] as const, [end, there] as const].flatMap(([subnet, vpc]) =>
          subnet ? unattached(model, subnet, vpc) : [],
        );
  return {
    answer: stray.length > 0 ? unknown(...stray) : all([answer, ...open]),
    groups: peerings.some(({ sameRegion }) => sameRegion) || sharing.includes(true),
  };
}

/** AWS refuses routes to a transit gateway that the VPC is not attached to: the attachment is in another file. */
function unattached(model: Model, subnet: Subnet, { address }: Vpc): string[] {
  const targets = model.tablesOf(subnet).flatMap(({ routes }) => routes.flatMap((one) => one.targets));
  return targets.flatMap((target) =>
    target.kind === 'transit' && model.transit.attachmentsOf(target.address, address).length === 0
      ? [`by which attachment ${address} is joined to ${target.address}`]
      : [],
  );
}

export const silently = (answer: Answer): Answer => (answer.verdict === 'yes' ? yes() : answer);
