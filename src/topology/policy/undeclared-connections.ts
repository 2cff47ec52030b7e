import type { Class } from '../matrix-classes';
import type { Choice } from '../model/endpoints';
import type { Direction } from '../model/groups';
import type { Match } from '../model/match';
import { Unknown } from '../value';
import { spansOf, type Span, type UndeclaredPart } from './declared-rules';
import { groupKeys, type ForeignMember } from './group-members';
import type { DeclaredAccess } from './network-policy';
import { nameOnly, ofEndpoint, pairOf, type ConnectionEndpoint } from './connection-endpoint';
import type { Verification } from './verification';

/** A connection that a rule, or a group of another construct, allows without a declared access. */
export interface UndeclaredConnection {
  readonly from: ConnectionEndpoint;
  readonly to: ConnectionEndpoint;
  readonly direction: Direction;
  /** Protocol of the rule. Used in messages if `spans` is empty. */
  readonly protocol: string | Unknown;
  readonly spans: readonly Span[];
  /** Address of the rule, or the group of another construct. */
  readonly by: string;
  /** Why the peer is unknown. */
  readonly why?: string | undefined;
}

/** A source or destination of a rule, with its class if it is an endpoint. */
interface RulePeer {
  readonly endpoint: ConnectionEndpoint;
  readonly class?: Class;
  readonly why?: string | undefined;
}

const peerOf = (one: Class): RulePeer => ({ endpoint: ofEndpoint(one.end), class: one });

/**
 * Undeclared connections: through rules of declared groups, through additional groups of an endpoint, and
 * through groups of other constructs.
 */
export const undeclaredConnections = (verification: Verification): UndeclaredConnection[] => [
  ...ofDeclaredGroups(verification),
  ...ofFurtherGroups(verification),
  ...verification.members.foreign.flatMap((member) => ofForeignMember(verification, member)),
];

function ofDeclaredGroups(verification: Verification): UndeclaredConnection[] {
  const { policy, model, declared, members } = verification;
  return policy.groups.flatMap(({ address }) => {
    const found = model.groups.get(address).rules.flatMap((rule) => declared.undeclared(address, rule) ?? []);
    return found.flatMap((one) => ofRule(verification, address, one, members.withGroup(address)));
  });
}

/** Every rule of a group without `allowFrom` is undeclared. */
function ofFurtherGroups(verification: Verification): UndeclaredConnection[] {
  const { model, members } = verification;
  const further = [...members.governed].flatMap((one) =>
    groupKeys(one.end)
      .filter((key) => !members.isDeclared(key))
      .map((key) => ({ one, key })),
  );
  return further.flatMap(({ one, key }) =>
    model.groups
      .get(key)
      .rules.flatMap((rule) =>
        ofRule(verification, key, { rule, ranges: rule.ranges, choices: rule.groups }, [one]),
      ),
  );
}

function ofRule(
  verification: Verification,
  group: string,
  { rule, ranges, choices }: UndeclaredPart,
  members: readonly Class[],
): UndeclaredConnection[] {
  const { direction, traffic, by } = rule;
  const others = [
    ...ranges.map((match) => ofMatch(verification, match)),
    ...choices.flatMap((choice) => ofChoice(verification, choice)),
  ];
  const stated = { direction, protocol: traffic.protocol, spans: spansOf(rule), by };
  const own: readonly RulePeer[] = members.length > 0 ? members.map(peerOf) : [{ endpoint: nameOnly(group) }];
  return own.flatMap((here) =>
    others.map((there) => {
      const [from, to] = direction === 'ingress' ? pair(there, here, group) : pair(here, there, group);
      return { ...stated, from, to, why: there.why };
    }),
  );
}

/**
 * Source and destination of a connection. If both are the only member of one class, a name for other
 * resources with the group replaces the source.
 */
function pair(
  from: RulePeer,
  to: RulePeer,
  group: string,
): readonly [ConnectionEndpoint, ConnectionEndpoint] {
  if (from.class === undefined || from.class !== to.class) return [from.endpoint, to.endpoint];
  return pairOf(from.class, to.class) ?? [nameOnly(`whatever else has ${group}`), to.endpoint];
}

function ofMatch({ reachability }: Verification, { label, why }: Match): RulePeer {
  const endpoint = reachability.ofText(label);
  return endpoint.resolved.length > 0 || why === undefined
    ? { endpoint }
    : { endpoint: nameOnly('an address that is not known'), why };
}

function ofChoice({ members }: Verification, choice: Choice): RulePeer[] {
  return choice.flatMap((key): RulePeer[] => {
    if (key === undefined) return [];
    if (key instanceof Unknown) return [{ endpoint: nameOnly('something'), why: key.why }];
    const found = members.withGroup(key);
    return found.length > 0 ? found.map(peerOf) : [{ endpoint: nameOnly(`whatever has ${key}`) }];
  });
}

/**
 * Connections that endpoints of another construct get through a group. The accesses of a group apply only to
 * the endpoints of its own construct.
 */
function ofForeignMember(
  verification: Verification,
  { group, class: member }: ForeignMember,
): UndeclaredConnection[] {
  const { policy, members, reachability } = verification;
  const self = ofEndpoint(member.end);
  const own = policy.groups.filter(({ address }) => members.isOwn(member, address));
  const isDeclared = (access: DeclaredAccess, side: 'from' | 'to'): boolean =>
    own.some(({ address }) => policy.accesses.some((one) => isSame(one, movedTo(access, side, address))));
  const connections = (['to', 'from'] as const).flatMap((side) =>
    policy.accesses
      .filter((access) => isOf(access, side, group.address) && !isDeclared(access, side))
      .flatMap((access) => {
        const others = verification.endpointsOf(access[side === 'to' ? 'from' : 'to']);
        return others.map((other): UndeclaredConnection => ({
          from: side === 'to' ? other : self,
          to: side === 'to' ? self : other,
          direction: side === 'to' ? 'ingress' : 'egress',
          protocol: access.protocol,
          spans: [{ protocol: access.protocol, from: access.port, to: access.port, sure: true }],
          by: group.owner === undefined ? group.address : `${group.address} of ${group.owner}`,
        }));
      }),
  );
  return connections.filter(
    ({ from, to, spans }) => from.name !== to.name && reachability.open(from, to, spans).length > 0,
  );
}

function isOf(access: DeclaredAccess, side: 'from' | 'to', group: string): boolean {
  const peer = access[side];
  return 'group' in peer && peer.group === group;
}

const movedTo = (access: DeclaredAccess, side: 'from' | 'to', group: string): DeclaredAccess => ({
  ...access,
  [side]: { group },
});

const isSame = (one: DeclaredAccess, other: DeclaredAccess): boolean =>
  one.port === other.port &&
  one.protocol === other.protocol &&
  JSON.stringify([one.from, one.to]) === JSON.stringify([other.from, other.to]);
