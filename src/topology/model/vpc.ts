import type { RangeSet } from '../../net/ranges';
import type { Certainty } from '../fields';
import type { Unknown } from '../value';
import type { Ipv6Block } from './ipv6-blocks';
import type { Match } from './match';

export interface Vpc {
  readonly address: string;
  /** The ranges that it has for sure; undefined where one of them is not known. */
  readonly ranges: RangeSet | undefined;
  readonly cidrs: readonly Match[];
  readonly names: readonly RangeSet[];
  readonly ipv6: Ipv6Block;
  /** The account's default VPC comes with an internet gateway and a route to it. */
  readonly isDefault: boolean;
  /** Why nothing else is known of it: it is not in the file, and its address is the identity by which it is named. */
  readonly outside?: Unknown;
}

export interface Subnet {
  readonly address: string;
  readonly vpc: Vpc | Unknown;
  /** Every address that it may hold. */
  readonly range: RangeSet;
  /** Whether that is its own range, and not what it might be. */
  readonly exact: boolean;
  /** What else its addresses are called: `aws_subnet.a.cidr_block`, `var.vpc_cidr`. */
  readonly names: readonly RangeSet[];
  readonly zone: string | undefined;
  readonly assignsPublic: Certainty;
  /** False for one that has IPv6 alone. */
  readonly hasIpv4: Certainty;
  readonly ipv6: Ipv6Block;
  /** Whether interfaces get an IPv6 address without asking for one. */
  readonly assignsIpv6: Certainty;
}
