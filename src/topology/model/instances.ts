import type { Arguments, Certainty, Link } from '../fields';
import { named, parseRange, union, type RangeSet } from '../ranges';
import { Reference, Unknown } from '../value';
import type { Context } from './context';
import type { Endpoint, Interface } from './endpoints';
import { defaultGroupKey, type Groups } from './groups';
import { SUBNET, type Subnet } from './network';

const NIC = /^aws_(network_interface|instance|spot_instance_request)$/;
const INSTANCE = /^aws_(instance|spot_instance_request)$/;
const TEMPLATE = /^aws_launch_(template|configuration)$/;
const GROUP = /^aws_((default_)?security_group|(default_)?vpc)$/;

/** Reads whatever has network interfaces of the kind that people make themselves. */
export class Interfaces {
  private readonly elastic: readonly { readonly to: Link; readonly by: string; readonly certain: boolean }[];

  constructor(
    private readonly context: Context,
    private readonly groups: Groups,
    private readonly subnets: ReadonlyMap<string, Subnet>,
  ) {
    this.elastic = context.all('aws_eip', 'aws_eip_association').flatMap((args) =>
      ['instance', 'instance_id', 'network_interface', 'network_interface_id']
        .map((name) => args.link(name, NIC))
        .filter((to) => to !== undefined)
        .map((to) => ({ to, by: args.owner.address, certain: args.owner.certain })),
    );
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
      interfaces: [this.nic(args)],
      placement: 'any',
      answers: 'client',
    }));
  }

  public subnetOf(link: Link, what: string): Subnet | Unknown {
    if (link instanceof Reference)
      return this.subnets.get(link.address) ?? new Unknown(`${what}: ${link.address}`);
    return (
      link ??
      new Unknown(`${what}: it names none, so that it is in the default VPC, which is not in this file`)
    );
  }

  /** The groups that it names, or else its VPC's default one. */
  public groupsOf(links: readonly (Reference | Unknown)[], subnet: Subnet | Unknown): (string | Unknown)[] {
    if (links.length > 0)
      return links.map((link) => (link instanceof Reference ? this.groups.keyOf(link) : link));
    if (subnet instanceof Unknown)
      return [new Unknown(`the default group of an unknown VPC (${subnet.why})`)];
    return [subnet.vpc instanceof Unknown ? subnet.vpc : defaultGroupKey(subnet.vpc.address)];
  }

  private primary(args: Arguments): Interface {
    const made = [...args.blocks('network_interface'), ...args.blocks('primary_network_interface')]
      .filter((block) => (block.number('device_index') ?? 0) === 0)
      .map((block) => block.link('network_interface_id', /^aws_network_interface$/));
    const nic = made.find((link) => link instanceof Reference);
    const existing = nic instanceof Reference ? this.context.at(nic.address) : undefined;
    return existing ? this.nic(existing, args.owner.address) : this.launched(args);
  }

  private launched(args: Arguments): Interface {
    const { address } = args.owner;
    const template = launchTemplate(this.context, args);
    const [nic] = template?.blocks('network_interfaces') ?? [];
    const subnet = this.subnetOf(
      args.link('subnet_id', SUBNET) ?? nic?.link('subnet_id', SUBNET),
      `${address}'s subnet`,
    );
    const stated = [
      args.links('vpc_security_group_ids', GROUP),
      args.links('security_groups', GROUP),
      nic?.links('security_groups', GROUP) ?? [],
      template?.links('vpc_security_group_ids', GROUP) ?? [],
    ].find((links) => links.length > 0);
    const asked = [args, nic].find((one) => one?.has('associate_public_ip_address'));
    const assigned = subnet instanceof Unknown ? subnet : subnet.assignsPublic;
    const known = typeof args.raw('public_ip') === 'string' && args.has('public_ip');
    const otherwise = known || (asked ? asked.flag('associate_public_ip_address', false) : assigned);
    const addresses = ownAddresses(args, ['private_ip']);
    return {
      subnet,
      names: [named(`${address}.private_ip/32`)],
      groups: [...this.groupsOf(stated ?? [], subnet), ...this.attachedGroups(address)],
      ...this.publicOf(address, otherwise),
      ...(addresses && { addresses }),
    };
  }

  private nic(args: Arguments, instance?: string): Interface {
    const { address } = args.owner;
    const subnet = this.subnetOf(args.link('subnet_id', SUBNET), `${address}'s subnet`);
    const byInstance = instance === undefined ? undefined : this.publicOf(instance, false);
    const addresses = ownAddresses(args, ['private_ips', 'private_ip']);
    return {
      subnet,
      names: [named(`${address}.private_ip/32`), named(`${address}.private_ips.0/32`)],
      groups: [
        ...this.groupsOf(args.links('security_groups', GROUP), subnet),
        ...this.attachedGroups(address),
      ],
      ...(byInstance?.isPublic === true ? byInstance : this.publicOf(address, byInstance?.isPublic ?? false)),
      ...(addresses && { addresses }),
    };
  }

  /** Further interfaces, joined to an instance by either side. */
  private attached(instance: string): Interface[] {
    const isHere = (link: Link): boolean => link instanceof Reference && link.address === instance;
    const byBlock = this.context
      .all('aws_network_interface')
      .filter((args) => args.blocks('attachment').some((block) => isHere(block.link('instance', INSTANCE))));
    const byResource = this.context
      .all('aws_network_interface_attachment')
      .filter((args) => isHere(args.link('instance_id', INSTANCE)))
      .map((args) => args.link('network_interface_id', NIC))
      .map((link) => (link instanceof Reference ? this.context.at(link.address) : undefined));
    return [...byBlock, ...byResource].filter((args) => args !== undefined).map((args) => this.nic(args));
  }

  private attachedGroups(address: string): (string | Unknown)[] {
    return this.context.all('aws_network_interface_sg_attachment').flatMap((args) => {
      const to = args.link('network_interface_id', NIC);
      const group = args.link('security_group_id', GROUP) ?? new Unknown(`${args.owner.address}'s group`);
      if (!(to instanceof Reference)) return to?.from.some((one) => one.address === address) ? [to] : [];
      if (to.address !== address) return [];
      return [args.owner.certain && group instanceof Reference ? this.groups.keyOf(group) : asUnknown(group)];
    });
  }

  /** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html */
  private publicOf(address: string, otherwise: Certainty): { isPublic: Certainty; publicBy?: string } {
    const own = this.elastic.filter(({ to }) => to instanceof Reference && to.address === address);
    const sure = own.find(({ certain }) => certain);
    if (sure) return { isPublic: true, publicBy: sure.by };
    const [perhaps] = [
      ...own,
      ...this.elastic.filter(
        ({ to }) => to instanceof Unknown && to.from.some((one) => one.address === address),
      ),
    ];
    if (otherwise !== true && perhaps)
      return { isPublic: new Unknown(`whether ${perhaps.by} is of ${address}`) };
    return { isPublic: otherwise };
  }
}

