import type { Protocol } from '../model/traffic';

/** Source or destination of an access: the Terraform address of a security group, or a CIDR block. */
export type Peer =
  | { readonly group: string }
  | {
      /** CIDR block, or an expression in Terraform JSON syntax. */
      readonly cidr: string;
      /** `for_each` of the rule, if any. */
      readonly forEach?: string | undefined;
    };

/**
 * Access that `allowFrom` or a similar method declares: one protocol and port, from a source to a
 * destination.
 */
export interface DeclaredAccess {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: Protocol;
  /** Destination port, 1 to 65535. */
  readonly port: number;
  /** Name of the service, e.g. `SSH`. */
  readonly description: string;
}

/** A security group of a construct with `allowFrom`. */
export interface DeclaredGroup {
  readonly address: string;
  /** Path of the construct that owns the group; undefined if the stack owns it. */
  readonly owner: string | undefined;
  /** Whether inbound access from the internet is permitted. */
  readonly internetFacing: boolean;
}

/** Security groups and accesses that the constructs of a stack declare. */
export interface NetworkPolicy {
  readonly groups: readonly DeclaredGroup[];
  readonly accesses: readonly DeclaredAccess[];
}

/** A mismatch between the network and its policy. */
export interface Violation {
  /** Terraform address of the destination, or of the source if the destination is not a resource. */
  readonly address: string;
  readonly message: string;
}
