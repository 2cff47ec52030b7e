import { type Cidr, parseCidr, subnetOf } from './cidr';

/** The layers of the network, outermost first. Public: an internet route both ways; private: outwards by NAT; isolated: none. */
export const TIERS = ['public', 'private', 'isolated'] as const;
export type Tier = (typeof TIERS)[number];

/** Zone letters that have a slot of their own. */
export const ZONE_LETTERS = 'abcdefghijklmnop';

/** How many bits a slot's prefix is longer than its VPC's. */
const SLOT_BITS = 8;

/** AWS: "VPC CIDR blocks" and "Subnet CIDR blocks": both are /16 to /28. */
export const LARGEST_PREFIX = 16;
export const SMALLEST_PREFIX = 28;

/** The longest VPC prefix of which every slot is still a subnet that AWS accepts. */
export const LONGEST_SLOTTED_PREFIX = SMALLEST_PREFIX - SLOT_BITS;

/**
 * The CIDR that a (tier, zone letter) owns in a VPC's range, whatever other zones exist: prefix + 8, number
 * 16 × tier + letter. So 10.0.0.0/16 gives public a 10.0.0.0/24, private c 10.0.18.0/24, isolated a 10.0.32.0/24.
 */
export function slotOf(vpc: Cidr, tier: Tier, zone: string): Cidr {
  const number = ZONE_LETTERS.length * TIERS.indexOf(tier) + ZONE_LETTERS.indexOf(zone);
  return subnetOf(vpc, vpc.prefix + SLOT_BITS, number);
}

/** CIDRs that configuration states, by tier and zone letter. */
export type SubnetCidrs = {
  readonly [T in Tier]?: { readonly [zone: string]: string | undefined } | undefined;
};

/** One subnet of the plan. */
export interface SubnetAllocation {
  readonly tier: Tier;
  readonly zone: string;
  readonly cidr: Cidr;
}

/** Every subnet of a VPC: the stated CIDR, else the slot. Throws CIDR_INVALID where a stated CIDR is none. */
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
