import { type Cidr, formatCidr } from '../net/cidr';

/** Subnets that AWS has in a VPC, as a Terraform expression can list them. */
export interface DeployedSubnets {
  /** Address of the data source that reads them. */
  readonly deployed: string;
  /** Address of the VPC. */
  readonly vpc: string;
}

/** Terraform expression: CIDR blocks of the deployed subnets of the VPC for which a condition on `subnet` holds. */
const blocksWhere = ({ deployed, vpc }: DeployedSubnets, condition: string): string =>
  `[for subnet in ${deployed} : subnet.cidr_block if subnet.vpc_id == ${vpc}.id && ${condition}]`;

/** Terraform expression that tells whether a CIDR block overlaps one: they have the same network at the shorter prefix. */
function overlaps(expression: string, { prefix }: Cidr, block: string): string {
  const shorter = `min(${prefix}, tonumber(element(split("/", ${expression}), 1)))`;
  const network = (start: string) => `cidrhost(format("%s/%d", ${start}, ${shorter}), 0)`;
  return `${network(`cidrhost(${expression}, 0)`)} == ${network(`cidrhost("${block}", 0)`)}`;
}

/** AWS refuses it in the middle of an apply, since a subnet is created before one that it replaces is destroyed. */
export function overlapsNoDeployed(subnets: DeployedSubnets, path: string, name: string, cidr: Cidr) {
  const block = formatCidr(cidr);
  const isOther = `(subnet.cidr_block != "${block}" || lookup(subnet.tags, "Name", "") != "${name}")`;
  const overlapping = blocksWhere(subnets, `${isOther} && ${overlaps('subnet.cidr_block', cidr, block)}`);
  return {
    condition: `\${length(${overlapping}) == 0}`,
    errorMessage: `network.subnetCidrs.${path}: ${block} overlaps \${join(", ", ${overlapping})}, which the VPC still has; accepted: a CIDR block that overlaps none of its subnets. In two steps: apply one that is free, then this one.`,
  };
}

/**
 * The gateway of another subnet would be created with the address that its predecessor still has, which AWS refuses.
 *
 * @param stays expression that tells whether `subnet` stays as a public one
 */
export function keepsNatSubnet(subnets: DeployedSubnets, zone: string, name: string, stays: string) {
  const replaced = blocksWhere(subnets, `lookup(subnet.tags, "Name", "") == "${name}" && !${stays}`);
  return {
    condition: `\${length(${replaced}) == 0}`,
    errorMessage: `network.subnetCidrs.public.${zone}: ${name} is \${join(", ", ${replaced})} and has a NAT gateway, which keeps its address and cannot be in two subnets; accepted: its CIDR block as it is. In two steps: apply network.nat with a NAT gateway in another zone, then this CIDR block.`,
  };
}

/** Postcondition of the data source that finds the addresses of NAT gateways in zones that have none now. */
export const releasesNoAddress = (zones: readonly string[]) => ({
  condition: '${length(self.public_ips) == 0}',
  errorMessage: `network.nat: \${join(", ", self.public_ips)} would be released with its NAT gateway, and others may have it on their allow-lists; accepted: network.nat.keepAddresses with the zone of each such address (${zones.join(', ')}), or deletionProtection: false.`,
});
