import type { Class } from '../matrix-classes';
import { interfacesOf } from '../model/endpoints';
import { hasIndirectEntryPoints } from '../model/uncertainties';
import { FAMILIES, type Family } from '../../net/families';
import { isInternet, union } from '../../net/ranges';
import { Unknown } from '../value';
import type { Span } from './declared-rules';
import { groupKeys } from './group-members';
import type { DeclaredGroup, Violation } from './network-policy';
import { ofEndpoint } from './connection-endpoint';
import { UNDECLARED, fact, summarize } from './messages';
import { INTERNET, type Open } from './reachability';
import type { Verification } from './verification';
import type { UndeclaredConnection } from './undeclared-connections';

const ALL_PORTS = (['tcp', 'udp'] as const).map((protocol) => ({
  protocol,
  from: 0,
  to: 65_535,
  sure: true,
}));

const NOT_FACING = 'though its security group is not internetFacing';

/**
 * Violations for endpoints that the internet reaches or may reach without a declared access to an
 * `internetFacing` group. Includes endpoints without declared groups. Excludes connections that are already
 * reported.
 */
export function exposed(verification: Verification, reported: readonly UndeclaredConnection[]): Violation[] {
  const { model, members } = verification;
  const isIndirect = hasIndirectEntryPoints(model.context);
  return members.classes
    .filter((one) => isIndirect || mayLetIn(verification, one))
    .flatMap((one) => FAMILIES.flatMap((family) => ofClass(verification, one, family, reported)));
}

function ofClass(
  { policy, declared, members, reachability }: Verification,
  one: Class,
  family: Family,
  reported: readonly UndeclaredConnection[],
): Violation[] {
  const [internet, to] = [reachability.ofText(INTERNET[family]), ofEndpoint(one.end)];
  const known = reported.filter(
    (connection) => connection.from.name === internet.name && connection.to.name === to.name,
  );
  const open = reachability
    .open(internet, to, ALL_PORTS)
    .filter((part) => !known.some(({ spans }) => spans.some((span) => holds(span, part))));
  const own = policy.groups.filter(({ address }) => members.isOwn(one, address));
  const isDeclared = (groups: readonly DeclaredGroup[], { protocol, ports }: Open): boolean =>
    groups.some(({ address }) => declared.isOpenToInternet(address, family, protocol, ports.from));
  const facing = own.filter(({ internetFacing }) => internetFacing);
  const violation = (parts: readonly Open[], because: string): Violation[] => {
    const found = summarize(parts);
    return found ? [{ address: to.name, message: `${fact(internet, to, found)}, ${because}` }] : [];
  };
  return [
    ...violation(
      open.filter((part) => !isDeclared(own, part)),
      UNDECLARED,
    ),
    ...violation(
      open.filter((part) => isDeclared(own, part) && !isDeclared(facing, part)),
      NOT_FACING,
    ),
  ];
}

const holds = (span: Span, { protocol, ports }: Open): boolean =>
  span.protocol === protocol && span.from <= ports.from && ports.to <= span.to;

/** Whether the security groups of an endpoint may allow the internet. Other endpoints need no query. */
function mayLetIn({ model }: Verification, { end }: Class): boolean {
  const memberships = interfacesOf(end).map(({ groups }) => groups);
  if (memberships.includes(undefined)) return true;
  const keys = memberships.flatMap((groups) => groups?.flat() ?? []);
  if (keys.some((key) => key instanceof Unknown)) return true;
  const rules = groupKeys(end).flatMap((key) => model.groups.get(key).rules);
  const wide = rules.filter(({ direction }) => direction === 'ingress').flatMap(({ ranges }) => ranges);
  const all = union(...wide.map((match) => match.wide));
  return FAMILIES.some((family) => isInternet(all, family));
}
