import type { Protocol } from '../traffic';
import type { Condition } from './conditions';

/** Ports that a service listens on. */
export interface Ports {
  readonly ports: readonly number[];
  /** @default tcp */
  readonly protocols?: readonly Protocol[];
  /** @default always */
  readonly when?: Condition;
  /** Of its public and its private address only one may listen; default: both. */
  readonly at?: 'public' | 'private';
}

/** A port by its argument, or else the default that a table has for the value of another one. */
export interface PortByEngine {
  readonly by: string;
  readonly defaults: readonly (readonly [RegExp, number])[];
}

/** How a service that AWS runs writes its place in the network into Terraform. */
export interface Kind {
  /** The block that holds the arguments, where it is not the resource itself. */
  readonly block?: string;
  /** Blocks of which each has a subnet. */
  readonly repeated?: string;
  /** Arguments with a subnet, or a list of them. */
  readonly subnets?: string | readonly string[];
  /** The argument that names a subnet group, which holds the subnets. */
  readonly subnetGroup?: string;
  readonly groups?: string;
  /** The group that AWS makes for the service: of itself, or of what this argument names. */
  readonly ownGroup?: {
    readonly of: 'itself' | { readonly argument: string };
    /** It has the group beside those that are stated, and not only where none is. */
    readonly always?: boolean;
  };
  /** Interfaces of several roles, each with these arguments for its groups, the first of which is the main one. */
  readonly roles?: readonly (readonly string[])[];
  /** Whether it has a public address; default: no. */
  readonly isPublic?: Condition;
  /** Whether it has IPv6 addresses where its subnet has a block; default: no. */
  readonly ipv6?: Condition;
  /** Whether it has no others; default: no. */
  readonly ipv6Only?: Condition;
  /** Whether strangers reach those, as far as routes and rules let them; default: no. */
  readonly isIpv6Public?: Condition;
  /** Its interfaces are those of instances, which get public addresses as their subnet or launch template has it. */
  readonly isLaunched?: boolean;
  /** Resources that are its instances, each with the flag of its own. */
  readonly members?: { readonly types: readonly string[]; readonly isPublic?: string };
  /** When it runs on AWS's own network, outside of every VPC; default: never. */
  readonly isHosted?: Condition;
  /** Whether it opens connections from AWS's own network beside those from its subnets; default: no. */
  readonly alsoHosted?: Condition;
  /** An endpoint on the internet beside the interfaces, for clients from these ranges. */
  readonly publicEndpoint?: { readonly isOpen: Condition; readonly ranges?: string };
  /** Whether clients within the VPC use its interfaces; default: yes. */
  readonly privateEndpoint?: Condition;
  /** What it listens on; default: every port. */
  readonly listens?: readonly Ports[];
  /** As `listens`, for what has an argument `port`. */
  readonly port?: number | PortByEngine;
  /** Answers arrive on ports 1024 to 65535. */
  readonly wide?: boolean;
  /** Which of the resources of this type have interfaces; default: all. */
  readonly only?: Condition;
}

export type Kinds = Readonly<Record<string, Kind>>;
