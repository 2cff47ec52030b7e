import { targetsOf } from '../targets';
import type { Class } from '../matrix-classes';
import type { Protocol } from '../model/traffic';
import { printReason } from '../print';
import type { Answer } from '../reason/answer';
import { surelyHas } from './members';
import type { DeclaredAccess, Peer, Violation } from './network-policy';
import { ofClass, pairOf, type Party, trafficText } from './parties';
import type { Verification } from './verification';

interface Wanted {
  readonly from: Party;
  readonly to: Party;
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
  readonly beside?: string | undefined;
}

/** A required connection that is not possible or not known to be, with the reason. */
interface Missing extends Wanted {
  readonly answer: Exclude<Answer, { verdict: 'yes' }>;
}

/**
 * Violations for declared accesses and registered targets whose connection is not possible or not known to
 * be. Returns one violation for each pair and reason.
 */
export function unkept(verification: Verification): Violation[] {
  // Targets come last and override accesses: a target registered for each value of a variable is optional.
  const wanted = [
    ...verification.policy.accesses.flatMap((access) => ofAccess(verification, access)),
    ...ofTargets(verification),
  ];
  const once = new Map<string, Wanted>();
  for (const one of wanted) {
    const key = `${one.from.name} ${one.to.name} ${one.protocol} ${one.port}`;
    once.set(key, { ...once.get(key), ...one });
  }
  const alike = new Map<string, Missing[]>();
  // Instances in one subnet share one query, even if each has its own security group.
  const open = new Set<string>();
  for (const one of once.values()) {
    if (one.beside !== undefined && open.has(one.beside)) continue;
    const answer = verification.questions.answer(one.from, one.to, one.protocol, one.port);
    if (answer.verdict === 'yes' && one.beside !== undefined) open.add(one.beside);
    if (answer.verdict === 'yes' || (answer.verdict === 'unknown' && one.isOptional)) continue;
    const key = JSON.stringify([one.from.name, one.to.name, answer]);
    alike.set(key, [...(alike.get(key) ?? []), { ...one, answer }]);
  }
  return [...alike.values()].map(describe);
}

function ofAccess(verification: Verification, access: DeclaredAccess): Wanted[] {
  const { protocol, port, description } = access;
  const isStated = verification.declared.isStated(access);
  return sidesOf(verification, access).map(([from, to]) => {
    const isLetThrough = isStated && surelyIs(from, access.from) && surelyIs(to, access.to);
    return {
      from,
      to,
      protocol,
      port,
      because: `though ${description} is declared`,
      beside: isLetThrough
        ? [from.place ?? from.name, to.place ?? to.name, protocol, port].join(' ')
        : undefined,
    };
  });
}

/** Whether an endpoint is known to match the peer in the rules of an access. */
const surelyIs = ({ endpoint }: Party, peer: Peer): boolean =>
  'group' in peer ? endpoint !== undefined && surelyHas(endpoint, peer.group) : peer.forEach === undefined;

/**
 * Source and destination pairs of an access. Omits private addresses, because the file may not contain the
 * resources that connect them.
 */
function sidesOf(verification: Verification, { from, to }: DeclaredAccess): (readonly [Party, Party])[] {
  const { members } = verification;
  if ('group' in from && 'group' in to) {
    const goals = members.of(to.group);
    return members.of(from.group).flatMap((source) => goals.flatMap((goal) => pairsOf(source, goal)));
  }
  const sources = verification.partiesOf(from).filter(isAskable);
  const goals = verification.partiesOf(to).filter(isAskable);
  return sources.flatMap((source) => goals.map((goal) => [source, goal] as const));
}

function pairsOf(source: Class, goal: Class): (readonly [Party, Party])[] {
  if (source.end !== goal.end) return [[ofClass(source), ofClass(goal)]];
  const pair = pairOf(source, goal);
  return pair ? [pair] : [];
}

const isAskable = ({ endpoint, ends }: Party): boolean =>
  endpoint !== undefined || (ends.length > 0 && ends.every(({ kind }) => kind === 'public'));

/** Required connections from load balancers to their targets, on traffic and health check ports. */
function ofTargets({ model, questions }: Verification): Wanted[] {
  const targets = targetsOf(model).map(({ from, to, protocol, port, certain }) => ({
    from: questions.ofAddress(from),
    to: questions.ofAddress(to),
    protocol,
    port,
    because: 'though it is registered as a target',
    isOptional: !certain,
  }));
  return targets.sort((one, other) => Number(other.isOptional) - Number(one.isOptional));
}

function describe(alike: readonly Missing[]): Violation {
  const [{ from, to, answer }] = alike as readonly [Missing];
  const address = (to.endpoint ?? from.endpoint)?.address ?? to.name;
  const named = ({ name }: Party): string => (name === address ? 'it' : name);
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
