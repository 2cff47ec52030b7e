import type { Interface } from '../model/ends';
import type { Peering, Subnet, Vpc } from '../model/network';
import type { Route, Target } from '../model/routes';
import type { Protocol } from '../model/traffic';
import type { Model } from '../model/topology-model';
import { EVERYTHING, type RangeSet } from '../ranges';
import { Reference, Unknown } from '../value';
import { passAcl, type Answers } from './acl';
import { all, any, no, unknown, yes, type Answer } from './answer';
import { filter } from './filter';
import { follow } from './route';
import type { Far } from './far';

export interface Traffic {
  readonly protocol: Protocol;
  readonly port: number;
  /** Which ports the side that connects is answered on. */
  readonly answers: Answers;
}

/** An interface and what it is called in answers. */
export interface Side {
  readonly label: string;
  readonly at: Interface;
}

const subnetOf = ({ at }: Side): Subnet | undefined => (at.subnet instanceof Unknown ? undefined : at.subnet);

/** A side as the other one's rules see it, by its private address. */
export function privately({ label, at }: Side): Far {
  const known = at.addresses;
  const subnet = at.subnet instanceof Unknown ? undefined : at.subnet;
  return {
    kind: known ? 'each' : 'one',
    set: known ?? subnet?.range ?? EVERYTHING,
    names: [...at.names, ...(subnet?.names ?? [])],
    groups: at.groups ?? [],
    label,
  };
}

function ruled(model: Model, from: Side, to: Side, near: Far, far: Far, traffic: Traffic): Answer[] {
  return [
    filter(model.groups, from.at.groups, 'egress', far, traffic),
    filter(model.groups, to.at.groups, 'ingress', near, traffic),
  ];
}

function bordered(
  model: Model,
  side: Side,
  direction: 'ingress' | 'egress',
  far: Far,
  traffic: Traffic,
): Answer {
  const subnet = subnetOf(side);
  if (side.at.loose) return yes();
  if (!subnet) return unknown(side.at.subnet instanceof Unknown ? side.at.subnet.why : side.label);
  return passAcl(model.aclsOf(subnet), direction, far, traffic, traffic.answers);
}

/** The routes of one side towards the other; nothing is asked of addresses whose subnet is not in the file. */
function routed(model: Model, side: Side, far: Far, judge: (target: Target) => Answer, own: Vpc): Answer {
  const subnet = subnetOf(side);
  if (side.at.loose || !subnet) return yes();
  const local = own.ranges;
  const tables = model.tablesOf(subnet).map((table) => ({
    ...table,
    routes: [...table.routes.filter(rivalsLocal), ...localRoutes(own, local, far)],
  }));
  return follow(tables, far, judge);
}

/** Of routes to nobody knows where, only those through a middlebox can be more specific than the local one. */
const rivalsLocal = ({ destination, target }: Route): boolean =>
  destination.why === undefined ||
  target.kind === 'nat' ||
  (target.kind === 'unknown' && target.middlebox === true);

/** Every table has a route for each of its VPC's own ranges, which nothing but a longer prefix can take away. */
function localRoutes(vpc: Vpc, ranges: RangeSet | undefined, far: Far) {
  const sets = ranges ? ranges.map((span): RangeSet => [span]) : far.kind === 'internet' ? [] : [far.set];
  return sets.map((set) => ({
    by: `the local route of ${vpc.address}`,
    destination: { must: set, may: set, wide: set, label: 'local' },
    target: { kind: 'local' } as const,
    certain: true,
  }));
}

/** Between two interfaces, at their private addresses: within a VPC, or over a peering. */
export function connect(model: Model, from: Side, to: Side, traffic: Traffic): Answer {
  const [near, far] = [privately(from), privately(to)];
  return all(privateChecks(model, from, to, near, far, traffic));
}

function* privateChecks(
  model: Model,
  from: Side,
  to: Side,
  near: Far,
  far: Far,
  traffic: Traffic,
): Iterable<Answer> {
  const [a, b] = [subnetOf(from), subnetOf(to)];
  // Whatever VPC a subnet is in: nothing stands between its own addresses but groups.
  if (a && a.address === b?.address && !from.at.loose && !to.at.loose) {
    yield yes({ at: a.address, by: 'within one subnet' });
    yield* ruled(model, from, to, near, far, traffic);
    return;
  }
  const vpcs = [a?.vpc, b?.vpc];
  const gap = [from.at.subnet, to.at.subnet, ...vpcs].find((one) => one instanceof Unknown);
  const [here, there] = vpcs;
  if (gap instanceof Unknown || !here || !there || here instanceof Unknown || there instanceof Unknown) {
    yield unknown(gap instanceof Unknown ? gap.why : 'where it is');
    yield* ruled(model, from, to, near, far, traffic);
    return;
  }
  if (here.address === there.address) yield* within(model, from, to, near, far, here);
  else {
    const crossing = between(model, from, to, near, far, [here, there]);
    yield crossing.answer;
    if (!crossing.groups) {
      yield* ruled(model, from, to, { ...near, groups: [] }, { ...far, groups: [] }, traffic);
      yield* borders(model, from, to, near, far, traffic);
      return;
    }
  }
  yield* ruled(model, from, to, near, far, traffic);
  yield* borders(model, from, to, near, far, traffic);
}

