import type { Arguments, Link } from '../fields';
import { parseRange, type RangeSet } from '../ranges';
import { Reference, Unknown } from '../value';
import { leadsTo, type Context } from './context';
import type { Endpoint, Interface, Listener, Opening } from './endpoints';
import type { Interfaces } from './instances';
import { SUBNET } from './network';
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
const FORWARDS = ['default_action', 'action'];
const same = (one: Reference): string => one.address;

function protocolsOf(args: Arguments, name: string): readonly Protocol[] {
  const value = args.text(name);
  return (typeof value === 'string' ? PROTOCOLS[value.toUpperCase()] : undefined) ?? ['tcp'];
}

/** Load balancers: what they listen on, and the targets to which they open connections. */
export class Balancers {
  private readonly registered = new Map<
    string,
    {
      readonly to: Link | RangeSet;
      readonly port?: number | Unknown;
      readonly by: string;
      readonly certain: boolean;
    }[]
  >();

  constructor(
    private readonly context: Context,
    private readonly interfaces: Interfaces,
  ) {
    for (const args of context.all('aws_lb_target_group_attachment', 'aws_alb_target_group_attachment')) {
      const raw = args.raw('target_id');
      const address = typeof raw === 'string' ? parseRange(raw) : undefined;
      this.register(
        args,
        args.link('target_group_arn'),
        address ?? args.link('target_id'),
        args.number('port'),
      );
    }
    for (const args of context.all('aws_autoscaling_group')) {
      for (const group of args.links('target_group_arns'))
        this.register(args, group, new Reference(args.owner.address, 'id'));
    }
    for (const args of context.all(
      'aws_autoscaling_attachment',
      'aws_autoscaling_traffic_source_attachment',
    )) {
      const source = args.blocks('traffic_source')[0]?.link('identifier');
      const group = args.link('lb_target_group_arn') ?? args.link('alb_target_group_arn') ?? source;
      this.register(args, group, args.link('autoscaling_group_name', /^aws_autoscaling_group$/));
    }
    for (const args of context.all('aws_ecs_service')) {
      for (const block of args.blocks('load_balancer')) {
        this.register(
          args,
          block.link('target_group_arn'),
          new Reference(args.owner.address, 'id'),
          block.number('container_port'),
        );
      }
    }
  }

  public read(): Endpoint[] {
    return [
      ...this.context.all('aws_lb', 'aws_alb').map((args) => this.modern(args)),
      ...this.context.all('aws_elb').map((args) => this.classic(args)),
    ];
  }

  private register(args: Arguments, group: Link, to: Link | RangeSet, port?: number | Unknown): void {
    const { address: by, certain } = args.owner;
    const keys = group instanceof Reference ? [group] : (group?.from ?? []);
    for (const { address } of keys) {
      const target = {
        to,
        by,
        certain: certain && group instanceof Reference,
        ...(port !== undefined && { port }),
      };
      this.registered.set(address, [...(this.registered.get(address) ?? []), target]);
    }
  }

  private modern(args: Arguments): Endpoint {
    const { address, type, certain } = args.owner;
    const kind = args.text('load_balancer_type') ?? 'application';
    const listeners = this.context
      .all('aws_lb_listener', 'aws_alb_listener')
      .map((one) => ({ one, leads: leadsTo(one.link('load_balancer_arn'), address, same) }))
      .filter(({ leads }) => leads !== 'no');
    const listens = listeners.map(({ one, leads }): Listener => ({
      protocols: protocolsOf(one, 'protocol'),
      port: one.number('port') ?? new Unknown(`${one.owner.address}'s port`),
      by: one.owner.address,
      certain: one.owner.certain && leads === 'yes',
    }));
    return {
      address,
      type,
      certain,
      placement: 'any',
      answers: 'gateway',
      interfaces: this.places(args, kind === 'network'),
      listens,
      opens: listeners.flatMap(({ one }) => this.targetGroups(one)).flatMap((group) => this.openings(group)),
      ...(kind === 'application' || kind === 'network'
        ? {}
        : { notUnderstood: `${address}, a load balancer of another type` }),
    };
  }

