import { NAT64, contains, named } from '../../net/ranges';
import { LIMITS, exceeded } from '../limits';
import type { Appliance } from '../model/appliances';
import type { Interface } from '../model/endpoints';
import type { Leads } from '../link';
import type { Subnet } from '../model/network';
import { inFile, sameVpc } from '../model/outside';
import type { Target } from '../model/targets';
import type { Attachment } from '../model/transit';
import type { Model } from '../model/topology-model';
import { Unknown } from '../value';
import { passAcl } from './acl';
import { agreed, all, no, unknown, yes, type Answer } from './answer';
import { privately, silently, type Side, type Traffic } from './connect';
import { forwarding } from './appliance';
import { filter } from './filter';
import { atGateway, publicly } from './gateway';
import type { RemoteEndpoint } from './remote-endpoint';
import { follow } from './route';
import { cross, toAttachment, toVpc } from './transit';

/** Outbound packets, at a subnet whose route table decides where they go next. */
export interface Packets {
  readonly at: Subnet;
  /** The private address that they come from, and the VPC that it is in. */
  readonly near: RemoteEndpoint;
  readonly home: Subnet['vpc'];
  /** Whether an internet gateway gives them a public address. */
  readonly isPublic: Answer;
  readonly remote: RemoteEndpoint;
  readonly traffic: Traffic;
  /** Addresses of the gateways, attachments and appliances that they passed. */
  readonly trail: readonly string[];
  /** Gateways on all paths of one question. The paths share the counter. */
  readonly steps: { taken: number };
}

const isExhausted = ({ steps }: Packets): boolean => steps.taken > LIMITS.gateways.most;

/** Follows packets to addresses outside every VPC of the file. */
export function followOutbound(model: Model, packets: Packets): Answer {
  if (isExhausted(packets)) return unknown(exceeded(LIMITS.gateways));
  return follow(model.tablesOf(packets.at), packets.remote, (target) => step(model, packets, target));
}

function step(model: Model, packets: Packets, target: Target): Answer {
  switch (target.kind) {
    case 'nat':
      return once(packets, target.address, (next) => throughNat(model, next, target.address));
    case 'appliance':
      return once(packets, target.address, (next) => throughAppliance(model, next, target.address));
    case 'inspection':
      return once(packets, target.address, (next) => inspected(model, next, target.address, followOutbound));
    case 'transit':
      return cross(
        model,
        { ...packets, gateway: target.address, subnet: packets.at },
        toAttachment((attachment) =>
          once(packets, attachment.address, (next) => emerge(model, next, attachment)),
        ),
      );
    default: {
      const gateway = atGateway(model, packets.at, target, 'to');
      return gateway.verdict === 'yes' ? all([gateway, atHome(packets), packets.isPublic]) : gateway;
    }
  }
}

/** Refuses routing loops, and paths that exceed the bounds. */
function once(packets: Packets, address: string, go: (packets: Packets) => Answer): Answer {
  if (packets.trail.includes(address)) return no('no route', `the routes lead back to ${address}`);
  if (packets.trail.length >= LIMITS.pathLength.most) return unknown(exceeded(LIMITS.pathLength));
  packets.steps.taken += 1;
  if (isExhausted(packets)) return unknown(exceeded(LIMITS.gateways));
  return go({ ...packets, trail: [...packets.trail, address] });
}

/** An internet gateway translates the addresses of its own VPC alone. */
function atHome({ at, home, near }: Packets): Answer {
  const isHome = sameVpc(at.vpc, home);
  if (isHome === 'yes') return yes();
  const why = `the internet gateway of ${at.address}'s VPC does not translate addresses of ${near.label}`;
  return isHome === 'no' ? no('no route', why) : unknown(`whether ${why}`);
}

