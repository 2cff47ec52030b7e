import type { NetworkAcl, NetworkAclEntry, Route, SecurityGroupRule, Tag } from '@aws-sdk/client-ec2';
import { isOver, SCALING_GROUP_TAG } from '../aws/ec2';
import type { Ec2Reader } from '../aws/ec2-reader';
import { entryId, type Known, routeId } from './state-index';

/** Something in AWS, as far as it matters whose it is. */
export interface Thing {
  /** Its id, and those of what owns it: one that state knows makes it known. */
  readonly ids: readonly (string | undefined)[];
  /** Id of what it is in. @default the environment as a whole */
  readonly inside?: string | undefined;
  /** What it is, for a sentence: `instance i-0123 ("web")`. */
  readonly what: string;
}

/** Lists the things of one kind. */
export type Kind = (aws: Ec2Reader, known: Known) => Promise<Thing[]>;

/** How AWS lists them, and what each is; nothing where it is AWS's own, or gone. */
const kind =
  <Item>(
    list: (aws: Ec2Reader) => Promise<Item[]>,
    things: (item: Item, known: Known) => readonly Thing[] | Thing | undefined,
  ): Kind =>
  async (aws, known) =>
    (await list(aws)).flatMap((item) => things(item, known) ?? []);

const tagOf = (tags: readonly Tag[] | undefined, key: string): string | undefined =>
  tags?.find(({ Key }) => Key === key)?.Value;

/** `subnet subnet-0123 ("devloop-private-a")`. */
function named(what: string, id: string | undefined, tags: readonly Tag[] | undefined): string {
  const name = tagOf(tags, 'Name');
  return name === undefined ? `${what} ${id}` : `${what} ${id} (${JSON.stringify(name)})`;
}

/** `tcp 22`, `udp 5000-5100`, `all traffic`. */
function traffic({ IpProtocol: protocol, FromPort: from, ToPort: to }: SecurityGroupRule): string {
  if (protocol === '-1') return 'all traffic';
  if (from === undefined || from === -1) return `${protocol}`;
  return `${protocol} ${from === to ? from : `${from}-${to}`}`;
}

function ruleThing(rule: SecurityGroupRule, known: Known): Thing | undefined {
  const { GroupId: inside, SecurityGroupRuleId: id, IsEgress, Description } = rule;
  const [direction, way] = IsEgress ? ['egress', 'to'] : ['ingress', 'from'];
  if (!known.owns(inside) || known.lists(inside, direction)) return undefined;
  const group = rule.ReferencedGroupInfo?.GroupId;
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? known.addressOf(group) ?? group;
  const description = Description ? `, ${JSON.stringify(Description)}` : '';
  return {
    ids: [id],
    inside,
    what: `${direction} rule ${traffic(rule)} ${way} ${peer} (${id}${description})`,
  };
}

/** The fields of a route that name what it leads to. */
const TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'InstanceId',
  'NetworkInterfaceId',
  'VpcPeeringConnectionId',
  'TransitGatewayId',
  'EgressOnlyInternetGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
] as const satisfies readonly (keyof Route)[];

function routeThing(table: string | undefined, route: Route, known: Known): Thing | undefined {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, Origin } = route;
  const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
  const target = TARGETS.map((name) => route[name]).find((value) => value !== undefined);
  // Those of AWS (the local route, propagated ones) and of gateway endpoints, which are told themselves.
  if (Origin !== 'CreateRoute' || target?.startsWith('vpce-')) return undefined;
  const what = `route ${destination} to ${known.addressOf(target) ?? target}`;
  return { ids: [routeId(table, destination)], inside: table, what };
}

/** A default network ACL allows everything, and ends with a denial. AWS: "Default network ACL for a VPC". */
const LAST_ENTRY = 32_767;
const isAwsEntry = (entry: NetworkAclEntry): boolean =>
  (entry.RuleNumber ?? 0) >= LAST_ENTRY ||
  (entry.RuleAction === 'allow' &&
    entry.Protocol === '-1' &&
    (entry.CidrBlock ?? entry.Ipv6CidrBlock)?.endsWith('/0') === true);

