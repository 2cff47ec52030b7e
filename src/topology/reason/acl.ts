import type { Acl, AclRule } from '../model/acls';
import type { Direction } from '../model/groups';
import { remembered } from '../model/remembered';
import { portsOf, type Protocol } from '../model/traffic';
import type { Family } from '../../net/families';
import {
  ALL,
  EVERYTHING,
  NOTHING,
  intersect,
  isMinority,
  subtract,
  union,
  type RangeSet,
} from '../../net/ranges';
import { Unknown } from '../value';
import { agreed, all, no, unknown, yes, type Answer } from './answer';
import { covers, seenBy, type Bounds, type RemoteEndpoint } from './remote-endpoint';

/**
 * The ports on which answers arrive. Operating systems differ, and AWS's own gateways and balancers take the widest.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
const EPHEMERAL = {
  client: {
    whole: [32_768, 65_535],
    parts: [
      [32_768, 60_999],
      [49_152, 65_535],
    ],
  },
  gateway: { whole: [1024, 65_535], parts: [[32_768, 65_535]] },
} as const;

export type Answers = keyof typeof EPHEMERAL;
type Span = readonly [from: number, to: number];

interface Passing {
  readonly verdict: boolean | undefined;
  readonly by: string;
  readonly why: readonly string[];
}

/** Tries the rules in their order, as AWS does, for every address of the other side at once. */
function pass(rules: readonly AclRule[], remote: RemoteEndpoint, protocol: Protocol, port: number): Passing {
  let openMust = ALL[remote.family];
  let openMay = ALL[remote.family];
  let [must, may, denied, deniedPerhaps] = [NOTHING, NOTHING, NOTHING, NOTHING] as [
    RangeSet,
    RangeSet,
    RangeSet,
    RangeSet,
  ];
  const why: string[] = [];
  let by = '';
  const unnumbered: { readonly rule: AclRule; readonly may: RangeSet }[] = [];
  for (const rule of rules) {
    const ports = portsOf(rule.traffic, protocol);
    if (!ports || port < ports.from || port > ports.to) continue;
    const seen = rule.ranges.map((match) => seenBy(match, remote));
    const sure = rule.certain && ports.sure;
    const mustMatch = sure ? union(...seen.map((one) => one.must)) : NOTHING;
    const mayMatch = union(...seen.map((one) => one.may));
    if (mayMatch.length === 0) continue;
    why.push(...uncertainties(rule, seen, ports.why));
    if (rule.number instanceof Unknown) {
      unnumbered.push({ rule, may: mayMatch });
      continue;
    }
    if (rule.allow === true) must = union(must, intersect(mustMatch, openMust));
    if (rule.allow !== false) may = union(may, intersect(mayMatch, openMay));
    if (rule.allow === false) {
      denied = union(denied, intersect(mustMatch, openMust));
      deniedPerhaps = union(deniedPerhaps, intersect(mayMatch, openMay));
    }
    if (by === '' && covers(remote, { must: mustMatch, may: mayMatch }) === true) by = rule.by;
    openMust = subtract(openMust, mayMatch);
    openMay = subtract(openMay, mustMatch);
  }
  for (const one of unnumbered) {
    if (one.rule.allow !== false) may = union(may, one.may);
    if (one.rule.allow !== true) must = subtract(must, one.may);
  }
  if (remote.kind === 'internet' && isMinority(denied, remote.family)) may = union(may, denied);
  if (remote.kind === 'internet' && isMinority(deniedPerhaps, remote.family))
    must = union(must, deniedPerhaps);
  return { verdict: covers(remote, { must, may }), by, why };
}

/** Most ACLs begin, and end, with a rule that lets everything through. */
function opensAll(first: AclRule | undefined, family: Family): Passing | undefined {
  const open =
    first?.certain === true &&
    first.allow === true &&
    typeof first.number === 'number' &&
    first.traffic.protocol === '-1' &&
    first.ranges.some(({ must }) => must === ALL[family] || must === EVERYTHING);
  return open ? { verdict: true, by: first.by, why: [] } : undefined;
}