function* borders(
  model: Model,
  from: Side,
  to: Side,
  near: Far,
  far: Far,
  traffic: Traffic,
): Iterable<Answer> {
  yield bordered(model, from, 'egress', far, traffic);
  yield bordered(model, to, 'ingress', near, traffic);
}

function* within(model: Model, from: Side, to: Side, near: Far, far: Far, vpc: Vpc): Iterable<Answer> {
  const local = (target: Target): Answer => {
    if (target.kind === 'local')
      return yes({ at: vpc.address, by: `local route from ${from.label} to ${to.label}` });
    if (target.kind === 'unknown') return unknown(target.why);
    return target.kind === 'blackhole'
      ? no('no route', target.why)
      : no('no route', `the route leads out of ${vpc.address}`);
  };
  yield routed(model, from, far, local, vpc);
  const back = routed(model, to, near, local, vpc);
  yield back.verdict === 'yes' ? yes() : back;
}

/** @see https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html */
function between(
  model: Model,
  from: Side,
  to: Side,
  near: Far,
  far: Far,
  [here, there]: readonly [Vpc, Vpc],
): { answer: Answer; groups: boolean } {
  const joins = (peering: Peering): boolean => {
    const sides = peering.sides.map((side) => (side instanceof Reference ? side.address : undefined));
    return sides.includes(here.address) && sides.includes(there.address);
  };
  const peerings = [...model.peerings.values()].filter(joins);
  const over =
    (peering: Peering | undefined) =>
    (target: Target): Answer => {
      if (target.kind === 'unknown') return unknown(target.why);
      if (target.kind !== 'peering')
        return no('no route', `${here.address} and ${there.address} are joined by no route`);
      if (target.address !== peering?.address) {
        return no(
          'no route',
          `${target.address} does not join ${here.address} and ${there.address}, and peering is not transitive`,
        );
      }
      if (peering.active === true)
        return yes({ at: peering.address, by: `peering of ${here.address} and ${there.address}` });
      return peering.active === false
        ? no('no route', `${peering.address} is not accepted`)
        : unknown(peering.active.why);
    };
  const ways = [...peerings, ...(peerings.length === 0 ? [undefined] : [])].map((peering) =>
    all([
      routed(model, from, far, over(peering), here),
      silently(routed(model, to, near, over(peering), there)),
    ]),
  );
  const apart = no('no route', `${here.address} and ${there.address} are not joined`);
  return { answer: any(ways, apart), groups: peerings.some(({ sameRegion }) => sameRegion) };
}

const silently = (answer: Answer): Answer => (answer.verdict === 'yes' ? yes() : answer);

/** From an interface to addresses outside every VPC in the file. */
export function outwards(model: Model, from: Side, far: Far, traffic: Traffic): Answer {
  return all(outwardChecks(model, from, far, traffic));
}

function* outwardChecks(model: Model, from: Side, far: Far, traffic: Traffic): Iterable<Answer> {
  const subnet = subnetOf(from);
  yield subnet
    ? follow(model.tablesOf(subnet), far, (target) => leave(model, from, subnet, target, far, traffic))
    : unknown(from.at.subnet instanceof Unknown ? from.at.subnet.why : from.label);
  yield filter(model.groups, from.at.groups, 'egress', far, traffic);
  yield bordered(model, from, 'egress', far, traffic);
}

function leave(model: Model, from: Side, subnet: Subnet, target: Target, far: Far, traffic: Traffic): Answer {
  if (target.kind === 'nat') return translated(model, from, subnet, target.address, far, traffic);
  const gateway = atGateway(model, subnet, target, 'to');
  return gateway.verdict === 'no' ? gateway : all([gateway, publicly(from)]);
}

