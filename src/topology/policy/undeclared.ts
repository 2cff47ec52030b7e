import type { Class } from '../matrix-classes';
import { interfacesOf, type Choice } from '../model/endpoints';
import type { Match } from '../model/match';
import { Unknown } from '../value';
import { spansOf, type Undeclared } from './declared-rules';
import { groupKeys, type Stranger } from './members';
import type { DeclaredAccess, Violation } from './network-policy';
import { nameOnly, ofEndpoint, type Party, pairOf } from './parties';
import type { Verification } from './verification';
import type { Way } from './ways';

/** A source or destination of a rule, with its class if it is an endpoint. */
interface Other {
  readonly party: Party;
  readonly class?: Class;
  readonly why?: string | undefined;
}

/**
 * Undeclared connections: through rules of declared groups, through additional groups of an endpoint, and
 * through groups of other constructs.
 */
export const undeclaredWays = (verification: Verification): Way[] => [
  ...ofDeclaredGroups(verification),
  ...ofFurtherGroups(verification),
  ...verification.members.strangers.flatMap((stranger) => ofStranger(verification, stranger)),
];

/** Violations for endpoints whose security groups are not all known, or that have none. */
export const unfiltered = ({ members }: Verification): Violation[] => [...members.governed].flatMap(gapOf);

function ofDeclaredGroups(verification: Verification): Way[] {
  const { policy, model, declared, members } = verification;
  return policy.groups.flatMap(({ address }) => {
    const found = model.groups.get(address).rules.flatMap((rule) => declared.undeclared(address, rule) ?? []);
    return found.flatMap((one) => ofRule(verification, address, one, members.carriersOf(address)));
  });
}

/** Every rule of a group without `allowFrom` is undeclared. */
function ofFurtherGroups(verification: Verification): Way[] {
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
  { rule, ranges, choices }: Undeclared,
  carriers: readonly Class[],
): Way[] {
  const { direction, traffic, by } = rule;
  const others = [
    ...ranges.map((match) => ofMatch(verification, match)),
    ...choices.flatMap((choice) => ofChoice(verification, choice)),
  ];
  const stated = { direction, protocol: traffic.protocol, spans: spansOf(rule), by };
  const own: readonly Other[] =
    carriers.length > 0
      ? carriers.map((one) => ({ party: ofEndpoint(one.end), class: one }))
      : [{ party: nameOnly(group) }];
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
function pair(from: Other, to: Other, group: string): readonly [Party, Party] {
  if (from.class === undefined || from.class !== to.class) return [from.party, to.party];
  return pairOf(from.class, to.class) ?? [nameOnly(`whatever else has ${group}`), to.party];
}

function ofMatch({ questions }: Verification, { label, why }: Match): Other {
  const party = questions.ofText(label);
  return party.ends.length > 0 || why === undefined
    ? { party }
    : { party: nameOnly('an address that is not known'), why };
}

function ofChoice({ members }: Verification, choice: Choice): Other[] {
  return choice.flatMap((key): Other[] => {
    if (key === undefined) return [];
    if (key instanceof Unknown) return [{ party: nameOnly('something'), why: key.why }];
    const carriers = members.carriersOf(key);
    return carriers.length > 0
      ? carriers.map((one) => ({ party: ofEndpoint(one.end), class: one }))
      : [{ party: nameOnly(`whatever has ${key}`) }];
  });
}

/**
 * Connections that endpoints of another construct get through a group. The accesses of a group apply only to
 * the endpoints of its own construct.
 */
function ofStranger(verification: Verification, { group, class: stranger }: Stranger): Way[] {
  const { policy, members, questions } = verification;
  const self = ofEndpoint(stranger.end);
  const own = policy.groups.filter(({ address }) => members.isOwn(stranger, address));
  const isDeclared = (access: DeclaredAccess, side: 'from' | 'to'): boolean =>
    own.some(({ address }) => policy.accesses.some((one) => isSame(one, movedTo(access, side, address))));
  const ways = (['to', 'from'] as const).flatMap((side) =>
    policy.accesses
      .filter((access) => isOf(access, side, group.address) && !isDeclared(access, side))
      .flatMap((access) => {
        const others = verification.partiesOf(access[side === 'to' ? 'from' : 'to']);
        return others.map((other): Way => ({
          from: side === 'to' ? other : self,
          to: side === 'to' ? self : other,
          direction: side === 'to' ? 'ingress' : 'egress',
          protocol: access.protocol,
          spans: [{ protocol: access.protocol, from: access.port, to: access.port, sure: true }],
          by: group.owner === undefined ? group.address : `${group.address} of ${group.owner}`,
        }));
      }),
  );
  return ways.filter(
    ({ from, to, spans }) => from.name !== to.name && questions.open(from, to, spans).length > 0,
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

function gapOf({ end }: Class): Violation[] {
  const memberships = interfacesOf(end).map(({ groups }) => groups);
  const gap = memberships.flatMap((groups) => groups?.flat() ?? []).find((key) => key instanceof Unknown);
  if (gap instanceof Unknown) {
    const message = `it cannot be ruled out that more reaches it than is declared: not every security group that it has is known (${gap.why})`;
    return [{ address: end.address, message }];
  }
  return memberships.includes(undefined)
    ? [
        {
          address: end.address,
          message: 'no security group filters what reaches it: give it that of its construct',
        },
      ]
    : [];
}
