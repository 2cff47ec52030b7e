import type { Arguments, Certainty } from '../fields';
import { Link, someLeadsTo } from '../link';
import type { Family } from '../../net/families';
import { parseRange, type RangeSet } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import type { Context } from './context';
import type { Opening } from './endpoints';
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

  constructor(private readonly context: Context) {
    const groups = context.all('aws_autoscaling_group').map((args) => ({ args, to: self(args) }));
    this.registered = [
      ...context.all('aws_lb_target_group_attachment', 'aws_alb_target_group_attachment').map(attachment),
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
      ...context.all('aws_ecs_service').flatMap((args) => this.services(args)),
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
      const { to, by, certain } = target;
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

  /** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html */
  private services(args: Arguments): Registration[] {
    const own = args.blocks('network_configuration').length > 0;
    return args.blocks('load_balancer').flatMap((block) => {
      const groups = block.link('target_group_arn');
      if (own) return [{ ...registration(args, groups, self(args)), port: portOf(block, args) }];
      const port = new Unknown(`the port on which an instance runs ${args.owner.address}`);
      return [{ ...registration(args, groups, this.containerInstances(args)), port, certain: false }];
    });
  }

  /** Tasks without an interface of their own are registered with the instances that run them, on ports that ECS chooses. */
  private containerInstances(args: Arguments): Link {
    const hosts = this.context.all('aws_autoscaling_group', 'aws_instance');
    const candidates = hosts.map(({ owner }) => new Reference(owner.address, 'id'));
    const gap = new Unknown(`which instances run ${args.owner.address}`, [], 'outside');
    return Link.of([...candidates, gap], gap.why);
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

const portOf = (block: Arguments, { owner }: Arguments): number | Unknown =>
  block.number('container_port') ?? new Unknown(`the container port of ${owner.address}`);

const sources = (args: Arguments): Link[] =>
  args.blocks('traffic_source').map((block) => block.link('identifier'));

const registration = ({ owner }: Arguments, group: Link, to: Link | RangeSet): Registration => ({
  group,
  to,
  by: owner.address,
  certain: owner.certain,
});

function attachment(args: Arguments): Registration {
  const raw = args.raw('target_id');
  const address = typeof raw === 'string' ? parseRange(raw) : undefined;
  const port = args.number('port');
  const made = registration(args, args.link('target_group_arn'), address ?? args.link('target_id'));
  return port === undefined ? made : { ...made, port };
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