/** A gateway carries packets between the internet and the VPC that it is attached to. */
function atGateway(model: Model, { address, vpc }: Subnet, target: Target, way: 'to' | 'from'): Answer {
  if (target.kind === 'unknown') return unknown(target.why);
  if (target.kind === 'blackhole') return no('no route', target.why);
  if (target.kind === 'peering')
    return no('no route', `${target.address} leads to another VPC, and peering is not transitive`);
  if (target.kind === 'nat') return no('no route', `${target.address} lets nothing in from outside`);
  if (target.kind === 'local') return no('no route', `${address} has no route out of its VPC`);
  const doubts = [
    model.gatewayDoubt,
    target.kind === 'gateway' && way === 'from' ? model.edgeOf(target.address) : undefined,
  ];
  const open = doubts.filter((doubt) => doubt !== undefined);
  const at = target.kind === 'gateway' ? target.address : 'the internet gateway of the default VPC';
  if (target.kind === 'gateway') {
    const attached = model.gateways.get(at)?.vpc;
    if (attached instanceof Unknown) return unknown(attached.why);
    if (vpc instanceof Unknown) return unknown(vpc.why);
    if (attached?.address !== vpc.address) return no('no route', `${at} is not attached to ${vpc.address}`);
  }
  if (open.length > 0) return unknown(...open);
  return yes({
    at,
    by: `internet gateway, ${way === 'to' ? 'by a route of' : 'answered by a route of'} ${address}`,
  });
}

function publicly({ label, at }: Side): Answer {
  if (at.isPublic instanceof Unknown) return unknown(at.isPublic.why);
  if (!at.isPublic) return no('no public address', `${label} has no public address`);
  return at.publicBy === undefined ? yes() : yes({ at: label, by: `public address of ${at.publicBy}` });
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
function translated(
  model: Model,
  from: Side,
  own: Subnet,
  address: string,
  far: Far,
  traffic: Traffic,
): Answer {
  const nat = model.nats.get(address);
  const subnet = nat?.subnet instanceof Reference ? model.subnets.get(nat.subnet.address) : undefined;
  if (!nat || !subnet)
    return unknown(nat?.subnet instanceof Unknown ? nat.subnet.why : `${address}'s subnet`);
  if (nat.isPublic instanceof Unknown) return unknown(nat.isPublic.why);
  if (!nat.isPublic) return no('no route', `${address} is a private NAT gateway`);
  const onwards = follow(model.tablesOf(subnet), far, (target) => atGateway(model, subnet, target, 'to'));
  const inside = privately(from);
  const acls = model.aclsOf(subnet);
  return all([
    yes({ at: address, by: `NAT gateway, by a route of ${own.address}` }),
    onwards,
    own.address === subnet.address
      ? yes()
      : silently(passAcl(acls, 'ingress', inside, traffic, traffic.answers)),
    silently(passAcl(acls, 'egress', far, traffic, 'gateway')),
  ]);
}

/** From addresses outside every VPC in the file to an interface, at its public address. */
export function inwards(model: Model, far: Far, to: Side, traffic: Traffic): Answer {
  return all(inwardChecks(model, far, to, traffic));
}

function* inwardChecks(model: Model, far: Far, to: Side, traffic: Traffic): Iterable<Answer> {
  const subnet = subnetOf(to);
  yield subnet
    ? follow(model.tablesOf(subnet), far, (target) => atGateway(model, subnet, target, 'from'))
    : unknown(to.at.subnet instanceof Unknown ? to.at.subnet.why : to.label);
  yield publicly(to);
  yield filter(model.groups, to.at.groups, 'ingress', far, traffic);
  yield bordered(model, to, 'ingress', far, traffic);
}

/** To or from private addresses that are in no VPC of the file: only what is not understood could lead there. */
export function elsewhere(
  model: Model,
  side: Side,
  far: Far,
  traffic: Traffic,
  direction: 'ingress' | 'egress',
): Answer {
  const subnet = subnetOf(side);
  const judge = (target: Target): Answer => {
    if (target.kind === 'unknown') return unknown(target.why);
    const peering = target.kind === 'peering' ? model.peerings.get(target.address) : undefined;
    const stranger = peering?.sides.find((one) => !(one instanceof Reference));
    if (stranger) return unknown(`the other side of ${peering?.address}`);
    return no('no route', `${far.label} is in no network that ${side.label} has a route to`);
  };
  return all([
    subnet
      ? follow(model.tablesOf(subnet), far, judge)
      : unknown(side.at.subnet instanceof Unknown ? side.at.subnet.why : side.label),
    filter(model.groups, side.at.groups, direction, far, traffic),
    bordered(model, side, direction, far, traffic),
  ]);
}
