import type { Subnet } from '../model/network';
import { inFile } from '../model/outside';
import type { Model } from '../model/topology-model';
import type { Target } from '../model/targets';
import { Unknown } from '../value';
import { all, no, unknown, type Answer } from './answer';
import { addressed, bordered, privately, subnetOf, type Side, type Traffic } from './connect';
import { atGateway, publicly } from './gateway';
import type { RemoteEndpoint } from './remote-endpoint';
import { filter } from './filter';
import { follow } from './route';
import { cross, toAttachment } from './transit';
import { beyondKnowledge, forwarding } from './appliance';
import { inspected, followOutbound, type Packets } from './outbound-path';

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
    ? followOutbound(model, packetsOf(from, subnet, remote, traffic))
    : unknown(from.at.subnet instanceof Unknown ? from.at.subnet.why : from.label);
  yield filter(model.groups, from.at.groups, 'egress', remote, traffic);
  yield bordered(model, from, 'egress', remote, traffic);
}

const packetsOf = (from: Side, at: Subnet, remote: RemoteEndpoint, traffic: Traffic): Packets => ({
  at,
  near: privately(from, remote.family),
  home: at.vpc,
  isPublic: publicly(from, remote.family),
  remote,
  traffic,
  trail: [],
  steps: { taken: 0 },
});

/** Whether what comes from outside gets in by the way on which its answers leave. */
function arrive(model: Model, packets: Packets, target: Target): Answer {
  if (target.kind === 'inspection')
    return inspected(model, packets, target.address, (_, at) =>
      follow(model.tablesOf(at.at), at.remote, (next) => atGateway(model, at.at, next, 'from')),
    );
  if (target.kind !== 'appliance' && target.kind !== 'transit')
    return atGateway(model, packets.at, target, 'from');
  const appliance = target.kind === 'appliance' ? model.applianceAt(target.address) : undefined;
  if (appliance) return all([forwarding(appliance), unknown(`whom ${target.address} lets in`)]);
  const leaving = followOutbound(model, packets);
  if (leaving.verdict !== 'yes') return leaving;
  const instance = leaving.path.find(({ at }) => model.applianceAt(at));
  return instance
    ? unknown(`whom ${instance.at} lets in`)
    : no('no route', `answers leave over ${target.address}, which lets nothing in from outside`);
}

/** From addresses outside every VPC in the file to an interface, at its public address. */
export function inwards(model: Model, remote: RemoteEndpoint, to: Side, traffic: Traffic): Answer {
  return all([addressed(to, remote.family), all(inwardChecks(model, remote, to, traffic))]);
}

function* inwardChecks(model: Model, remote: RemoteEndpoint, to: Side, traffic: Traffic): Iterable<Answer> {
  const subnet = subnetOf(to);
  yield subnet
    ? follow(model.tablesOf(subnet), remote, (target) =>
        arrive(model, packetsOf(to, subnet, remote, traffic), target),
      )
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
  const stray = no('no route', `${remote.label} is in no network that ${side.label} has a route to`);
  const judge = (target: Target): Answer => {
    const unclear = beyondKnowledge(model, target);
    if (unclear) return unclear;
    if (target.kind === 'transit' && subnet) {
      const crossing = {
        gateway: target.address,
        subnet,
        near: privately(side, remote.family),
        remote,
        traffic,
      };
      return cross(
        model,
        crossing,
        toAttachment(() => stray),
      );
    }
    const peering = target.kind === 'peering' ? model.peerings.get(target.address) : undefined;
    if (peering?.abroad !== undefined) return unknown(`the other side of ${peering.address}`);
    return stray;
  };
  return all([
    subnet
      ? perhapsLocal(subnet, remote, follow(model.tablesOf(subnet), remote, judge))
      : unknown(side.at.subnet instanceof Unknown ? side.at.subnet.why : side.label),
    filter(model.groups, side.at.groups, direction, remote, traffic),
    bordered(model, side, direction, remote, traffic),
  ]);
}

/** A VPC that is not in the file has ranges, and so local routes, that nobody knows. */
function perhapsLocal({ vpc }: Subnet, { label }: RemoteEndpoint, answer: Answer): Answer {
  const known = inFile(vpc);
  return known instanceof Unknown && answer.verdict === 'no'
    ? unknown(`whether ${label} is in it: ${known.why}`)
    : answer;
}
