import type { Arguments, Link } from '../fields';
import { EVERYTHING } from '../ranges';
import { Reference, Unknown } from '../value';
import { leadsTo, type Context } from './context';
import { exactly, matchesOf, uncertain, type Match } from './match';
import { VPC } from './network';
import { trafficOf, type Traffic } from './traffic';

export type Direction = 'ingress' | 'egress';

export interface Rule {
  /** The resource that states it. */
  readonly by: string;
  readonly direction: Direction;
  readonly traffic: Traffic;
  readonly ranges: readonly Match[];
  /** Groups whose members' private addresses it is about; `undefined` in a key that nobody knows. */
  readonly groups: readonly (string | Unknown)[];
  readonly certain: boolean;
}

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

const GROUP = /^aws_((default_)?security_group|(default_)?vpc)$/;
const ALL_TRAFFIC: Traffic = { protocol: '-1', from: undefined, to: undefined, owner: '' };
const PREFIX_LISTS = ['prefix_list_ids', 'prefix_list_id'];
const REFERENCED = ['security_groups', 'source_security_group_id', 'referenced_security_group_id'];
const RANGES = ['cidr_blocks', 'cidr_ipv4'];

export const defaultGroupKey = (vpc: string): string => `the default security group of ${vpc}`;

/** Security groups with their rules, in whichever of Terraform's four styles they are written. */
export class Groups {
  private readonly groups = new Map<string, Group>();
  private readonly rulesOf = new Map<string, Rule[]>();
  private readonly indexes = new Map<string, Index>();
  /** Rules of which only a set of possible groups is known. */
  private readonly loose: readonly (Rule & { readonly group: Unknown })[];

  constructor(private readonly context: Context) {
    const loose: (Rule & { group: Unknown })[] = [];
    for (const { rule, group } of this.standalone()) {
      if (group instanceof Reference) this.add(this.keyOf(group), rule);
      else if (group) loose.push({ ...rule, group });
    }
    for (const args of context.all('aws_security_group', 'aws_default_security_group')) {
      const key = this.keyOf(new Reference(args.owner.address, 'id'));
      for (const direction of ['ingress', 'egress'] as const) {
        for (const block of args.blocks(direction))
          this.add(key, this.read(block, direction, trafficOf(block), key));
      }
    }
    this.loose = loose;
  }

  /** What a group is known by, however it is referred to. */
  public keyOf(reference: Reference): string {
    if (reference.path === 'default_security_group_id') return defaultGroupKey(reference.address);
    const args = this.context.at(reference.address);
    if (args?.owner.type !== 'aws_default_security_group') return reference.address;
    const vpc = args.link('vpc_id', VPC);
    return vpc instanceof Reference ? defaultGroupKey(vpc.address) : reference.address;
  }

  public get(key: string): Group {
    const found = this.groups.get(key);
    if (found) return found;
    const keyOf = (one: Reference): string => this.keyOf(one);
    const loose = this.loose
      .filter(({ group }) => leadsTo(group, key, keyOf) === 'perhaps')
      .map((rule) => ({ ...rule, certain: false }));
    const adopted = this.context
      .all('aws_default_security_group')
      .find((args) => this.keyOf(new Reference(args.owner.address, 'id')) === key);
    const isDefault = key.startsWith(defaultGroupKey(''));
    const rules = [
      ...(this.rulesOf.get(key) ?? []),
      ...loose,
      ...(isDefault && !adopted?.owner.certain ? originalRules(key, adopted === undefined) : []),
      ...this.context.uncertainties(adopted?.owner.address ?? key).flatMap(uncertainRules),
    ];
    const group = { key, address: adopted?.owner.address ?? key, rules };
    this.groups.set(key, group);
    return group;
  }

  /**
   * The rules of a group that may be about an end with these groups, in the order in which they stand: those about ranges, and
   * those about one of the groups. A group with a rule for each of a thousand others is so asked about one in one step.
   */
  public about(key: string, direction: Direction, peers: readonly (string | Unknown)[]): readonly Rule[] {
    const { all, broad, byPeer } = this.indexOf(key, direction);
    if (peers.some((peer) => peer instanceof Unknown)) return all;
    const positions = new Set([...broad, ...peers.flatMap((peer) => byPeer.get(peer as string) ?? [])]);
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
      if (ranges.length > 0 || groups.some((group) => group instanceof Unknown)) broad.push(position);
      for (const group of groups) {
        if (typeof group === 'string') byPeer.set(group, [...(byPeer.get(group) ?? []), position]);
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
    const group = args.link('security_group_id', GROUP);
    const own = group instanceof Reference ? this.keyOf(group) : group;
    return { group, rule: this.read(args, direction, trafficOf(args, protocol), own) };
  }

  private read(args: Arguments, direction: Direction, traffic: Traffic, own: string | Link): Rule {
    const self = args.flag('self', false);
    const others = REFERENCED.flatMap((name) => args.links(name, GROUP)).map((link) =>
      link instanceof Reference ? this.keyOf(link) : link,
    );
    const lists = PREFIX_LISTS.filter((name) => args.links(name).length > 0);
    const selves = self === true && typeof own === 'string' ? [own] : self instanceof Unknown ? [self] : [];
    return {
      by: args.owner.address,
      direction,
      traffic,
      ranges: [
        ...RANGES.flatMap((name) => matchesOf(this.context, args, name)),
        ...lists.map(() => uncertain(`the prefix list of ${args.owner.address}`)),
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
    { ...rule, direction: 'ingress', ranges: [], groups: [key] },
    { ...rule, direction: 'egress', ranges: [exactly(EVERYTHING, '0.0.0.0/0')], groups: [] },
  ];
}

function uncertainRules(why: string): Rule[] {
  const rule = { by: why, traffic: ALL_TRAFFIC, ranges: [uncertain(why)], groups: [], certain: false };
  return [
    { ...rule, direction: 'ingress' },
    { ...rule, direction: 'egress' },
  ];
}
