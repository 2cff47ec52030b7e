import type { Choice } from '../model/endpoints';
import type { Direction, Rule } from '../model/groups';
import type { Match } from '../model/match';
import { portsOf, type Ports, type Protocol } from '../model/traffic';
import { FAMILIES, type Family } from '../../net/families';
import { closed, contains, familyOf, isInternet, parseLoosely, union, type RangeSet } from '../../net/ranges';
import { declaredText, type StatedRules } from './stated-rules';
import type { DeclaredAccess, Peer } from './network-policy';

/** The undeclared part of a rule. The rule allows each of these peers on each of its ports. */
export interface Undeclared {
  readonly rule: Rule;
  readonly ranges: readonly Match[];
  readonly choices: readonly Choice[];
}

/** Protocol and ports that a rule matches. */
export interface Span extends Ports {
  readonly protocol: Protocol;
}

/** A declared access, with the peer on the opposite side of the group. */
interface Side {
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
  private readonly sides = new Map<string, Side[]>();

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
  public undeclared(group: string, rule: Rule): Undeclared | undefined {
    const stated = this.stated.at(rule.by);
    if (stated !== undefined && this.exact.has(stated)) return undefined;
    const sides = this.sides.get(`${rule.direction} ${group}`) ?? [];
    const spans = spansOf(rule);
    const ranges = rule.ranges.filter((match) => !isDeclaredRange(match, spans, sides));
    const choices = rule.groups.filter((choice) => !isDeclaredChoice(choice, spans, sides));
    return ranges.length > 0 || choices.length > 0 ? { rule, ranges, choices } : undefined;
  }

  /** Whether accesses declare a security group open to the internet on a port, for an address family. */
  public isOpenToInternet(group: string, family: Family, protocol: Protocol, port: number): boolean {
    return isInternet(rangesAt(this.sides.get(`ingress ${group}`) ?? [], protocol, port), family);
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
    const sides = this.sides.get(key);
    if (sides) sides.push({ peer, access });
    else this.sides.set(key, [{ peer, access }]);
  }
}

/** Whether a condition holds on every port of a rule, and the ports of the rule are known. */
function onEvery(
  spans: readonly Span[],
  sides: readonly Side[],
  holds: (protocol: Protocol, port: number) => boolean,
): boolean {
  return (
    spans.length > 0 &&
    spans.every(({ protocol, from, to, sure }) => {
      // Each access declares one port, so a span of more ports than accesses is undeclared.
      if (!sure || to - from >= sides.length) return false;
      return Array.from({ length: to - from + 1 }, (_, i) => from + i).every((port) => holds(protocol, port));
    })
  );
}

/**
 * Whether accesses declare a range on every port. An expression with an unknown value returns false:
 * only an exact rule declares it.
 */
function isDeclaredRange(match: Match, spans: readonly Span[], sides: readonly Side[]): boolean {
  return (
    match.why === undefined &&
    onEvery(spans, sides, (protocol, port) => containsEach(rangesAt(sides, protocol, port), match.may))
  );
}

const containsEach = (set: RangeSet, part: RangeSet): boolean =>
  FAMILIES.every((family) => contains(closed(set, family), familyOf(part, family)));

function isDeclaredChoice(choice: Choice, spans: readonly Span[], sides: readonly Side[]): boolean {
  return onEvery(spans, sides, (protocol, port) =>
    choice.every(
      (key) =>
        typeof key === 'string' &&
        sides.some(
          ({ peer, access }) =>
            'group' in peer && peer.group === key && access.protocol === protocol && access.port === port,
        ),
    ),
  );
}

function rangesAt(sides: readonly Side[], protocol: Protocol, port: number): RangeSet {
  return union(
    ...sides.flatMap(({ peer, access }) =>
      'cidr' in peer && access.protocol === protocol && access.port === port
        ? [parseLoosely(peer.cidr) ?? []]
        : [],
    ),
  );
}
