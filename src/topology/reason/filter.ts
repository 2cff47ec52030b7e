import type { Leads } from '../link';
import type { Choice, Membership } from '../model/endpoints';
import { isDefaultGroup, type Direction, type Groups, type Rule } from '../model/groups';
import { portsOf, type Protocol } from '../model/traffic';
import type { Family } from '../../net/families';
import { ALL, contains, intersect, union, type RangeSet } from '../../net/ranges';
import { OutsideId, Unknown } from '../value';
import { no, unknown, yes, type Answer } from './answer';
import { choicesAbout } from './choices-about';
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
    ...(rule.certain ? [] : [`whether ${rule.by} applies`, ...(rule.why === undefined ? [] : [rule.why])]),
    ...(ports.why ? [ports.why] : []),
  ];
  const must: RangeSet[] = [];
  const may: RangeSet[] = [];
  const why: string[] = [];
  for (const match of rule.ranges) {
    const seen = seenBy(match, remote);
    must.push(seen.must);
    may.push(seen.may);
    if (match.why && seen.may.length > 0) why.push(match.why);
  }
  for (const choice of choicesAbout(rule.groups, remote.groups)) {
    const { leads, gaps } = among(remote, choice);
    if (leads === 'no') continue;
    may.push(ALL[remote.family]);
    if (leads === 'yes') must.push(ALL[remote.family]);
    else why.push(...gaps);
  }
  return { must: sure ? union(...must) : [], may: union(...may), why: [...uncertainties, ...why] };
}

/** Whether the remote endpoint is a member of a group that a rule names. */
function among({ groups }: RemoteEndpoint, choice: Choice): { leads: Leads; gaps: string[] } {
  const isMember = (key: string): boolean => groups.some((own) => own.length === 1 && own[0] === key);
  if (choice.every((key) => typeof key === 'string' && isMember(key))) return { leads: 'yes', gaps: [] };
  const own = groups.filter((membership) =>
    membership.some((member) => choice.some((key) => mayBeOne(key, member))),
  );
  if (own.length === 0) return { leads: 'no', gaps: [] };
  return {
    leads: 'perhaps',
    gaps: [choice, ...own].filter((one) => one.length > 1 || one[0] instanceof Unknown).map(gapOf),
  };
}

const mayBeOne = (key: Choice[number], member: Choice[number]): boolean =>
  key !== undefined &&
  member !== undefined &&
  (key instanceof Unknown || member instanceof Unknown
    ? !isOutside(key, member) && !isOutside(member, key)
    : key === member);

/** Whether an id is outside of a plan and the group is one of it, and not what AWS made with a VPC. */
const isOutside = (id: Choice[number], group: Choice[number]): boolean =>
  id instanceof OutsideId && typeof group === 'string' && !isDefaultGroup(group);

/** What is not known of a choice. */
function gapOf(choice: Choice): string {
  const gap = choice.find((one) => one instanceof Unknown);
  const known = choice.filter((one) => typeof one === 'string').join(', ');
  return gap instanceof Unknown
    ? gap.why
    : choice.includes(undefined)
      ? `whether ${known} is among the groups`
      : `which of ${known} it is`;
}

const merged = (verdicts: readonly Bounds[]): Bounds => ({
  must: union(...verdicts.map(({ must }) => must)),
  may: union(...verdicts.map(({ may }) => may)),
});

/** What several groups let through, of which at least one is meant: for sure only what each of them does. */
function ofChoice(choice: Choice, family: Family, verdicts: (key: string) => Bounds): Bounds {
  const each = choice.map((key): Bounds => {
    if (key === undefined) return { must: [], may: [] };
    return key instanceof Unknown ? { must: [], may: ALL[family] } : verdicts(key);
  });
  return {
    must: each.map(({ must }) => must).reduce((common, one) => intersect(common, one)),
    may: union(...each.map(({ may }) => may)),
  };
}

/** Whether a rule lets the whole other side through. Most rules that do so have one range for it, which is faster to see. */
function admits(rule: Rule, remote: RemoteEndpoint, protocol: Protocol, port: number): boolean {
  const ports = portsOf(rule.traffic, protocol);
  if (!ports?.sure || !rule.certain || port < ports.from || port > ports.to) return false;
  const isWithin = ({ must }: Bounds): boolean => contains(must, remote.set);
  if (remote.kind !== 'internet' && rule.ranges.some((match) => isWithin(seenBy(match, remote)))) return true;
  return covers(remote, verdictOf(rule, remote, protocol, port)) === true;
}

/** The first rule of these groups, all of which it has, that lets the whole other side through by itself. */
function admitting(
  groups: Groups,
  keys: readonly string[],
  direction: Direction,
  remote: RemoteEndpoint,
  { protocol, port }: { readonly protocol: Protocol; readonly port: number },
): Rule | undefined {
  for (const key of keys) {
    const rule = groups
      .about(key, direction, remote.groups)
      .find((one) => admits(one, remote, protocol, port));
    if (rule) return rule;
  }
  return undefined;
}

/**
 * Whether an end's security groups let a connection out to the other side, or in from it. Groups are stateful: the
 * answers to what is let through need no rule. Several groups add up.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function filter(
  groups: Groups,
  membership: Membership | undefined,
  direction: Direction,
  remote: RemoteEndpoint,
  traffic: { readonly protocol: Protocol; readonly port: number },
): Answer {
  if (membership === undefined) return yes();
  const known = membership.flat().filter((key) => typeof key === 'string');
  const names = known.map((key) => groups.get(key).address).join(', ') || 'its group';
  const isSure = membership.every((choice) => choice.length === 1);
  const sure = isSure ? admitting(groups, known, direction, remote, traffic) : undefined;
  if (sure) return yes({ at: names, by: `${direction} rule ${sure.by}` });
  const judgedOf = new Map(
    known.map((key) => [
      key,
      groups
        .about(key, direction, remote.groups)
        .map((rule) => ({ rule, ...verdictOf(rule, remote, traffic.protocol, traffic.port) })),
    ]),
  );
  const judged = [...judgedOf.values()].flat();
  const each = membership.map((choice) =>
    ofChoice(choice, remote.family, (key) => merged(judgedOf.get(key) ?? [])),
  );
  const must = union(...each.map((one) => one.must));
  const may = union(...each.map((one) => one.may));
  const verdict = covers(remote, { must, may });
  if (verdict === true) {
    const one = judged.find((candidate) => covers(remote, candidate) === true);
    const by = one?.rule.by ?? judged.map(({ rule }) => rule.by).join(', ');
    return yes({ at: names, by: `${direction} rule ${by}` });
  }
  if (verdict === undefined) {
    const why = [
      ...membership.filter((choice) => choice.length > 1 || choice[0] instanceof Unknown).map(gapOf),
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
