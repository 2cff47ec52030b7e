import type { Certainty } from '../fields';
import type { Link } from '../link';
import { ALL, type RangeSet } from '../../net/ranges';
import { Unknown } from '../value';
import type { Match } from './match';
import type { Family } from '../../net/families';
import { every } from './certainty';
import type { Ipv6Presence } from './ipv6-interfaces';
import type { Subnet } from './network';
import { remembered } from './remembered';
import type { Protocol } from './traffic';

/** Keys of which at least one is meant; undefined among them where perhaps none is. */
export type Choice = readonly (string | Unknown | undefined)[];

/** Several groups, each a choice of its own where nobody knows which one it is. */
export type Membership = readonly Choice[];

/** A place in a subnet from which packets come and at which they arrive. */
export interface Interface {
  readonly subnet: Subnet | Unknown;
  /** Its private IPv4 addresses where the file states them; otherwise any of its subnet's. */
  readonly addresses?: RangeSet;
  /** What else the private address is called: `aws_instance.app.private_ip/32`. */
  readonly names: readonly RangeSet[];
  /** Its groups; undefined where no group filters (a subnet, a network load balancer without any). */
  readonly groups?: Membership;
  /** Whether it has a public IPv4 address. */
  readonly isPublic: Certainty;
  /** Undefined where it has no IPv6 address. */
  readonly ipv6?: Ipv6Presence;
  /** What gives it its public address. */
  readonly publicBy?: string;
  /** The family of its addresses, where it stands for some of one family. */
  readonly only?: Family;
  /** Addresses of a VPC that no subnet in the file holds: nothing is known of where they are. */
  readonly loose?: boolean;
}

/** What an interface is in one family. */
export interface Presence {
  /** Whether it has an address. */
  readonly has: Certainty;
  /** Those that it may have within the VPC. */
  readonly addresses: RangeSet;
  /** Whether it has all of them, and not one, nobody knows which. */
  readonly isExact: boolean;
  readonly names: readonly RangeSet[];
  /** What the block of its subnet is called, where that subnet is in the file. */
  readonly block: RangeSet | undefined;
  readonly isPublic: Certainty;
}

const presences: Readonly<Record<Family, WeakMap<Interface, Presence>>> = {
  IPv4: new WeakMap(),
  IPv6: new WeakMap(),
};

/** Every question about an interface asks for it. */
export const presenceOf = (at: Interface, family: Family): Presence =>
  remembered(presences[family], at, () => (family === 'IPv4' ? ipv4Of(at) : ipv6Of(at)));

function ipv4Of({ subnet, addresses, names, isPublic, only }: Interface): Presence {
  const place = subnet instanceof Unknown ? undefined : subnet;
  return {
    has: only !== 'IPv6' && (place?.hasIpv4 ?? true),
    addresses: addresses ?? place?.range ?? ALL.IPv4,
    isExact: addresses !== undefined,
    names: [...names, ...(place?.names ?? [])],
    block: place?.names[0],
    isPublic,
  };
}

function ipv6Of({ subnet, ipv6 }: Interface): Presence {
  const block = subnet instanceof Unknown ? undefined : subnet.ipv6;
  return {
    has: ipv6?.has ?? false,
    addresses: ipv6?.addresses ?? block?.range ?? ALL.IPv6,
    isExact: ipv6?.addresses !== undefined,
    names: [...(ipv6?.names ?? []), ...(block?.names ?? [])],
    block: block?.names[0],
    isPublic: every(ipv6?.isPublic ?? false, block?.isPublic ?? true),
  };
}

/** An interface, as one of these where nobody knows its place. */
export interface Placement {
  readonly alternatives: readonly Interface[];
  /** False where it may not be there. */
  readonly certain: boolean;
  /** What is not known, where there are several. */
  readonly why?: string;
}

/** The only place that an interface can be in. */
export const placed = (at: Interface): Placement => ({ alternatives: [at], certain: true });

/** Every interface that an endpoint has or may have. */
export const interfacesOf = ({ interfaces }: Pick<Endpoint, 'interfaces'>): readonly Interface[] =>
  interfaces.flatMap(({ alternatives }) => alternatives);

/** An endpoint of a service on the internet, beside its interfaces. */
export interface PublicEndpoint {
  readonly isOpen: Certainty;
  /** Who may connect. */
  readonly sources: readonly Match[];
  /** Whether clients within the VPC use it too, since no interface takes their connections. */
  readonly isAlone: Certainty;
}

export interface Listener {
  readonly protocols: readonly Protocol[];
  readonly port: number | Unknown;
  readonly by: string;
  readonly certain: boolean;
  /** Of its public and its private address only this one listens; default: both. */
  readonly at?: 'public' | 'private';
}

/** A connection that an end makes by itself, and no others. */
export interface Opening extends Listener {
  readonly to: Link | RangeSet;
  /** Default: IPv4. */
  readonly family?: Family | Unknown;
  /** Whether packets keep the address of the client on whose behalf they are sent; default: no. */
  readonly keepsClients?: Certainty;
}

export interface Endpoint {
  readonly address: string;
  readonly type: string;
  readonly certain: boolean;
  readonly interfaces: readonly Placement[];
  /** It has all of its interfaces (`any` serves), it is in one of them (`one`), or all of them are meant (`all`). */
  readonly placement: 'any' | 'one' | 'all';
  /** It is on AWS's own network, outside of every VPC, at addresses of the internet. */
  readonly isHosted?: boolean;
  readonly publicEndpoint?: PublicEndpoint;
  /** Whether it opens connections from AWS's own network too; default: from its interfaces alone. */
  readonly alsoHosted?: Certainty;
  /** What it accepts connections on; undefined for every port. */
  readonly listens?: readonly Listener[];
  /** What it connects to; undefined for anything. */
  readonly opens?: readonly Opening[];
  /** Which ports its own connections are answered on. */
  readonly answers: 'client' | 'gateway';
  /** Why nobody can say anything about it. */
  readonly notUnderstood?: string;
}
