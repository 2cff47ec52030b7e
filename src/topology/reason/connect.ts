import type { Leads } from '../link';
import { presenceOf, type Interface } from '../model/endpoints';
import { rangesOf, type Peering, type Subnet, type Vpc } from '../model/network';
import type { Route, Target } from '../model/routes';
import type { Protocol } from '../model/traffic';
import type { Model } from '../model/topology-model';
import type { Family } from '../../net/families';
import type { RangeSet } from '../../net/ranges';
import { Unknown } from '../value';
import { passAcl, type Answers } from './acl';
import { all, no, unknown, yes, type Answer } from './answer';
import { filter } from './filter';
import { follow } from './route';
import type { RemoteEndpoint } from './remote-endpoint';

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

/** A side as the other one's rules see it, by the address that it has within the VPC. */
export function privately({ label, at }: Side, family: Family): RemoteEndpoint {
  const { addresses, isExact, names } = presenceOf(at, family);
  return { kind: isExact ? 'each' : 'one', set: addresses, family, names, groups: at.groups ?? [], label };
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
): Answer {
  const subnet = subnetOf(side);
  if (side.at.loose || !subnet) return yes();
  const local = rangesOf(own, remote.family);
  const tables = model.tablesOf(subnet).map((table) => ({
    ...table,
    // Of equally long prefixes the local route wins.
    routes: [...localRoutes(own, local, remote), ...table.routes.filter(rivalsLocal)],
  }));
  return follow(tables, remote, judge);
}

/** Of routes to nobody knows where, only those through a middlebox can be more specific than the local one. */
const rivalsLocal = ({ destination, targets }: Route): boolean =>
  destination.why === undefined ||
  targets.some(({ kind }) => kind === 'nat') ||
  targets.some((target) => target.kind === 'unknown' && target.middlebox === true);

/** Every table has a route for each of its VPC's own ranges, which nothing but a longer prefix can take away. */
function localRoutes(vpc: Vpc, ranges: RangeSet | undefined, remote: RemoteEndpoint) {
  const sets = ranges
    ? ranges.map((span): RangeSet => [span])
    : remote.kind === 'internet'
      ? []
      : [remote.set];
  return sets.map((set) => ({
    by: `the local route of ${vpc.address}`,
    destination: { must: set, may: set, wide: set, label: 'local' },
    targets: [{ kind: 'local' }] as const,
    certain: true,
  }));
}

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
  if (here.address === there.address) yield* within(model, from, to, near, remote, here);
  else {
    const crossing = between(model, from, to, near, remote, [here, there]);
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
    if (target.kind === 'unknown') return unknown(target.why);
    return target.kind === 'blackhole'
      ? no('no route', target.why)
      : no('no route', `the route leads out of ${vpc.address}`);
  };
  yield routed(model, from, remote, local, vpc);
  const back = routed(model, to, near, local, vpc);
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
): { answer: Answer; groups: boolean } {
  const joining = (peering: Peering): Leads => peering.joins(here.address, there.address);
  const over = (target: Target): Answer => {
    if (target.kind === 'unknown') return unknown(target.why);
    const peering = target.kind === 'peering' ? model.peerings.get(target.address) : undefined;
    if (target.kind !== 'peering')
      return no('no route', `${here.address} and ${there.address} are joined by no route`);
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
    routed(model, from, remote, over, here),
    silently(routed(model, to, near, over, there)),
  ]);
  const peerings = [...model.peerings.values()].filter((peering) => joining(peering) !== 'no');
  return { answer, groups: peerings.some(({ sameRegion }) => sameRegion) };
}

export const silently = (answer: Answer): Answer => (answer.verdict === 'yes' ? yes() : answer);
