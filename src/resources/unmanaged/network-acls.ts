import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import { type Attributes, type AwsResource, listed, named, traffic, type Unmanaged } from './resource';

/** Identifies an entry by ACL, direction and number, because entries have no id. */
const entryId = (acl: unknown, egress: unknown, number: unknown): string =>
  `${String(acl)} ${egress === true ? 'egress' : 'ingress'} ${String(number)}`;

/** Number of the last entry, which denies all traffic. AWS: "Default network ACL for a VPC". */
const LAST_ENTRY = 32_767;
const isDefaultEntry = (entry: NetworkAclEntry): boolean =>
  (entry.RuleNumber ?? 0) >= LAST_ENTRY ||
  (entry.RuleAction === 'allow' &&
    entry.Protocol === '-1' &&
    (entry.CidrBlock ?? entry.Ipv6CidrBlock)?.endsWith('/0') === true);

/** IANA: "Assigned Internet Protocol Numbers". */
const PROTOCOLS: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

function describeEntry({ NetworkAclId: acl, VpcId: container }: NetworkAcl, entry: NetworkAclEntry) {
  const { Egress, RuleNumber, RuleAction, Protocol = '', PortRange } = entry;
  const [direction, preposition] = Egress ? ['egress', 'to'] : ['ingress', 'from'];
  const IpProtocol = PROTOCOLS[Protocol] ?? Protocol;
  const affected = traffic({ IpProtocol, FromPort: PortRange?.From, ToPort: PortRange?.To });
  const range = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  return {
    // The plan contains the differences of ACLs in state.
    ids: [acl, entryId(acl, Egress, RuleNumber)],
    container,
    description: `${direction} entry ${RuleNumber} of network ACL ${acl}, ${RuleAction} ${affected} ${preposition} ${range},`,
  };
}

function describeAcl(acl: NetworkAcl): AwsResource | AwsResource[] {
  const { NetworkAclId: id, VpcId: container, Tags, IsDefault, Entries = [] } = acl;
  return IsDefault
    ? Entries.filter((entry) => !isDefaultEntry(entry)).map((entry) => describeEntry(acl, entry))
    : { ids: [id], container, description: named('network ACL', id, Tags) };
}

export const unmanagedNetworkAcls: Unmanaged = {
  lists: [listed((aws) => aws.networkAcls(), describeAcl)],
  identifiers: (rule: Attributes) => [entryId(rule['network_acl_id'], rule['egress'], rule['rule_number'])],
};
