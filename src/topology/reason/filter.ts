import type { Direction, Groups, Rule } from '../model/groups';
import { portsOf, type Protocol } from '../model/traffic';
import { EVERYTHING, union, type RangeSet } from '../ranges';
import { Unknown } from '../value';
import { no, unknown, yes, type Answer } from './answer';
import { covers, seenBy, type Bounds, type RemoteEndpoint } from './remote-endpoint';

interface Verdict extends Bounds {
  readonly why: readonly string[];
}

const NONE: Verdict = { must: [], may: [], why: [] };

function verdictOf(rule: Rule, remote: RemoteEndpoint, protocol: Protocol, port: number): Verdict {
  const ports = portsOf(rule.traffic, protocol);
  if (!ports || port < ports.from || port > ports.to) return NONE;
  const sure = rule.certain && ports.sure;
  const uncertainties = [
    ...(rule.certain ? [] : [`whether ${rule.by} applies`]),
    ...(ports.why ? [ports.why] : []),
  ];
  const must: RangeSet[] = [];
  const may: RangeSet[] = [];
  const why: string[] = [];
  for (const match of rule.ranges) {
    const seen = seenBy(match, remote);
    must.push(seen.must);
    may.push(seen.may);
    if (match.why) why.push(match.why);
  }
  for (const group of rule.groups) {
    const members = remote.groups.filter(
      (own) => own instanceof Unknown || group instanceof Unknown || own === group,
    );
    if (members.length === 0) continue;
    may.push(EVERYTHING);
    if (members.includes(group) && !(group instanceof Unknown)) must.push(EVERYTHING);
    else why.push(...[group, ...members].flatMap((one) => (one instanceof Unknown ? [one.why] : [])));
  }
  return { must: sure ? union(...must) : [], may: union(...may), why: [...uncertainties, ...why] };
}

/**
 * Whether an end's security groups let a connection out to the other side, or in from it. Groups are stateful: the
 * answers to what is let through need no rule. Several groups add up.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function filter(
  groups: Groups,
  keys: readonly (string | Unknown)[] | undefined,
  direction: Direction,
  remote: RemoteEndpoint,
  traffic: { readonly protocol: Protocol; readonly port: number },
): Answer {
  if (keys === undefined) return yes();
  const unknownGroups = keys.filter((key) => key instanceof Unknown);
  const known = keys.filter((key) => typeof key === 'string');
  const rules = known.flatMap((key) => groups.about(key, direction, remote.groups));
  const judged = rules.map((rule) => ({ rule, ...verdictOf(rule, remote, traffic.protocol, traffic.port) }));
  const must = union(...judged.map((one) => one.must));
  const may = union(...judged.map((one) => one.may), ...(unknownGroups.length > 0 ? [EVERYTHING] : []));
  const verdict = covers(remote, { must, may });
  const names = known.map((key) => groups.get(key).address).join(', ') || 'its group';
  if (verdict === true) {
    const one = judged.find((candidate) => covers(remote, candidate) === true);
    const by = one?.rule.by ?? judged.map(({ rule }) => rule.by).join(', ');
    return yes({ at: names, by: `${direction} rule ${by}` });
  }
  if (verdict === undefined) {
    const why = [
      ...unknownGroups.map((one) => one.why),
      ...judged.flatMap((one) => (one.may.length > 0 ? one.why : [])),
    ];
    const partly =
      remote.kind === 'one'
        ? [`which address of ${remote.label}'s subnet it has`]
        : [`the rules of ${names}`];
    return unknown(...(why.length > 0 ? why : partly));
  }
  const way = direction === 'ingress' ? 'from' : 'to';
  return no(
    `${direction} rule`,
    `${names} has no ${direction} rule for ${traffic.protocol} ${traffic.port} ${way} ${remote.label}`,
  );
}
