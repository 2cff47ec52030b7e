import type { Arguments, Certainty } from '../fields';
import { Link, someLeadsTo } from '../link';
import type { Family } from '../../net/families';
import { parseRange, type RangeSet } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import type { Context } from './context';
import { ecsRegistrations } from './ecs';
import type { Opening } from './endpoints';
import { attachedInstances } from './interface-attachments';
import type { Protocol } from './traffic';

const PROTOCOLS: Readonly<Record<string, readonly Protocol[]>> = {
  HTTP: ['tcp'],
  HTTPS: ['tcp'],
  SSL: ['tcp'],
  TCP: ['tcp'],
  TLS: ['tcp'],
  UDP: ['udp'],
  TCP_UDP: ['tcp', 'udp'],
};
export function protocolsOf(args: Arguments, name: string): readonly Protocol[] {
  const value = args.text(name);
  return (typeof value === 'string' ? PROTOCOLS[value.toUpperCase()] : undefined) ?? ['tcp'];
}

/** What registers targets with a group, or with a classic load balancer. */
interface Registration {
  readonly group: Link;
  readonly to: Link | RangeSet;
  readonly port?: number | Unknown;
  readonly by: string;
  readonly certain: boolean;
}

/** What a classic load balancer connects to. */
export type Registered = Pick<Registration, 'to' | 'by' | 'certain'>;

const isLink = (to: Link | RangeSet): to is Link => to instanceof Link;

/** Targets of load balancers, in every spelling. */
export class Registrations {
  private readonly registered: readonly Registration[];
  private readonly classic: readonly Registration[];

  constructor(context: Context) {
    const ecs = ecsRegistrations(context);
    const groups = context.all('aws_autoscaling_group').map((args) => ({ args, to: self(args) }));
    this.registered = [
      ...context
        .all('aws_lb_target_group_attachment', 'aws_alb_target_group_attachment')
        .map(attachment)
        .flatMap((one) => [one, ...atInstances(context, one)]),
      ...groups.flatMap(({ args, to }) => [
        ...args.links('target_group_arns').map((group) => registration(args, group, to)),
        ...sources(args).map((group) => registration(args, group, to)),
      ]),
      ...context
        .all('aws_autoscaling_attachment')
        .flatMap((args) =>
          ['lb_target_group_arn', 'alb_target_group_arn'].map((name) =>
            registration(args, args.link(name), args.link('autoscaling_group_name')),
          ),
        ),
      ...context
        .all('aws_autoscaling_traffic_source_attachment')
        .flatMap((args) =>
          sources(args).map((one) => registration(args, one, args.link('autoscaling_group_name'))),
        ),
      ...ecs.filter(({ balancer }) => balancer === 'group'),
    ].filter(({ group }) => group.isStated);
    this.classic = [
      ...groups.flatMap(({ args, to }) =>
        [...args.links('load_balancers'), ...sources(args)].map((elb) => registration(args, elb, to)),
      ),
      ...context
        .all('aws_autoscaling_attachment')
        .map((args) => registration(args, args.link('elb'), args.link('autoscaling_group_name'))),
      ...context
        .all('aws_autoscaling_traffic_source_attachment')
        .flatMap((args) =>
          sources(args).map((one) => registration(args, one, args.link('autoscaling_group_name'))),
        ),
      ...context
        .all('aws_elb_attachment')
        .map((args) => registration(args, args.link('elb'), args.link('instance'))),
      ...ecs.filter(({ balancer }) => balancer === 'classic'),
    ].filter(({ group }) => group.isStated);
  }

  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
  public openings(group: Arguments): Opening[] {
    if (group.text('target_type') === 'lambda') return [];
    const [check] = group.blocks('health_check');
    return this.targetsOf(this.registered, group.owner.address).flatMap((target) => {
      const port = target.port ?? group.number('port') ?? new Unknown(`${group.owner.address}'s port`);
      const stated = check?.text('port') ?? 'traffic-port';
      const health = stated instanceof Unknown ? stated : stated === 'traffic-port' ? port : Number(stated);
      const { by, certain } = target;
      const to =
        (group.text('target_type') ?? 'instance') === 'instance' ? target.to : mayBeAddress(target.to);
      const own = { to, by, certain, family: familyOf(group) };
      const protocols = protocolsOf(group, 'protocol');
      const traffic: Opening = { ...own, port, protocols, keepsClients: keepsClients(group) };
      const checks: Opening = { ...own, port: health, protocols: ['tcp'], by: `${by} (health check)` };
      return check?.flag('enabled', true) === false ? [traffic] : [traffic, checks];
    });
  }

