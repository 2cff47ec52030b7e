import { targetsOf } from '../targets';
import type { Class } from '../matrix-classes';
import type { Protocol } from '../model/traffic';
import { printReason } from '../print';
import type { Answer } from '../reason/answer';
import { surelyHas } from './group-members';
import type { DeclaredAccess, Peer, Violation } from './network-policy';
import { ofClass, pairOf, type ConnectionEndpoint } from './connection-endpoint';
import { trafficText } from './messages';
import type { Verification } from './verification';

/** A connection that a declared access or a registered target needs. */
interface RequiredConnection {
  readonly from: ConnectionEndpoint;
  readonly to: ConnectionEndpoint;
  readonly protocol: Protocol;
  readonly port: number;
  readonly because: string;
  /**
   * Whether the file leaves the connection undetermined, e.g. to a variable. If so, `unknown` is accepted.
   */
  readonly isOptional?: boolean;
  /**
   * Key of everything but security groups that determines the answer.
   * Undefined unless security groups are known to allow the connection.
   */
  readonly sharedKey?: string | undefined;
}

/** A required connection that is not possible or not known to be, with the reason. */
interface MissingConnection extends RequiredConnection {
  readonly answer: Exclude<Answer, { verdict: 'yes' }>;
}

/**
 * Violations for declared accesses and registered targets whose connection is not possible or not known to
 * be. Returns one violation for each pair and reason.
 */
export function missingConnections(verification: Verification): Violation[] {
  // Targets come last and override accesses: a target registered for each value of a variable is optional.
  const required = [
    ...verification.policy.accesses.flatMap((access) => ofAccess(verification, access)),
    ...ofTargets(verification),
  ];
  const once = new Map<string, RequiredConnection>();
  for (const one of required) {
    const key = `${one.from.name} ${one.to.name} ${one.protocol} ${one.port}`;
    once.set(key, { ...once.get(key), ...one });
  }
  const alike = new Map<string, MissingConnection[]>();
  // Instances in one subnet share one query, even if each has its own security group.
  const open = new Set<string>();
  for (const one of once.values()) {
    if (one.sharedKey !== undefined && open.has(one.sharedKey)) continue;
    const answer = verification.reachability.answer(one.from, one.to, one.protocol, one.port);
    if (answer.verdict === 'yes' && one.sharedKey !== undefined) open.add(one.sharedKey);
    if (answer.verdict === 'yes' || (answer.verdict === 'unknown' && one.isOptional)) continue;
    const key = JSON.stringify([one.from.name, one.to.name, answer]);
    alike.set(key, [...(alike.get(key) ?? []), { ...one, answer }]);
  }
  return [...alike.values()].map(describe);
}

function ofAccess(verification: Verification, access: DeclaredAccess): RequiredConnection[] {
  const { protocol, port, description } = access;
  const isStated = verification.declared.isStated(access);
  return endpointPairsOf(verification, access).map(([from, to]) => {
    const isAllowed = isStated && surelyMatches(from, access.from) && surelyMatches(to, access.to);
    return {
      from,
      to,
      protocol,
      port,
      because: `though ${description} is declared`,
      sharedKey: isAllowed
        ? [from.place ?? from.name, to.place ?? to.name, protocol, port].join(' ')
        : undefined,
    };
  });
}

/** Whether an endpoint is known to match the peer in the rules of an access. */
const surelyMatches = ({ endpoint }: ConnectionEndpoint, peer: Peer): boolean =>
  'group' in peer ? endpoint !== undefined && surelyHas(endpoint, peer.group) : peer.forEach === undefined;

/**
 * Source and destination pairs of an access. Omits private addresses, because the file may not contain the
 * resources that connect them.
 */
function endpointPairsOf(
  verification: Verification,
  { from, to }: DeclaredAccess,
): (readonly [ConnectionEndpoint, ConnectionEndpoint])[] {
  const { members } = verification;
  if ('group' in from && 'group' in to) {
    const goals = members.of(to.group);
    return members.of(from.group).flatMap((source) => goals.flatMap((goal) => pairsOf(source, goal)));
  }
  const sources = verification.endpointsOf(from).filter(isResolved);
  const goals = verification.endpointsOf(to).filter(isResolved);
  return sources.flatMap((source) => goals.map((goal) => [source, goal] as const));
}

function pairsOf(source: Class, goal: Class): (readonly [ConnectionEndpoint, ConnectionEndpoint])[] {
  if (source.end !== goal.end) return [[ofClass(source), ofClass(goal)]];
  const pair = pairOf(source, goal);
  return pair ? [pair] : [];
}

const isResolved = ({ endpoint, resolved }: ConnectionEndpoint): boolean =>
  endpoint !== undefined || (resolved.length > 0 && resolved.every(({ kind }) => kind === 'public'));

/** Required connections from load balancers to their targets, on traffic and health check ports. */
function ofTargets({ model, reachability }: Verification): RequiredConnection[] {
  const targets = targetsOf(model).map(({ from, to, protocol, port, certain }) => ({
    from: reachability.ofAddress(from),
    to: reachability.ofAddress(to),
    protocol,
    port,
    because: 'though it is registered as a target',
    isOptional: !certain,
  }));
  return targets.sort((one, other) => Number(other.isOptional) - Number(one.isOptional));
}

function describe(alike: readonly MissingConnection[]): Violation {
  const [{ from, to, answer }] = alike as readonly [MissingConnection];
  const address = (to.endpoint ?? from.endpoint)?.address ?? to.name;
  const named = ({ name }: ConnectionEndpoint): string => (name === address ? 'it' : name);
  const verb = answer.verdict === 'no' ? 'does not reach' : 'does not surely reach';
  const traffic = trafficText(
    alike.map(({ protocol, port }) => ({ protocol, ports: { from: port, to: port } })),
  );
  const because = [...new Set(alike.map((one) => one.because))].join(', ');
  return {
    address,
    message: `${named(from)} ${verb} ${named(to)} on ${traffic} (${printReason(answer)}), ${because}`,
  };
}
