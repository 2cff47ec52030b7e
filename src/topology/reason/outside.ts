import type { Family } from '../../net/families';
import { NAT64, contains } from '../../net/ranges';
import type { Subnet } from '../model/network';
import type { Model } from '../model/topology-model';
import type { Target } from '../model/routes';
import { Reference, Unknown } from '../value';
import { passAcl } from './acl';
import { agreed, all, no, unknown, yes, type Answer } from './answer';
import { presenceOf } from '../model/endpoints';
import { addressed, bordered, privately, silently, subnetOf, type Side, type Traffic } from './connect';
import type { RemoteEndpoint } from './remote-endpoint';
import { filter } from './filter';
import { follow } from './route';

/** From an interface to addresses outside every VPC in the file. */
export function outwards(model: Model, from: Side, remote: RemoteEndpoint, traffic: Traffic): Answer {
  return all([addressed(from, remote.family), all(outwardChecks(model, from, remote, traffic))]);
}

function* outwardChecks(
  model: Model,
  from: Side,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Iterable<Answer> {
  const subnet = subnetOf(from);
  yield subnet
    ? follow(model.tablesOf(subnet), remote, (target) => leave(model, from, subnet, target, remote, traffic))
    : unknown(from.at.subnet instanceof Unknown ? from.at.subnet.why : from.label);
  yield filter(model.groups, from.at.groups, 'egress', remote, traffic);
  yield bordered(model, from, 'egress', remote, traffic);
}

function leave(
  model: Model,
  from: Side,
  subnet: Subnet,
  target: Target,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Answer {
  if (target.kind === 'nat' && remote.family === 'IPv6') return nat64(target.address, remote);
  if (target.kind === 'nat') return translated(model, from, subnet, target.address, remote, traffic);
  const gateway = atGateway(model, subnet, target, 'to');
  // Whatever is not understood may translate addresses as well.
  return gateway.verdict === 'yes' ? all([gateway, publicly(from, remote.family)]) : gateway;
}

/** A gateway carries packets between the internet and the VPC that it is attached to. */
function atGateway(model: Model, { address, vpc }: Subnet, target: Target, way: 'to' | 'from'): Answer {
  if (target.kind === 'unknown') return unknown(target.why);
  if (target.kind === 'blackhole') return no('no route', target.why);
  if (target.kind === 'peering')
    return no('no route', `${target.address} leads to another VPC, and peering is not transitive`);
  if (target.kind === 'nat' || (target.kind === 'egress-only' && way === 'from'))
    return no('no route', `${target.address} lets nothing in from outside`);
  if (target.kind === 'local') return no('no route', `${address} has no route out of its VPC`);
  const uncertainties = [
    model.gatewayUncertainty,
    target.kind === 'gateway' && way === 'from' ? model.edgeOf(target.address) : undefined,
  ];
  const open = uncertainties.filter((uncertainty) => uncertainty !== undefined);
  const stated = target.kind !== 'default-gateway';
  const at = stated ? target.address : 'the internet gateway of the default VPC';
  if (stated) {
    const gateway = model.gateways.get(at);
    if (gateway && !gateway.certain)
      return unknown(`whether ${at} is there and attached: its count is not known`);
    if (vpc instanceof Unknown) return unknown(gateway?.vpc.sure ? vpc.why : (gateway?.vpc.why ?? vpc.why));
    const leads = gateway?.vpc.leadsTo(vpc.address) ?? 'no';
    if (leads === 'no') return no('no route', `${at} is not attached to ${vpc.address}`);
    if (leads === 'perhaps') return unknown(gateway?.vpc.why ?? at);
  }
  if (open.length > 0) return unknown(...open);
  return yes({
    at,
    by: `${target.kind === 'egress-only' ? 'egress-only internet gateway' : 'internet gateway'}, ${way === 'to' ? 'by a route of' : 'answered by a route of'} ${address}`,
  });
}

function publicly({ label, at }: Side, family: Family): Answer {
  const { isPublic } = presenceOf(at, family);
  if (isPublic instanceof Unknown) return unknown(isPublic.why);
  if (!isPublic) return no('no public address', `${label} has no public ${family} address`);
  return at.publicBy === undefined || family === 'IPv6'
    ? yes()
    : yes({ at: label, by: `public address of ${at.publicBy}` });
}

/**
 * A NAT gateway carries IPv6 only to IPv4 hosts, under addresses that Route 53's DNS64 makes up for their names.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
const nat64 = (address: string, { set }: RemoteEndpoint): Answer =>
  contains(NAT64, set)
    ? unknown(`whether names of IPv4 hosts resolve to addresses for NAT64 by ${address} (DNS64)`)
    : no('no route', `${address} carries no IPv6 but to IPv4 hosts (NAT64)`);

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
function translated(
  model: Model,
  from: Side,
  own: Subnet,
  address: string,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Answer {
  const nat = model.nats.get(address);
  if (!nat) return unknown(address);
  if (nat.isPublic instanceof Unknown) return unknown(nat.isPublic.why);
  if (!nat.isPublic) return no('no route', `${address} is a private NAT gateway`);
  const places = nat.subnet
    .each((one): readonly (Subnet | Unknown)[] => {
      if (!(one instanceof Reference)) return [one ?? new Unknown(`${address}'s subnet`)];
      return model.subnets.get(one.address) ?? [new Unknown(`${address}'s subnet`)];
    })
    .flat();
  return agreed(
    places.map((place) => translatedIn(model, from, own, address, place, remote, traffic)),
    nat.subnet.why,
  );
}

/** What a NAT gateway in this subnet makes of a connection. */
function translatedIn(
  model: Model,
  from: Side,
  own: Subnet,
  address: string,
  subnet: Subnet | Unknown,
  remote: RemoteEndpoint,
  traffic: Traffic,
): Answer {
  if (subnet instanceof Unknown) return unknown(subnet.why);
  const onwards = follow(model.tablesOf(subnet), remote, (target) => atGateway(model, subnet, target, 'to'));
  const inside = privately(from, remote.family);
  const acls = model.aclsOf(subnet);
  return all([
    yes({ at: address, by: `NAT gateway, by a route of ${own.address}` }),
    onwards,
    own.address === subnet.address
      ? yes()
      : silently(passAcl(acls, 'ingress', inside, traffic, traffic.answers)),
    silently(passAcl(acls, 'egress', remote, traffic, 'gateway')),
  ]);
}

/** From addresses outside every VPC in the file to an interface, at its public address. */
export function inwards(model: Model, remote: RemoteEndpoint, to: Side, traffic: Traffic): Answer {
  return all([addressed(to, remote.family), all(inwardChecks(model, remote, to, traffic))]);
}

function* inwardChecks(model: Model, remote: RemoteEndpoint, to: Side, traffic: Traffic): Iterable<Answer> {
  const subnet = subnetOf(to);
  yield subnet
    ? follow(model.tablesOf(subnet), remote, (target) => atGateway(model, subnet, target, 'from'))
    : unknown(to.at.subnet instanceof Unknown ? to.at.subnet.why : to.label);
  yield publicly(to, remote.family);
  yield filter(model.groups, to.at.groups, 'ingress', remote, traffic);
  yield bordered(model, to, 'ingress', remote, traffic);
}

/** To or from private addresses that are in no VPC of the file: only what is not understood could lead there. */
export function elsewhere(
  model: Model,
  side: Side,
  remote: RemoteEndpoint,
  traffic: Traffic,
  direction: 'ingress' | 'egress',
): Answer {
  const subnet = subnetOf(side);
  const judge = (target: Target): Answer => {
    if (target.kind === 'unknown') return unknown(target.why);
    const peering = target.kind === 'peering' ? model.peerings.get(target.address) : undefined;
    if (peering?.abroad !== undefined) return unknown(`the other side of ${peering.address}`);
    return no('no route', `${remote.label} is in no network that ${side.label} has a route to`);
  };
  return all([
    subnet
      ? follow(model.tablesOf(subnet), remote, judge)
      : unknown(side.at.subnet instanceof Unknown ? side.at.subnet.why : side.label),
    filter(model.groups, side.at.groups, direction, remote, traffic),
    bordered(model, side, direction, remote, traffic),
  ]);
}
