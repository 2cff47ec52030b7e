import type { Membership } from '../model/endpoints';
import type { Match } from '../model/match';
import type { Family } from '../../net/families';
import { ALL, NOTHING, closed, contains, isInternet, overlaps, union, type RangeSet } from '../../net/ranges';

/** The other side of a connection, as rules, routes and ACLs see it. */
export interface RemoteEndpoint {
  /** An arbitrary public address; every address of a set; or one of a set, nobody knows which. */
  readonly kind: 'internet' | 'each' | 'one';
  readonly set: RangeSet;
  readonly family: Family;
  /** What else its addresses are called. */
  readonly names: readonly RangeSet[];
  /** What the block of its subnet is called, where that subnet is in the file. */
  readonly block?: RangeSet;
  /** The groups that its private address is a member of. */
  readonly groups: Membership;
  readonly label: string;
}

/** Bounds of a set of addresses: those that surely are in it, and those that may be. */
export interface Bounds {
  readonly must: RangeSet;
  readonly may: RangeSet;
}

/** What a range in a rule is worth to this side: its name counts as its addresses. */
export function seenBy({ must, may, wide, mayHold, subnet }: Match, remote: RemoteEndpoint): Bounds {
  // No two subnets share an address.
  const isElsewhere = subnet !== undefined && remote.block !== undefined && !contains(subnet, remote.block);
  if (isElsewhere || !overlaps(may, ALL[remote.family])) return { must: NOTHING, may: NOTHING };
  const isNamed = must !== ALL[remote.family] && remote.names.some((name) => contains(must, name));
  if (must === may && !isNamed && (remote.kind !== 'internet' || wide === may)) return { must, may };
  const sure = isNamed ? union(must, remote.set) : must;
  if (remote.kind === 'internet') return { must: sure, may: union(sure, wide) };
  return { must: sure, may: mayHold && !mayHold(remote.set) ? sure : union(sure, may) };
}

/** Whether the set takes the other side in: surely (`true`), surely not (`false`), or perhaps. */
export function covers(remote: RemoteEndpoint, { must, may }: Bounds): boolean | undefined {
  const { family } = remote;
  if (remote.kind === 'internet')
    return isInternet(must, family) ? true : isInternet(may, family) ? undefined : false;
  if (contains(closed(must, family), remote.set)) return true;
  const possible =
    remote.kind === 'each' ? contains(closed(may, family), remote.set) : overlaps(may, remote.set);
  return possible ? undefined : false;
}
