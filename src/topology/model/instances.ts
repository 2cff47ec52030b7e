import type { Arguments, Certainty } from '../fields';
import { Link, both, leadsFor, someLeadsTo, type Leads } from '../link';
import { named, parseRange, union, type RangeSet } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import { claimsOn, type Context } from './context';
import type { Choice, Endpoint, Interface, Membership, Placement } from './endpoints';
import { defaultGroupKey, type Groups } from './groups';
import { statedIpv6 } from './ipv6-interfaces';
import { defaultSubnet, type Subnet, type Vpc } from './network';
import { inFile, outsideSubnet } from './outside';

const ADDRESSED = ['instance', 'instance_id', 'network_interface', 'network_interface_id'];

interface Elastic {
  readonly to: Link;
  readonly by: string;
  readonly certain: boolean;
}

/** Reads whatever has network interfaces of the kind that people make themselves. */
export class Interfaces {
  /** Elastic addresses by what they are surely of, and those of which nobody knows it. */
  private readonly elastic = new Map<string, Elastic>();
  private readonly open: readonly Elastic[];
  private readonly home: Subnet;

  constructor(
    private readonly context: Context,
    private readonly groups: Groups,
    private readonly subnets: ReadonlyMap<string, readonly Subnet[]>,
    defaultVpc: Vpc,
  ) {
    this.home = defaultSubnet(defaultVpc);
    const all = context.all('aws_eip', 'aws_eip_association').flatMap((args) =>
      ADDRESSED.map((name) => args.link(name))
        .filter((to) => to.isStated)
        .map((to) => ({ to, by: args.owner.address, certain: args.owner.certain })),
    );
    const isSure = ({ to, certain }: Elastic): boolean => certain && to.sure !== undefined;
    for (const one of all.filter(isSure)) this.elastic.set(one.to.sure?.address ?? '', one);
    this.open = all.filter((one) => !isSure(one));
  }

  public instances(): Endpoint[] {
    return this.context.all('aws_instance', 'aws_spot_instance_request').map((args) => ({
      address: args.owner.address,
      type: args.owner.type,
      certain: args.owner.certain,
      interfaces: [this.primary(args), ...this.attached(args.owner.address)],
      placement: 'any',
      answers: 'client',
    }));
  }

  public standalone(): Endpoint[] {
    return this.context.all('aws_network_interface').map((args) => ({
      address: args.owner.address,
      type: args.owner.type,
      certain: args.owner.certain,
      interfaces: [{ alternatives: this.nic(args), certain: true, why: args.link('subnet_id').why }],
      placement: 'any',
      answers: 'client',
    }));
  }

  /** The subnets that a link may mean; without one it is the default VPC's, as AWS has it. */
  public subnetsOf(link: Link, what: string): (Subnet | Unknown)[] {
    return link
      .each((one): readonly (Subnet | Unknown)[] => {
        if (one === undefined) return [this.home];
        if (one instanceof Unknown)
          return [one.identity === undefined ? one : outsideSubnet(one, one.identity)];
        return this.subnets.get(one.address) ?? [new Unknown(`${what}: ${one.address}`, [], 'outside')];
      })
      .flat();
  }

  /** The groups that it names, or else its VPC's default one. */
  public groupsOf(links: readonly Link[], subnet: Subnet | Unknown): Membership {
    const stated = links.map((link) => this.groups.choiceOf(link));
    return links.some((link) => link.isCertain)
      ? stated
      : [...stated, this.defaultGroup(subnet, links.length > 0)];
  }

  /** The groups that a link may mean. */
  public choiceOf(link: Link): Choice {
    return this.groups.choiceOf(link);
  }

  private defaultGroup(subnet: Subnet | Unknown, perhaps: boolean): Choice {
    const vpc = subnet instanceof Unknown ? subnet : inFile(subnet.vpc);
    const key =
      vpc instanceof Unknown
        ? new Unknown(`the default group of an unknown VPC (${vpc.why})`)
        : defaultGroupKey(vpc.address);
    return perhaps ? [key, undefined] : [key];
  }

