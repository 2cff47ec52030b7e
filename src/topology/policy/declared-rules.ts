import type { Choice } from '../model/endpoints';
import type { Direction, Rule } from '../model/groups';
import type { Match } from '../model/match';
import { portsOf, type Ports, type Protocol } from '../model/traffic';
import { FAMILIES, type Family } from '../../net/families';
import { closed, contains, familyOf, isInternet, parseLoosely, union, type RangeSet } from '../../net/ranges';
import { declaredText, type StatedRules } from './stated-rules';
import type { DeclaredAccess, Peer } from './network-policy';

/** What of a rule nothing declares: each of these may pass on each of the ports. */
export interface Undeclared {
  readonly rule: Rule;
  readonly ranges: readonly Match[];
  readonly choices: readonly Choice[];
}

/** Protocol and ports that a rule is about. */
export interface Span extends Ports {
  readonly protocol: Protocol;
}

/** One side's part of what was declared. */
interface Side {
  readonly peer: Peer;
  readonly access: DeclaredAccess;
}

export const spansOf = ({ traffic }: Rule): Span[] =>
  (['tcp', 'udp'] as const).flatMap((protocol) => {
    const ports = portsOf(traffic, protocol);
    return ports ? [{ protocol, ...ports }] : [];
  });

/** What was declared, as the rules of security groups that it makes. */
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

  /** What of a group's rule was not declared of it; undefined where all of it was. */
  public undeclared(group: string, rule: Rule): Undeclared | undefined {
    const stated = this.stated.at(rule.by);
    if (stated !== undefined && this.exact.has(stated)) return undefined;
    const sides = this.sides.get(`${rule.direction} ${group}`) ?? [];
    const spans = spansOf(rule);
    const ranges = rule.ranges.filter((match) => !isDeclaredRange(match, spans, sides));
    const choices = rule.groups.filter((choice) => !isDeclaredChoice(choice, spans, sides));
    return ranges.length > 0 || choices.length > 0 ? { rule, ranges, choices } : undefined;
  }

  /** Whether a group is declared to be open to the internet over an IP version on a port. */
  public isOpenToInternet(group: string, family: Family, protocol: Protocol, port: number): boolean {
    return isInternet(rangesAt(this.sides.get(`ingress ${group}`) ?? [], protocol, port), family);
  }

  /** Whether the file has the very rules of an access, so that no security group stops it. */
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

/** Whether it holds on each port of a rule, and the rule is for sure about no others. */
function onEvery(
  spans: readonly Span[],
  sides: readonly Side[],
  holds: (protocol: Protocol, port: number) => boolean,
): boolean {
  return (
    spans.length > 0 &&
    spans.every(({ protocol, from, to, sure }) => {
      // As many ports must be declared, one by one, as the rule opens.
      if (!sure || to - from >= sides.length) return false;
      return Array.from({ length: to - from + 1 }, (_, i) => from + i).every((port) => holds(protocol, port));
    })
  );
}

/** An expression is declared where the very same rule is: what it will be is not known here. */
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
