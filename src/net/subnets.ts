import { type Cidr, parseCidr, subnetOf } from './cidr';

/** Subnet tiers. Public: route to the internet gateway. Private: route to a NAT gateway. Isolated: no internet route. */
export const TIERS = ['public', 'private', 'isolated'] as const;
export type Tier = (typeof TIERS)[number];

/** Zone letters that have a CIDR slot. */
export const ZONE_LETTERS = 'abcdefghijklmnop';

/** Difference between the prefix lengths of a slot and its VPC. */
const SLOT_BITS = 8;

/** Prefix lengths of VPCs and subnets. AWS: "VPC CIDR blocks", "Subnet CIDR blocks". */
export const LARGEST_PREFIX = 16;
export const SMALLEST_PREFIX = 28;

/** The longest VPC prefix whose slots are valid subnets. */
export const LONGEST_SLOTTED_PREFIX = SMALLEST_PREFIX - SLOT_BITS;

/**
 * CIDR slot of a (tier, zone letter) in a VPC, independent of other zones. The prefix length is the VPC's plus 8, and the number is
 * 16 × tier + letter. In 10.0.0.0/16, public a is 10.0.0.0/24, private c is 10.0.18.0/24, isolated a is 10.0.32.0/24.
 */
export function slotOf(vpc: Cidr, tier: Tier, zone: string): Cidr {
  const number = ZONE_LETTERS.length * TIERS.indexOf(tier) + ZONE_LETTERS.indexOf(zone);
  return subnetOf(vpc, vpc.prefix + SLOT_BITS, number);
}

/** Configured subnet CIDR blocks, by tier and zone letter. */
export type SubnetCidrs = {
  readonly [T in Tier]?: { readonly [zone: string]: string | undefined } | undefined;
};

/** One subnet of a VPC. */
export interface SubnetAllocation {
  readonly tier: Tier;
  readonly zone: string;
  readonly cidr: Cidr;
}

/** Allocates all subnets of a VPC: the configured CIDR block, else the slot. @throws ConfigurationError CIDR_INVALID if one is invalid */
export function allocateSubnets(
  vpc: Cidr,
  tiers: readonly Tier[],
  zones: readonly string[],
  stated: SubnetCidrs = {},
): SubnetAllocation[] {
  return tiers.flatMap((tier) =>
    zones.map((zone) => {
      const cidr = stated[tier]?.[zone];
      return {
        tier,
        zone,
        cidr: cidr === undefined ? slotOf(vpc, tier, zone) : parseCidr(cidr, `subnetCidrs.${tier}.${zone}`),
      };
    }),
  );
}