  private primary(args: Arguments): Placement {
    const made = [...args.blocks('network_interface'), ...args.blocks('primary_network_interface')]
      .filter((block) => (block.number('device_index') ?? 0) === 0)
      .map((block) => block.link('network_interface_id'));
    const [nic] = made;
    if (!nic) return { alternatives: this.launched(args), certain: true, why: args.link('subnet_id').why };
    const alternatives = nic.each((one) => {
      if (one === undefined) return this.launched(args);
      const existing = one instanceof Reference ? this.context.at(one.address) : undefined;
      return existing ? this.nic(existing, args.owner.address) : [unknownInterface(one)];
    });
    return { alternatives: alternatives.flat(), certain: true, why: nic.why };
  }

  private launched(args: Arguments): Interface[] {
    const { address } = args.owner;
    const templates = launchTemplates(this.context, args);
    return templates.flatMap((template) => {
      const [nic] = template?.blocks('network_interfaces') ?? [];
      const own = args.link('subnet_id');
      const subnet = nic ? own.or(nic.link('subnet_id')) : own;
      const groups = firstStated([
        args.links('vpc_security_group_ids'),
        args.links('security_groups'),
        nic?.links('security_groups') ?? [],
        template?.links('vpc_security_group_ids') ?? [],
      ]);
      const asked = [args, nic].find((one) => one?.has('associate_public_ip_address'));
      return this.subnetsOf(subnet, `${address}'s subnet`).map((at) =>
        this.inSubnet(args, at, groups, asked, [args, nic]),
      );
    });
  }

  private inSubnet(
    args: Arguments,
    subnet: Subnet | Unknown,
    groups: readonly Link[],
    asked: Arguments | undefined,
    askers: readonly (Arguments | undefined)[],
  ): Interface {
    const { address } = args.owner;
    const assigned = subnet instanceof Unknown ? subnet : subnet.assignsPublic;
    const known = typeof args.raw('public_ip') === 'string' && args.has('public_ip');
    const otherwise = known || (asked ? asked.flag('associate_public_ip_address', false) : assigned);
    const addresses = ownAddresses(args, ['private_ip']);
    return {
      subnet,
      names: [named(`${address}.private_ip/32`)],
      groups: [...this.groupsOf(groups, subnet), ...this.attachedGroups(address)],
      ...this.publicOf(address, otherwise),
      ipv6: statedIpv6(args, subnet, askers),
      ...(addresses && { addresses }),
    };
  }

  private nic(args: Arguments, instance?: string): Interface[] {
    const { address } = args.owner;
    const byInstance = instance === undefined ? undefined : this.publicOf(instance, false);
    const addresses = ownAddresses(args, ['private_ips', 'private_ip']);
    return this.subnetsOf(args.link('subnet_id'), `${address}'s subnet`).map((subnet) => ({
      subnet,
      names: [named(`${address}.private_ip/32`), named(`${address}.private_ips.0/32`)],
      groups: [...this.groupsOf(args.links('security_groups'), subnet), ...this.attachedGroups(address)],
      ...(byInstance?.isPublic === true ? byInstance : this.publicOf(address, byInstance?.isPublic ?? false)),
      ipv6: statedIpv6(args, subnet),
      ...(addresses && { addresses }),
    }));
  }

  /** Further interfaces, joined to an instance by either side. */
  private attached(instance: string): Placement[] {
    const byBlock = this.context
      .all('aws_network_interface')
      .flatMap((args) =>
        args
          .blocks('attachment')
          .map((block) =>
            this.attachment(
              args,
              both(block.link('instance').leadsTo(instance), leadsFor(args.owner.certain)),
            ),
          ),
      );
    const attachments = this.context.all('aws_network_interface_attachment');
    const byResource = claimsOn(attachments, (args) => args.link('instance_id'), instance).flatMap(
      ({ args, leads }) =>
        args.link('network_interface_id').each((one) => {
          if (one === undefined) return undefined;
          const nic = one instanceof Reference ? this.context.at(one.address) : undefined;
          return nic
            ? this.attachment(nic, leads)
            : { alternatives: [unknownInterface(one)], certain: leads === 'yes' };
        }),
    );
    return [...byBlock, ...byResource].filter((one) => one !== undefined);
  }

