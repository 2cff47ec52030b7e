import type { Subnet } from '../model/network';
import { inFile, mayLeadTo } from '../model/outside';
import type { Attachment } from '../model/transit';
import type { Model } from '../model/topology-model';
import { Unknown } from '../value';
import { passAcl, type Answers } from './acl';
import { agreed, all, any, no, unknown, yes, type Answer } from './answer';
import type { Protocol } from '../model/traffic';
import type { RemoteEndpoint } from './remote-endpoint';
import { follow } from './route';

interface Traffic {
  readonly protocol: Protocol;
  readonly port: number;
  readonly answers: Answers;
}

/** A way over a transit gateway. */
export interface Crossing {
  readonly gateway: string;
  /** The subnet that packets come from. */
  readonly subnet: Subnet;
  readonly near: RemoteEndpoint;
  readonly remote: RemoteEndpoint;
  readonly traffic: Traffic;
}

/**
 * From a subnet by its VPC's attachment, and the route table of that, to another attachment.
 * @param arrive what becomes of packets at that one
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function cross(model: Model, crossing: Crossing, arrive: (at: Attachment) => Answer): Answer {
  const { gateway, subnet, remote } = crossing;
  const own = inFile(subnet.vpc);
  if (own instanceof Unknown) return unknown(own.why);
  const { address } = own;
  const attached = model.transit.attachmentsOf(gateway, address);
  const answers = attached.map(({ attachment, leads }): Answer => {
    const answer = all([
      entry(model, crossing, attachment),
      yes({ at: gateway, by: `transit gateway, by ${attachment.address}` }),
      follow(model.transit.tablesOf(gateway, attachment), remote, (target) =>
        target.kind === 'attachment'
          ? arrive(target.attachment)
          : target.kind === 'blackhole'
            ? no('no route', target.why)
            : unknown(target.why),
      ),
    ]);
    return leads === 'yes' ? answer : unknown(`whether ${attachment.address} joins ${address} to ${gateway}`);
  });
  return any(answers, unknown(`by which attachment ${address} is joined to ${gateway}`));
}

/** What is in a zone in which the attachment has no subnet does not reach the gateway. */
function entry(model: Model, { subnet, near, traffic }: Crossing, attachment: Attachment): Answer {
  const places = attachment.subnets.map((link) => model.subnetsAt(link));
  const own = places.some((one) =>
    one.every((at) => !(at instanceof Unknown) && at.address === subnet.address),
  );
  if (own) return yes();
  const known = places.flat().filter((at): at is Subnet => !(at instanceof Unknown));
  const zones = known.map(({ zone }) => zone);
  if (subnet.zone === undefined || known.length < places.flat().length || zones.includes(undefined))
    return unknown(
      `whether ${attachment.address} has a subnet in the Availability Zone of ${subnet.address}`,
    );
  if (!zones.includes(subnet.zone))
    return no('no route', `${attachment.address} has no subnet in the zone of ${subnet.address}`);
  const beside = known.filter(({ zone }) => zone === subnet.zone);
  return agreed(
    beside.map((at) => silent(passAcl(model.aclsOf(at), 'ingress', near, traffic, traffic.answers))),
    `which subnet of ${attachment.address} it passes`,
  );
}

/** A path that is not worth a line of its own. */
const silent = (answer: Answer): Answer => (answer.verdict === 'yes' ? yes() : answer);

/** Where packets for the addresses of a VPC come out: at its attachment, and nowhere else. */
export const atVpc =
  (vpc: string, why: string) =>
  ({ address, vpc: own }: Attachment): Answer => {
    const leads = mayLeadTo(own, vpc);
    if (leads === 'yes') return yes({ at: address, by: `attachment of ${vpc}` });
    return leads === 'no' ? no('no route', why) : unknown(own.why);
  };