  private places(args: Arguments, unfilteredWithoutGroups: boolean): Interface[] {
    const mapped = args.blocks('subnet_mapping').map((block) => block.link('subnet_id', SUBNET));
    const links = [...args.links('subnets', SUBNET), ...mapped];
    const groups = args.links('security_groups');
    const what = `${args.owner.address}'s subnet`;
    const internal = args.flag('internal', false);
    const publicless = args.text('ip_address_type') === 'dualstack-without-public-ipv4';
    const isPublic = internal instanceof Unknown ? internal : !internal && !publicless;
    return (links.length > 0 ? links : [new Unknown(what)]).map((link) => {
      const subnet = this.interfaces.subnetOf(link, what);
      const filtered = groups.length > 0 || !unfilteredWithoutGroups;
      return {
        subnet,
        names: [],
        isPublic,
        ...(filtered && { groups: this.interfaces.groupsOf(groups, subnet) }),
      };
    });
  }

  /** The target groups that a listener, or a rule of it, forwards to. */
  private targetGroups(listener: Arguments): Link[] {
    const rules = this.context
      .all('aws_lb_listener_rule', 'aws_alb_listener_rule')
      .filter((rule) => leadsTo(rule.link('listener_arn'), listener.owner.address, same) !== 'no');
    const actions = [listener, ...rules].flatMap((args) => FORWARDS.flatMap((name) => args.blocks(name)));
    return actions.flatMap((action) => [
      action.link('target_group_arn'),
      ...action
        .blocks('forward')
        .flatMap((block) => block.blocks('target_group').map((group) => group.link('arn'))),
    ]);
  }

  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
  private openings(link: Link): Opening[] {
    if (link === undefined) return [];
    if (link instanceof Unknown && link.from.length > 0) {
      return link.from
        .flatMap((one) => this.openings(one))
        .map((opening) => ({ ...opening, certain: false }));
    }
    const group = link instanceof Reference ? this.context.at(link.address) : undefined;
    if (!group || !(link instanceof Reference)) {
      const why = link instanceof Unknown ? link : new Unknown(link.address);
      return [
        {
          to: new Unknown(`the targets of ${why.why}`),
          port: why,
          protocols: ['tcp', 'udp'],
          by: why.why,
          certain: false,
        },
      ];
    }
    if (group.text('target_type') === 'lambda') return [];
    const [check] = group.blocks('health_check');
    return (this.registered.get(group.owner.address) ?? []).flatMap((target) => {
      const port = target.port ?? group.number('port') ?? new Unknown(`${group.owner.address}'s port`);
      const stated = check?.text('port') ?? 'traffic-port';
      const health = stated instanceof Unknown ? stated : stated === 'traffic-port' ? port : Number(stated);
      const { to, by, certain } = target;
      const traffic: Opening = { to, port, protocols: protocolsOf(group, 'protocol'), by, certain };
      const checks: Opening = { to, port: health, protocols: ['tcp'], by: `${by} (health check)`, certain };
      return check?.flag('enabled', true) === false ? [traffic] : [traffic, checks];
    });
  }

  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html */
  private classic(args: Arguments): Endpoint {
    const { address, type, certain } = args.owner;
    const listeners = args.blocks('listener');
    const attached = this.context
      .all('aws_elb_attachment')
      .filter((one) => leadsTo(one.link('elb'), address, same) === 'yes')
      .map((one) => one.link('instance'));
    const health = args.blocks('health_check').flatMap((block) => {
      const port = /^\w+:(\d+)/.exec(String(block.text('target')))?.[1];
      return port === undefined ? [] : [Number(port)];
    });
    const ports = [
      ...listeners.map((one) => one.number('instance_port') ?? new Unknown(`${address}'s ports`)),
      ...health,
    ];
    return {
      address,
      type,
      certain,
      placement: 'any',
      answers: 'gateway',
      interfaces: this.places(args, false),
      listens: listeners.map((one) => ({
        protocols: ['tcp'],
        port: one.number('lb_port') ?? new Unknown(`${address}'s ports`),
        by: address,
        certain: true,
      })),
      opens: [...args.links('instances'), ...attached].flatMap((to) =>
        ports.map((port): Opening => ({ to, port, protocols: ['tcp'], by: address, certain: true })),
      ),
    };
  }
}