  public ofClassic(balancer: Arguments): Registered[] {
    const { address, certain } = balancer.owner;
    return [
      ...balancer.links('instances').map((to) => ({ to, by: address, certain: certain && to.isCertain })),
      ...this.targetsOf(this.classic, address),
    ];
  }

  /** As many registrations as there are targets that they may name leave none of those out. */
  private targetsOf(all: readonly Registration[], address: string): Registration[] {
    const leads = all.map((one) => ({ one, leads: one.group.leadsTo(address) }));
    const sure = leads.filter((one) => one.leads === 'yes' && one.one.certain).map(({ one }) => one);
    const perhaps = leads.filter(
      (one) => one.leads === 'perhaps' || (one.leads === 'yes' && !one.one.certain),
    );
    return [...sure, ...spread(sure), ...perhaps.map(({ one }) => ({ ...one, certain: false }))];
  }
}

/**
 * Of a network load balancer: always for UDP and in front of another balancer, by default for instances.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function keepsClients(group: Arguments): Certainty {
  const [type, protocol] = [group.text('target_type') ?? 'instance', group.text('protocol') ?? ''];
  const gap = [type, protocol].find((one) => one instanceof Unknown);
  if (gap instanceof Unknown) return gap;
  const isFixed = type === 'alb' || /UDP|QUIC/i.test(String(protocol));
  return isFixed || group.flag('preserve_client_ip', type === 'instance');
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-ip-address-type */
function familyOf(group: Arguments): Family | Unknown {
  const type = group.text('ip_address_type') ?? 'ipv4';
  if (type instanceof Unknown) return type;
  return type.toLowerCase() === 'ipv6' ? 'IPv6' : 'IPv4';
}

const self = ({ owner }: Arguments): Link => Link.to(new Reference(owner.address, 'id'));

const sources = (args: Arguments): Link[] =>
  args.blocks('traffic_source').map((block) => block.link('identifier'));

const registration = ({ owner }: Arguments, group: Link, to: Link | RangeSet): Registration => ({
  group,
  to,
  by: owner.address,
  certain: owner.certain,
});

function attachment(args: Arguments): Registration {
  const id = args.text('target_id');
  const address = typeof id === 'string' ? parseRange(id) : undefined;
  const port = args.number('port');
  const made = registration(args, args.link('target_group_arn'), address ?? args.link('target_id'));
  return port === undefined ? made : { ...made, port };
}

/** An operator may state the address of anything, where no identifier of it could be known. */
const mayBeAddress = (to: Link | RangeSet): Link | RangeSet =>
  isLink(to)
    ? Link.of(
        to.each((one) =>
          one instanceof Unknown && one.beyond === 'outside' ? new Unknown(one.why, [], 'anything') : one,
        ),
        to.why,
      )
    : to;

/** A target by the address of a network interface is the instance that it is attached to, as well. */
function atInstances(context: Context, one: Registration): Registration[] {
  if (!isLink(one.to)) return [];
  const found = one.to
    .stated((to) => (to instanceof Reference ? attachedInstances(context, to.address) : []))
    .flat();
  const certain = one.certain && one.to.sure !== undefined && found.length === 1;
  return found.map(({ owner }) => ({ ...one, to: Link.to(new Reference(owner.address, 'id')), certain }));
}

function spread(sure: readonly Registration[]): Registration[] {
  const open = sure.filter(({ to }) => isLink(to) && to.sure === undefined);
  const ports = new Set(open.map(({ port }) => port));
  if (ports.size !== 1) return [];
  const links = open.map(({ to }) => to).filter(isLink);
  const keys = new Set(links.flatMap((link) => [...(link.keys() ?? [])]));
  const by = open.map((one) => one.by).join(' or ');
  return [...keys]
    .filter((key) => someLeadsTo(links, key))
    .flatMap((key) => open.slice(0, 1).map((one) => ({ ...one, to: Link.to(new Reference(key, 'id')), by })));
}