function uncertainties(
  { by, certain, number, allow, ranges }: AclRule,
  seen: readonly Bounds[],
  portsWhy: string | undefined,
): string[] {
  return [
    ...(certain ? [] : [`whether ${by} applies`]),
    ...(number instanceof Unknown ? [number.why] : []),
    ...(allow instanceof Unknown ? [allow.why] : []),
    ...ranges.flatMap(({ why }, i) => (seen[i]?.may.length === 0 ? [] : (why ?? []))),
    ...(portsWhy ? [portsWhy] : []),
  ];
}

const byDirection: Readonly<Record<Direction, WeakMap<Acl, readonly AclRule[]>>> = {
  ingress: new WeakMap(),
  egress: new WeakMap(),
};

const rulesOf = (acl: Acl, direction: Direction): readonly AclRule[] =>
  remembered(byDirection[direction], acl, () => acl.rules.filter((rule) => rule.direction === direction));

function onPort(
  acl: Acl,
  direction: Direction,
  remote: RemoteEndpoint,
  protocol: Protocol,
  port: number,
): Answer {
  const rules = rulesOf(acl, direction);
  const { verdict, by, why } = opensAll(rules[0], remote.family) ?? pass(rules, remote, protocol, port);
  const way = direction === 'ingress' ? 'in from' : 'out to';
  if (verdict === true)
    return yes({ at: acl.address, by: `lets ${protocol} ${port} ${way} ${remote.label}${by && ` (${by})`}` });
  if (verdict === false)
    return no('ACL', `${acl.address} denies ${protocol} ${port} ${way} ${remote.label}${by && ` (${by})`}`);
  return unknown(...(why.length > 0 ? why : [`which address of ${remote.label} it is, for ${acl.address}`]));
}

function letsAnswers(acl: Acl, direction: Direction, remote: RemoteEndpoint, ports: Span): Answer {
  const way = direction === 'ingress' ? 'in from' : 'out to';
  return yes({ at: acl.address, by: `lets the answers ${way} ${remote.label} on ports ${ports.join('-')}` });
}

/** The answers to a connection, which a stateless ACL does not let through by itself. */
function onAnswers(
  acl: Acl,
  direction: Direction,
  remote: RemoteEndpoint,
  protocol: Protocol,
  kind: Answers,
): Answer {
  const rules = rulesOf(acl, direction);
  const { whole, parts } = EPHEMERAL[kind];
  if (opensAll(rules[0], remote.family)) return letsAnswers(acl, direction, remote, whole);
  const edges = rules.flatMap(({ traffic }) => {
    const ports = portsOf(traffic, protocol);
    return ports ? [ports.from, ports.to + 1] : [];
  });
  const within = ([from, to]: Span): Answer => {
    const starts = [from, ...new Set(edges.filter((edge) => edge > from && edge <= to))];
    return all(starts.map((port) => onPort(acl, direction, remote, protocol, port)));
  };
  const answer = within(whole);
  if (answer.verdict === 'yes') return letsAnswers(acl, direction, remote, whole);
  if (answer.verdict === 'unknown') return answer;
  const partly = parts.some((part) => within(part).verdict !== 'no');
  return partly
    ? unknown(
        `which ephemeral ports the answers take: ${acl.address} lets a part of ${whole.join('-')} through`,
      )
    : no(
        'ACL',
        `${acl.address} does not let the answers ${direction === 'ingress' ? 'in from' : 'out to'} ${remote.label} on the ephemeral ports ${whole.join('-')}`,
      );
}

/**
 * Whether a subnet's ACL lets a connection pass its border and the answers return.
 * @param direction which way the connection goes; its answers go the other way
 */
export function passAcl(
  acls: readonly Acl[],
  direction: Direction,
  remote: RemoteEndpoint,
  traffic: { readonly protocol: Protocol; readonly port: number },
  answers: Answers,
): Answer {
  const back = direction === 'ingress' ? 'egress' : 'ingress';
  const judge = (acl: Acl): Answer =>
    all([
      onPort(acl, direction, remote, traffic.protocol, traffic.port),
      onAnswers(acl, back, remote, traffic.protocol, answers),
    ]);
  const [only] = acls;
  if (only && acls.length === 1) return judge(only);
  const judged = acls.map(judge);
  return agreed(judged, `which network ACL it has: ${acls.map(({ address }) => address).join(' or ')}`);
}
