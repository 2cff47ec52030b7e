import type { Arguments } from '../fields';
import { Link } from '../link';
import { EVERYTHING } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import { claimsOn, type Claim, type Context } from './context';
import type { Choice, Membership } from './endpoints';
import { exactly, matchesOf, prefixListMatches, uncertain, type Match } from './match';
import { clusterGroupKey, isClusterGroup, remoteAccessRules } from './service-groups';
import type { Direction, Rule } from './rule';
import { trafficOf, type Traffic } from './traffic';

export type { Direction, Rule } from './rule';

export interface Group {
  readonly key: string;
  readonly address: string;
  readonly rules: readonly Rule[];
}

/** A group's rules in one direction, and by their positions those about ranges or about who knows what, and those about a group. */
interface Index {
  readonly all: readonly Rule[];
  readonly broad: readonly number[];
  readonly byPeer: ReadonlyMap<string, readonly number[]>;
}

const ALL_TRAFFIC: Traffic = { protocol: '-1', from: undefined, to: undefined, owner: '' };
const PREFIX_LISTS = ['prefix_list_ids', 'prefix_list_id'];
const REFERENCED = ['security_groups', 'source_security_group_id', 'referenced_security_group_id'];
const RANGES = ['cidr_blocks', 'cidr_ipv4', 'ipv6_cidr_blocks', 'cidr_ipv6'];

export const defaultGroupKey = (vpc: string): string => `the default security group of ${vpc}`;
export const isDefaultGroup = (key: string): boolean => key.startsWith(defaultGroupKey(''));

/** Security groups with their rules, in whichever of Terraform's four styles they are written. */
export class Groups {
  private readonly groups = new Map<string, Group>();
  private readonly rulesOf = new Map<string, Rule[]>();
  private readonly indexes = new Map<string, Index>();
  /** Rules of which only a set of possible groups is known. */
  private readonly loose: readonly (Rule & { readonly group: Link })[];

  constructor(
    private readonly context: Context,
    private readonly defaultVpc: string,
  ) {
    const loose: (Rule & { group: Link })[] = [];
    for (const { rule, group } of this.standalone()) {
      if (group.sure) this.add(this.keyOf(group.sure), rule);
      else loose.push({ ...rule, group });
    }
    for (const args of context.all('aws_security_group', 'aws_default_security_group')) {
      const key = this.keyOf(new Reference(args.owner.address, 'id'));
      for (const direction of ['ingress', 'egress'] as const) {
        for (const block of args.blocks(direction))
          this.add(key, this.read(block, direction, trafficOf(block), [key]));
      }
    }
    this.loose = loose;
  }

  /** What a group is known by, however it is referred to. */
  public keyOf(reference: Reference): string {
    if (reference.path === 'default_security_group_id') return defaultGroupKey(reference.address);
    const args = this.context.at(reference.address);
    const cluster = clusterGroupKey(reference, args?.owner.type);
    if (cluster !== undefined) return cluster;
    if (args?.owner.type !== 'aws_default_security_group') return reference.address;
    const vpc = args.link('vpc_id');
    if (!vpc.isStated) return defaultGroupKey(this.defaultVpc);
    return vpc.sure ? defaultGroupKey(vpc.sure.address) : reference.address;
  }

  /** The keys of the groups that a link may mean. */
  public choiceOf(link: Link): Choice {
    return link.each((one) => (one instanceof Reference ? this.keyOf(one) : one));
  }

  public get(key: string): Group {
    const found = this.groups.get(key);
    if (found) return found;
    const keyOf = (one: Reference): string => this.keyOf(one);
    const loose = this.loose
      .filter(({ group }) => group.leadsTo(key, keyOf) !== 'no')
      .map((rule) => ({ ...rule, certain: false, why: rule.group.why }));
    const adopters = this.adoptersOf(key);
    const adopted = adopters.find(({ leads }) => leads === 'yes')?.args;
    const rules = [
      ...(this.rulesOf.get(key) ?? []),
      ...adopters.filter(({ leads }) => leads === 'perhaps').flatMap(({ args }) => this.perhapsOf(args)),
      ...loose,
      ...(isDefaultGroup(key) && !adopted ? originalRules(key, adopters.length === 0) : []),
      ...(isClusterGroup(key) ? originalRules(key, true) : []),
      ...remoteAccessRules(this.context, key, (block) =>
        block.links('source_security_group_ids').map((link) => this.choiceOf(link)),
      ),
      ...this.context.uncertainties(adopted?.owner.address ?? key).flatMap(uncertainRules),
    ];
    const group = { key, address: adopted?.owner.address ?? key, rules };
    this.groups.set(key, group);
    return group;
  }

  /** The resources by which Terraform adopts, or may adopt, a VPC's default group. */
  private adoptersOf(key: string): Claim[] {
    const vpc = isDefaultGroup(key) ? key.slice(defaultGroupKey('').length) : undefined;
    if (vpc === undefined) return [];
    const fallback = Link.to(new Reference(this.defaultVpc, 'id'));
    return claimsOn(
      this.context.all('aws_default_security_group'),
      (args) => args.link('vpc_id').or(fallback),
      vpc,
    );
  }