  private attachment(nic: Arguments, leads: Leads): Placement | undefined {
    return leads === 'no' ? undefined : { alternatives: this.nic(nic), certain: leads === 'yes' };
  }

  private attachedGroups(address: string): Membership {
    const attachments = this.context.all('aws_network_interface_sg_attachment');
    return claimsOn(attachments, (args) => args.link('network_interface_id'), address).map(
      ({ args, leads }) => {
        const group = this.groups.choiceOf(args.link('security_group_id'));
        return leads === 'yes' ? group : [...group, undefined];
      },
    );
  }

  /** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html */
  private publicOf(address: string, otherwise: Certainty): { isPublic: Certainty; publicBy?: string } {
    const sure = this.elastic.get(address);
    if (sure) return { isPublic: true, publicBy: sure.by };
    const perhaps = this.open.filter(({ to }) => to.leadsTo(address) !== 'no');
    const [first] = perhaps;
    if (!first || otherwise === true) return { isPublic: otherwise };
    const certain = this.open.filter((one) => one.certain).map(({ to }) => to);
    const publicBy = perhaps.map(({ by }) => by).join(' or ');
    if (someLeadsTo(certain, address)) return { isPublic: true, publicBy };
    return { isPublic: new Unknown(`whether ${first.by} is of ${address}`) };
  }
}

/** The first of several lists that states something; where it perhaps does not, the next one counts too. */
export function firstStated(lists: readonly (readonly Link[])[]): readonly Link[] {
  const stated = lists.filter((links) => links.length > 0);
  const decided = stated.findIndex((links) => links.some((link) => link.isCertain));
  return stated.slice(0, decided < 0 ? stated.length : decided + 1).flat();
}

/** An interface that is named, but whose place and groups stand nowhere in the file. */
function unknownInterface(named: Reference | Unknown): Interface {
  const gap = named instanceof Unknown ? named : new Unknown(named.address, [], 'outside');
  const ipv6 = { has: gap, names: [], isPublic: gap };
  return { subnet: gap, names: [], groups: [[gap]], isPublic: gap, ipv6 };
}

function ownAddresses(args: Arguments, names: readonly string[]): RangeSet | undefined {
  const values = names.map((name) => args.raw(name)).find((value) => value !== undefined && value !== null);
  const ranges = [values].flat().map((value) => (typeof value === 'string' ? parseRange(value) : undefined));
  const known = ranges.filter((range) => range !== undefined);
  return known.length === ranges.length ? union(...known) : undefined;
}

/** The template that an instance, or a group of them, is launched from: each that it may be, undefined for none. */
export function launchTemplates(context: Context, args: Arguments): (Arguments | undefined)[] {
  const policy = args.blocks('mixed_instances_policy').flatMap((block) => block.blocks('launch_template'));
  const blocks = [
    ...args.blocks('launch_template'),
    ...policy.flatMap((block) => block.blocks('launch_template_specification')),
  ];
  const links = [
    ...blocks.flatMap((block) =>
      ['id', 'name', 'launch_template_id', 'launch_template_name'].map((name) => block.link(name)),
    ),
    args.link('launch_configuration'),
  ].filter((link) => link.isStated);
  const [first, ...others] = links;
  if (!first) return [undefined];
  const link = others.reduce((chosen, other) => chosen.or(other), first);
  return link.each((one) => {
    if (one === undefined) return undefined;
    const found = one instanceof Reference ? context.at(one.address) : undefined;
    return found ?? context.unreadable(args.owner, one instanceof Unknown ? one : new Unknown(one.address));
  });
}