const asUnknown = (group: Reference | Unknown): Unknown =>
  group instanceof Unknown ? group : new Unknown(`whether ${group.address} is attached`);

function ownAddresses(args: Arguments, names: readonly string[]): RangeSet | undefined {
  const values = names.map((name) => args.raw(name)).find((value) => value !== undefined && value !== null);
  const ranges = [values].flat().map((value) => (typeof value === 'string' ? parseRange(value) : undefined));
  const known = ranges.filter((range) => range !== undefined);
  return known.length === ranges.length ? union(...known) : undefined;
}

/** The template that an instance, or a group of them, is launched from. */
export function launchTemplate(context: Context, args: Arguments): Arguments | undefined {
  const policy = args.blocks('mixed_instances_policy').flatMap((block) => block.blocks('launch_template'));
  const blocks = [
    ...args.blocks('launch_template'),
    ...policy.flatMap((block) => block.blocks('launch_template_specification')),
  ];
  const links = [
    ...blocks.flatMap((block) =>
      ['id', 'name', 'launch_template_id', 'launch_template_name'].map((name) => block.link(name, TEMPLATE)),
    ),
    args.link('launch_configuration', TEMPLATE),
  ];
  const link = links.find((one) => one instanceof Reference);
  return link instanceof Reference ? context.at(link.address) : undefined;
}
