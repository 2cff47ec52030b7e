import type { SubnetCidrs, Tier } from '../net/subnets';
import type { NatServer } from './nat-instance';

/** Outbound internet access of the private subnets. AWS: "NAT gateways". A NAT gateway costs by the hour and by the gigabyte. */
export type Nat =
  | ({ readonly mode: 'none' } & KeptAddresses)
  | ({
      readonly mode: 'single' | 'instance';
      readonly zone: string;
      readonly allocationIds: AllocationIds;
    } & KeptAddresses)
  | ({ readonly mode: 'per-zone'; readonly allocationIds: AllocationIds } & KeptAddresses);

interface KeptAddresses {
  /** Letters of the zones whose Elastic IP addresses stay allocated without a NAT gateway. */
  readonly keepAddresses: readonly string[];
}

/** Existing elastic IP addresses for NAT gateways, by zone letter; the others get a new address. */
export type AllocationIds = { readonly [zone: string]: string | undefined };

export interface NetworkProps {
  /** Name of the VPC and start of the names of its parts. */
  readonly name: string;
  /** CIDR block of the VPC, known at synth. */
  readonly cidr: string;
  readonly region: string;
  /** Letters of the zones, in any order. */
  readonly zones: readonly string[];
  readonly tiers: readonly Tier[];
  /** @default each subnet has its slot of the VPC's range */
  readonly subnetCidrs?: SubnetCidrs;
  readonly nat: Nat;
  /** The instance of mode `instance`. @default no other mode has one */
  readonly natServer?: NatServer | undefined;
  /** Whether the plan refuses to release an address of a NAT gateway. */
  readonly deletionProtection: boolean;
  /** Tags that identify the resources of its environment. */
  readonly identityTags: Readonly<Record<string, string>>;
}
