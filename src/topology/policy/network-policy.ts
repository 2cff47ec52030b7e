import type { Protocol } from '../model/traffic';

/** One side of an access: a security group by its Terraform address, or the addresses that a rule states. */
export type Peer =
  | { readonly group: string }
  | {
      /** CIDR block, or an expression as Terraform's JSON has it. */
      readonly cidr: string;
      /** The rule's `for_each`, where it has one. */
      readonly forEach?: string | undefined;
    };

/** What `allowFrom` and its like declared: one port of one protocol, from one side to the other. */
export interface DeclaredAccess {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: Protocol;
  /** 1–65535. */
  readonly port: number;
  /** Name of the service, e.g. `SSH`. */
  readonly description: string;
}

/** A security group whose construct has `allowFrom`. */
export interface DeclaredGroup {
  readonly address: string;
  /** Path of the construct that it belongs to; undefined for one that belongs to the whole stack. */
  readonly owner: string | undefined;
  /** Whether the internet may be let in. */
  readonly internetFacing: boolean;
}

/** Everything that the constructs of a stack say of its network. */
export interface NetworkPolicy {
  readonly groups: readonly DeclaredGroup[];
  readonly accesses: readonly DeclaredAccess[];
}

/** A promise that the network does not keep. */
export interface Violation {
  /** Terraform address of the resource that is reached, or that does not reach the internet. */
  readonly address: string;
  readonly message: string;
}