/** IANA: "Assigned Internet Protocol Numbers". */
const PROTOCOLS: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

function entryThing({ NetworkAclId: acl, VpcId: inside }: NetworkAcl, entry: NetworkAclEntry): Thing {
  const { Egress, RuleNumber, RuleAction, Protocol = '', PortRange } = entry;
  const [direction, way] = Egress ? ['egress', 'to'] : ['ingress', 'from'];
  const IpProtocol = PROTOCOLS[Protocol] ?? Protocol;
  const allowed = traffic({ IpProtocol, FromPort: PortRange?.From, ToPort: PortRange?.To });
  const range = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  return {
    // An ACL that state has, default or not, is told by the plan.
    ids: [acl, entryId(acl, Egress, RuleNumber)],
    inside,
    what: `${direction} entry ${RuleNumber} of network ACL ${acl}, ${RuleAction} ${allowed} ${way} ${range},`,
  };
}

/** What is looked for in the platform's VPCs, and outside of them by the environment's tags. */
export const KINDS: readonly Kind[] = [
  kind((aws) => aws.rules(), ruleThing),
  kind(
    (aws) => aws.routeTables(),
    ({ RouteTableId: id, Routes = [] }, known) =>
      known.owns(id) && !known.lists(id, 'route')
        ? Routes.flatMap((route) => routeThing(id, route, known) ?? [])
        : undefined,
  ),
  kind(
    (aws) => aws.routeTables(),
    ({ RouteTableId: id, VpcId: inside, Tags, Associations }) =>
      Associations?.some(({ Main }) => Main)
        ? undefined
        : { ids: [id], inside, what: named('route table', id, Tags) },
  ),
  kind(
    (aws) => aws.groups(),
    ({ GroupId: id, GroupName, VpcId: inside, Tags }) =>
      GroupName === 'default' ? undefined : { ids: [id], inside, what: named('security group', id, Tags) },
  ),
  kind(
    (aws) => aws.instances(),
    ({ InstanceId: id, VpcId: inside, Tags, State }) =>
      isOver(State?.Name)
        ? undefined
        : { ids: [id, tagOf(Tags, SCALING_GROUP_TAG)], inside, what: named('instance', id, Tags) },
  ),
  kind(
    (aws) => aws.subnets(),
    ({ SubnetId: id, VpcId: inside, Tags }) => ({ ids: [id], inside, what: named('subnet', id, Tags) }),
  ),
  kind(
    (aws) => aws.natGateways(),
    ({ NatGatewayId: id, VpcId: inside, Tags, State }) =>
      isOver(State) ? undefined : { ids: [id], inside, what: named('NAT gateway', id, Tags) },
  ),
  kind(
    (aws) => aws.internetGateways(),
    ({ InternetGatewayId: id, Attachments, Tags }) => ({
      ids: [id],
      inside: Attachments?.[0]?.VpcId,
      what: named('internet gateway', id, Tags),
    }),
  ),
  kind(
    (aws) => aws.networkAcls(),
    (acl) => {
      const { NetworkAclId: id, VpcId: inside, Tags, IsDefault, Entries = [] } = acl;
      return IsDefault
        ? Entries.filter((entry) => !isAwsEntry(entry)).map((entry) => entryThing(acl, entry))
        : { ids: [id], inside, what: named('network ACL', id, Tags) };
    },
  ),
  kind(
    (aws) => aws.endpoints(),
    ({ VpcEndpointId: id, VpcId: inside, Tags, State }) =>
      isOver(State) ? undefined : { ids: [id], inside, what: named('VPC endpoint', id, Tags) },
  ),
  kind(
    (aws) => aws.taggedVpcs(),
    ({ VpcId: id, Tags }) => ({ ids: [id], what: named('VPC', id, Tags) }),
  ),
  kind(
    (aws) => aws.taggedAddresses(),
    ({ AllocationId: id, Tags }) => ({ ids: [id], what: named('elastic address', id, Tags) }),
  ),
  kind(
    (aws) => aws.taggedFreeVolumes(),
    ({ VolumeId: id, Tags }) => ({ ids: [id], what: named('volume', id, Tags) }),
  ),
];
