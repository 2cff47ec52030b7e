import type { Subnet } from '../model/network';
import { inFile, mayLeadTo } from '../model/outside';
import { remembered } from '../model/remembered';
import type { Attachment, TransitTable } from '../model/transit';
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

/** Follows the tables of a transit gateway towards the remote endpoint. */
type Onwards = (tables: readonly TransitTable[], remote: RemoteEndpoint) => Answer;

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
 * @param onwards what becomes of packets that follow the gateway's tables
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function cross(model: Model, crossing: Crossing, onwards: Onwards): Answer {
  const { gateway, subnet, remote } = crossing;
  const own = inFile(subnet.vpc);
  if (own instanceof Unknown) return unknown(own.why);
  const { address } = own;
  const attached = model.transit.attachmentsOf(gateway, address);
  const answers = attached.map(({ attachment, leads }): Answer => {
    const answer = all([
      entry(model, crossing, attachment),
      yes({ at: gateway, by: `transit gateway, by ${attachment.address}` }),
      onwards(model.transit.tablesOf(gateway, attachment), remote),
    ]);
    return leads === 'yes' ? answer : unknown(`whether ${attachment.address} joins ${address} to ${gateway}`);
  });
  return any(answers, () => unknown(`by which attachment ${address} is joined to ${gateway}`));
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

/** To an attachment, and from there as told. */
export const toAttachment =
  (arrive: (at: Attachment) => Answer): Onwards =>
  (tables, remote) =>
    follow(tables, remote, (target) =>
      target.kind === 'attachment'
        ? arrive(target.attachment)
        : target.kind === 'blackhole'
          ? no('no route', target.why)
          : unknown(target.why),
    );

/** What tables lead to, where that is a VPC: hundreds of VPCs on one gateway ask the same of its one table. */
const arrived = new WeakMap<RemoteEndpoint, WeakMap<TransitTable, Map<string, Answer>>>();

/**
 * To the addresses of a VPC, which are at its attachment and nowhere else.
 * @param why the reason, where packets come out elsewhere
 */
export const toVpc =
  (vpc: string, why: string): Onwards =>
  (tables, remote) => {
    const [only] = tables;
    const known = only && tables.length === 1 ? ofTable(remote, only) : undefined;
    const found = known?.get(vpc);
    if (found) return found;
    const answer = toAttachment((at) => atVpc(vpc, at, why))(tables, remote);
    // Nothing but a yes is the same from everywhere: the reason is not.
    if (answer.verdict === 'yes') known?.set(vpc, answer);
    return answer;
  };

const ofTable = (remote: RemoteEndpoint, table: TransitTable): Map<string, Answer> =>
  remembered(
    remembered(arrived, remote, () => new WeakMap<TransitTable, Map<string, Answer>>()),
    table,
    () => new Map<string, Answer>(),
  );

function atVpc(vpc: string, { address, vpc: own }: Attachment, why: string): Answer {
  const leads = mayLeadTo(own, vpc);
  if (leads === 'yes') return yes({ at: address, by: `attachment of ${vpc}` });
  return leads === 'no' ? no('no route', why) : unknown(own.why);
}