  private perhapsOf({ owner }: Arguments): Rule[] {
    const own = this.rulesOf.get(this.keyOf(new Reference(owner.address, 'id'))) ?? [];
    return own.map((rule) => ({ ...rule, certain: false }));
  }

  /**
   * The rules of a group that may be about an end with these groups, in the order in which they stand: those about ranges, and
   * those about one of the groups. A group with a rule for each of a thousand others is so asked about one in one step.
   */
  public about(key: string, direction: Direction, peers: Membership): readonly Rule[] {
    const { all, broad, byPeer } = this.indexOf(key, direction);
    if (broad.length === all.length) return all;
    const asked = peers.flat();
    if (asked.some((peer) => peer instanceof Unknown)) return all;
    const positions = new Set([...broad, ...asked.flatMap((peer) => byPeer.get(peer as string) ?? [])]);
    return [...positions].sort((a, b) => a - b).flatMap((position) => all[position] ?? []);
  }

  /** Every range that some rule of some group is about. */
  public ranges(...directions: readonly Direction[]): Match[] {
    const rules = [...[...this.rulesOf.values()].flat(), ...this.loose];
    const asked = rules.filter(({ direction }) => directions.length === 0 || directions.includes(direction));
    return asked.flatMap(({ ranges }) => ranges);
  }

  private indexOf(key: string, direction: Direction): Index {
    const name = `${direction} ${key}`;
    const found = this.indexes.get(name);
    if (found) return found;
    const all = this.get(key).rules.filter((rule) => rule.direction === direction);
    const broad: number[] = [];
    const byPeer = new Map<string, number[]>();
    for (const [position, { ranges, groups }] of all.entries()) {
      if (ranges.length > 0 || groups.flat().some((group) => group instanceof Unknown)) broad.push(position);
      for (const group of new Set(groups.flat())) {
        if (typeof group !== 'string') continue;
        const known = byPeer.get(group);
        if (known) known.push(position);
        else byPeer.set(group, [position]);
      }
    }
    const index = { all, broad, byPeer };
    this.indexes.set(name, index);
    return index;
  }

  private add(key: string, rule: Rule): void {
    const rules = this.rulesOf.get(key);
    if (rules) rules.push(rule);
    else this.rulesOf.set(key, [rule]);
  }

  private standalone(): { rule: Rule; group: Link }[] {
    const { context } = this;
    const modern = (direction: Direction): { rule: Rule; group: Link }[] =>
      context
        .all(`aws_vpc_security_group_${direction}_rule`)
        .map((args) => this.standing(args, direction, 'ip_protocol'));
    const legacy = context.all('aws_security_group_rule').flatMap((args) => {
      const type = args.text('type');
      const directions: Direction[] =
        type instanceof Unknown ? ['ingress', 'egress'] : type === 'egress' ? ['egress'] : ['ingress'];
      return directions.map((direction) => {
        const { rule, group } = this.standing(args, direction, 'protocol');
        return { group, rule: { ...rule, certain: rule.certain && directions.length === 1 } };
      });
    });
    return [...modern('ingress'), ...modern('egress'), ...legacy];
  }

  private standing(args: Arguments, direction: Direction, protocol: string): { rule: Rule; group: Link } {
    const group = args.link('security_group_id');
    return { group, rule: this.read(args, direction, trafficOf(args, protocol), this.choiceOf(group)) };
  }

  private read(args: Arguments, direction: Direction, traffic: Traffic, own: Choice): Rule {
    const self = args.flag('self', false);
    const others = REFERENCED.flatMap((name) => args.links(name)).map((link) => this.choiceOf(link));
    const lists = PREFIX_LISTS.flatMap((name) => args.links(name));
    const selves = self === true ? [own] : self instanceof Unknown ? [[...own, undefined]] : [];
    const what = `the prefix list of ${args.owner.address}`;
    return {
      by: args.owner.address,
      direction,
      traffic,
      ranges: [
        ...RANGES.flatMap((name) => matchesOf(this.context, args, name)),
        ...lists.flatMap((list) => prefixListMatches(this.context, list, what)),
      ],
      groups: [...others, ...selves],
      certain: args.owner.certain,
    };
  }
}

/**
 * What AWS writes into a VPC's default group, until Terraform adopts it.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function originalRules(key: string, certain: boolean): Rule[] {
  const rule = { by: key, traffic: ALL_TRAFFIC, certain };
  return [
    { ...rule, direction: 'ingress', ranges: [], groups: [[key]] },
    { ...rule, direction: 'egress', ranges: [exactly(EVERYTHING, '0.0.0.0/0, ::/0')], groups: [] },
  ];
}

function uncertainRules(why: string): Rule[] {
  const rule = { by: why, traffic: ALL_TRAFFIC, ranges: [uncertain(why)], groups: [], certain: false };
  return [
    { ...rule, direction: 'ingress' },
    { ...rule, direction: 'egress' },
  ];
}