/** Packets leave a transit gateway in any of the attachment's subnets. */
function emerge(model: Model, packets: Packets, { address, subnets }: Attachment): Answer {
  const places = subnets.flatMap((link) => model.subnetsAt(link));
  return agreed(
    places.map((at) => (at instanceof Unknown ? unknown(at.why) : followOutbound(model, { ...packets, at }))),
    `in which subnet of ${address} they come out`,
  );
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
function throughNat(model: Model, packets: Packets, address: string): Answer {
  if (packets.remote.family === 'IPv6') return nat64(address, packets.remote);
  const nat = model.nats.get(address);
  if (!nat) return unknown(address);
  if (nat.isPublic instanceof Unknown) return unknown(nat.isPublic.why);
  const isPublic = nat.isPublic ? yes() : no('no route', `${address} is a private NAT gateway`);
  return agreed(
    model
      .subnetsAt(nat.subnet)
      .map((at) =>
        at instanceof Unknown
          ? unknown(at.why)
          : all([
              yes({ at: address, by: `NAT gateway, by a route of ${packets.at.address}` }),
              followOutbound(model, { ...packets, at, near: inSubnet(at, address), home: at.vpc, isPublic }),
              ...bordering(model, packets, at),
              returning(model, packets, at),
            ]),
      ),
    nat.subnet.why,
  );
}

/**
 * A NAT gateway carries IPv6 only to IPv4 hosts, under addresses that Route 53's DNS64 makes up for their names.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
const nat64 = (address: string, { set }: RemoteEndpoint): Answer =>
  contains(NAT64, set)
    ? unknown(`whether names of IPv4 hosts resolve to addresses for NAT64 by ${address} (DNS64)`)
    : no('no route', `${address} carries no IPv6 but to IPv4 hosts (NAT64)`);

const inSubnet = ({ range }: Subnet, label: string): RemoteEndpoint => ({
  kind: 'one',
  set: range,
  family: 'IPv4',
  names: [named(`${label}.private_ip/32`)],
  groups: [],
  label,
});

/** The ACL of the subnet of what translates, for both of its sides. */
function bordering(model: Model, { at: own, near, remote, traffic }: Packets, at: Subnet): Answer[] {
  const acls = model.aclsOf(at);
  return [
    own.address === at.address ? yes() : silently(passAcl(acls, 'ingress', near, traffic, traffic.answers)),
    silently(passAcl(acls, 'egress', remote, traffic, 'gateway')),
  ];
}

/** Answers find back to a VPC from where packets come over a transit gateway. */
function returning(model: Model, { home, near, remote, traffic }: Packets, at: Subnet): Answer {
  if (sameVpc(home, at.vpc) === 'yes') return yes();
  const vpc = inFile(home);
  if (vpc instanceof Unknown || inFile(at.vpc) instanceof Unknown)
    return unknown(`whether the answers from ${at.address} find back to ${near.label}`);
  const why = `the answers from ${at.address} do not find back to ${vpc.address}`;
  const back = follow(model.tablesOf(at), near, (target) =>
    target.kind === 'transit'
      ? cross(
          model,
          { gateway: target.address, subnet: at, near: remote, remote: near, traffic },
          toVpc(vpc.address, why),
        )
      : target.kind === 'unknown'
        ? unknown(target.why)
        : no('no route', why),
  );
  return silently(back);
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html */
function throughAppliance(model: Model, packets: Packets, address: string): Answer {
  const appliance = model.applianceAt(address);
  if (!appliance) return unknown(`where ${address} leads to`);
  const passing = forwarding(appliance);
  if (passing.verdict === 'no') return passing;
  return agreed(
    appliance.places.map((place) => all(throughPlace(model, packets, appliance, place, passing))),
    `where ${address} is`,
  );
}

function* throughPlace(
  model: Model,
  packets: Packets,
  { address, translates }: Appliance,
  place: Interface,
  passing: Answer,
): Iterable<Answer> {
  const at = place.subnet;
  if (at instanceof Unknown) return yield unknown(at.why);
  const side: Side = { label: address, at: place };
  const { near, remote, traffic } = packets;
  const isBeside = sameVpc(at.vpc, packets.home);
  yield yes({ at: address, by: `NAT instance, by a route of ${packets.at.address}` });
  yield passing;
  yield silently(
    agreed(
      nearAs(near, isBeside).map((one) => filter(model.groups, place.groups, 'ingress', one, traffic)),
      `whether ${address} is in the VPC of ${near.label}`,
    ),
  );
  yield silently(filter(model.groups, place.groups, 'egress', remote, traffic));
  yield* bordering(model, packets, at);
  yield returning(model, packets, at);
  yield followOutbound(model, {
    ...packets,
    at,
    near: privately(side, remote.family),
    home: at.vpc,
    isPublic: publicly(side, remote.family),
  });
  if (translates instanceof Unknown) yield unknown(translates.why);
}

/** Rules see the groups of what is in the same VPC alone. */
const nearAs = (near: RemoteEndpoint, isBeside: Leads): readonly RemoteEndpoint[] => [
  ...(isBeside === 'no' ? [] : [near]),
  ...(isBeside === 'yes' ? [] : [{ ...near, groups: [] }]),
];

/**
 * Through a firewall's endpoint, whose subnet leads on; what it lets through is not read.
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-single-zone-igw.html
 */
export function inspected(
  model: Model,
  packets: Packets,
  address: string,
  go: (model: Model, packets: Packets) => Answer,
): Answer {
  const places = model.inspectionSubnets(address);
  const answer = agreed(
    places.map((at) => (at instanceof Unknown ? unknown(at.why) : go(model, { ...packets, at }))),
    `which endpoint of ${address} it is`,
  );
  return answer.verdict === 'no' ? answer : all([answer, unknown(`what ${address} lets through`)]);
}
