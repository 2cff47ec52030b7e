import type { Choice } from '../model/endpoints';
import type { Direction, Rule } from '../model/groups';
import type { Match } from '../model/match';
import { portsOf, type Ports, type Protocol } from '../model/traffic';
import { FAMILIES, type Family } from '../../net/families';
import { closed, contains, familyOf, isInternet, parseLoosely, union, type RangeSet } from '../../net/ranges';
import { declaredText, type StatedRules } from './stated-rules';
import type { DeclaredAccess, Peer } from './network-policy';

/** The undeclared part of a rule. The rule allows each of these peers on each of its ports. */
export interface UndeclaredPart {
  readonly rule: Rule;
  readonly ranges: readonly Match[];
  readonly choices: readonly Choice[];
}

/** Protocol and ports that a rule matches. */
export interface Span extends Ports {
  readonly protocol: Protocol;
}

/** A declared access, with the peer on the opposite side of the group. */
interface GroupAccess {
  readonly peer: Peer;
  readonly access: DeclaredAccess;
}

export const spansOf = ({ traffic }: Rule): Span[] =>
  (['tcp', 'udp'] as const).flatMap((protocol) => {
    const ports = portsOf(traffic, protocol);
    return ports ? [{ protocol, ...ports }] : [];
  });

/** Declared accesses, indexed by the security group rules that implement them. */
export class DeclaredRules {
  private readonly exact = new Set<string>();
  private readonly accesses = new Map<string, GroupAccess[]>();

  constructor(
    accesses: readonly DeclaredAccess[],
    private readonly stated: StatedRules,
  ) {
    for (const access of accesses) {
      this.add('ingress', access.to, access.from, access);
      this.add('egress', access.from, access.to, access);
    }
  }

  /** The undeclared part of a rule of a security group; undefined if the rule is fully declared. */
  public undeclared(group: string, rule: Rule): UndeclaredPart | undefined {
    const stated = this.stated.at(rule.by);
    if (stated !== undefined && this.exact.has(stated)) return undefined;
    const accesses = this.accesses.get(`${rule.direction} ${group}`) ?? [];
    const spans = spansOf(rule);
    const ranges = rule.ranges.filter((match) => !isDeclaredRange(match, spans, accesses));
    const choices = rule.groups.filter((choice) => !isDeclaredChoice(choice, spans, accesses));
    return ranges.length > 0 || choices.length > 0 ? { rule, ranges, choices } : undefined;
  }

  /** Whether accesses declare a security group open to the internet on a port, for an address family. */
  public isOpenToInternet(group: string, family: Family, protocol: Protocol, port: number): boolean {
    return isInternet(rangesAt(this.accesses.get(`ingress ${group}`) ?? [], protocol, port), family);
  }

  /** Whether the file contains the exact rules of an access, so that security groups allow it. */
  public isStated(access: DeclaredAccess): boolean {
    const isRuled = (direction: Direction, own: Peer, peer: Peer): boolean =>
      !('group' in own) || this.stated.has(declaredText(direction, own.group, peer, access));
    return isRuled('ingress', access.to, access.from) && isRuled('egress', access.from, access.to);
  }

  private add(direction: Direction, own: Peer, peer: Peer, access: DeclaredAccess): void {
    if (!('group' in own)) return;
    this.exact.add(declaredText(direction, own.group, peer, access));
    const key = `${direction} ${own.group}`;
    const accesses = this.accesses.get(key);
    if (accesses) accesses.push({ peer, access });
    else this.accesses.set(key, [{ peer, access }]);
  }
}

/** Whether a condition holds on every port of a rule, and the ports of the rule are known. */
function onEvery(
  spans: readonly Span[],
  accesses: readonly GroupAccess[],
  holds: (protocol: Protocol, port: number) => boolean,
): boolean {
  return (
    spans.length > 0 &&
    spans.every(({ protocol, from, to, sure }) => {
      // Each access declares one port, so a span of more ports than accesses is undeclared.
      if (!sure || to - from >= accesses.length) return false;
      return Array.from({ length: to - from + 1 }, (_, i) => from + i).every((port) => holds(protocol, port));
    })
  );
}

/**
 * Whether accesses declare a range on every port. An expression with an unknown value returns false:
 * only an exact rule declares it.
 */
function isDeclaredRange(match: Match, spans: readonly Span[], accesses: readonly GroupAccess[]): boolean {
  return (
    match.why === undefined &&
    onEvery(spans, accesses, (protocol, port) => containsEach(rangesAt(accesses, protocol, port), match.may))
  );
}

const containsEach = (set: RangeSet, part: RangeSet): boolean =>
  FAMILIES.every((family) => contains(closed(set, family), familyOf(part, family)));

function isDeclaredChoice(choice: Choice, spans: readonly Span[], accesses: readonly GroupAccess[]): boolean {
  return onEvery(spans, accesses, (protocol, port) =>
    choice.every(
      (key) =>
        typeof key === 'string' &&
        accesses.some(
          ({ peer, access }) =>
            'group' in peer && peer.group === key && access.protocol === protocol && access.port === port,
        ),
    ),
  );
}

function rangesAt(accesses: readonly GroupAccess[], protocol: Protocol, port: number): RangeSet {
  return union(
    ...accesses.flatMap(({ peer, access }) =>
      'cidr' in peer && access.protocol === protocol && access.port === port
        ? [parseLoosely(peer.cidr) ?? []]
        : [],
    ),
  );
}
