/** One resource of the file. */
export interface InventoryResource {
  readonly address: string;
  readonly type: string;
  /** What AWS shows as its name, e.g. the tag `Name`; undefined where the file does not state it. */
  readonly name?: string;
  /** Arguments of {@link FACTS}, as far as the file states them. */
  readonly facts: Readonly<Record<string, string>>;
}

/** `public` routes to an internet gateway, `private` out of the VPC by other ways, `isolated` nowhere. */
export type Tier = 'public' | 'private' | 'isolated';

export interface InventorySubnet {
  readonly address: string;
  /** Address of its VPC, or what names one that is not in the file; undefined where nobody can tell. */
  readonly vpc?: string;
  /** Name of its Availability Zone; undefined where the file does not state it. */
  readonly zone?: string;
  readonly tier: Tier;
}

/** A resource with its place in the network. */
export interface InventoryPlace {
  readonly address: string;
  /** Addresses of the subnets in which it is or may be. */
  readonly subnets: readonly string[];
  /** VPC, where its subnets are not in the file, or where it is attached to the VPC as a whole. */
  readonly vpc?: string;
}

/** What a file holds, and where in the network it is: who reaches whom is the matrix's matter. */
export interface Inventory {
  readonly resources: readonly InventoryResource[];
  /** Addresses of VPCs, and what names those that are not in the file. */
  readonly vpcs: readonly string[];
  readonly subnets: readonly InventorySubnet[];
  /** Everything with a network interface, and NAT gateways. */
  readonly placed: readonly InventoryPlace[];
  /** Gateways and gateway endpoints, which belong to a VPC as a whole. */
  readonly attached: readonly InventoryPlace[];
  /** Addresses of volumes, and of the instance that each is attached to. */
  readonly volumes: readonly { readonly address: string; readonly to: string }[];
}
