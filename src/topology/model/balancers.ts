import type { Arguments, Certainty } from '../fields';
import { Link } from '../link';
import { Reference, Unknown } from '../value';
import { every, not } from './certainty';
import { claimsOn, type Context } from './context';
import type { Endpoint, Listener, Opening, Placement } from './endpoints';
import type { Interfaces } from './instances';
import { ipv6In, type Ipv6Presence } from './ipv6-interfaces';
import type { Subnet } from './network';
import { protocolsOf, Registrations } from './registrations';
import { namesZones } from './zones';

/** A target group that a listener or a rule names. */
interface Forward {
  readonly link: Link;
  readonly certain: boolean;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type */
const onlyWhere = (isDualStack: Certainty, ipv6: Ipv6Presence): Ipv6Presence => ({
  ...ipv6,
  has: every(isDualStack, ipv6.has),
});

const FORWARDS = ['default_action', 'action'];

/** The port of a target such as `HTTP:8080/health`. */
function healthPort(check: Arguments): number | Unknown {
  const target = check.text('target');
  const [, port] = typeof target === 'string' ? (/^\w+:(\d+)/.exec(target) ?? []) : [];
  if (port !== undefined) return Number(port);
  return target instanceof Unknown ? target : new Unknown(`the health check port of ${check.owner.address}`);
}

/** Load balancers: what they listen on, and the targets to which they open connections. */
export class Balancers {
  private readonly registrations: Registrations;

  constructor(
    private readonly context: Context,
    private readonly interfaces: Interfaces,
  ) {
    this.registrations = new Registrations(context);
  }

  public read(): Endpoint[] {
    return [
      ...this.context.all('aws_lb', 'aws_alb').map((args) => this.modern(args)),
      ...this.context.all('aws_elb').map((args) => this.classic(args)),
    ];
  }

  private modern(args: Arguments): Endpoint {
    const { address, type, certain } = args.owner;
    const kind = args.text('load_balancer_type') ?? 'application';
    const all = this.context.all('aws_lb_listener', 'aws_alb_listener');
    const listeners = claimsOn(all, (one) => one.link('load_balancer_arn'), address).map(
      ({ args: one, leads }) => ({ one, leads }),
    );
    const listens = listeners.map(({ one, leads }): Listener => ({
      protocols: protocolsOf(one, 'protocol'),
      port: one.number('port') ?? new Unknown(`${one.owner.address}'s port`),
      by: one.owner.address,
      certain: leads === 'yes',
    }));
    return {
      address,
      type,
      certain,
      placement: 'any',
      answers: 'gateway',
      interfaces: this.places(args, kind === 'network'),
      listens,
      opens: listeners
        .flatMap(({ one, leads }) =>
          this.targetGroups(one).flatMap((group) => this.openings(group, leads === 'yes')),
        )
        // Other types put their own address in place of the client's.
        .map((one) => (kind === 'network' ? one : { ...one, keepsClients: false })),
      ...(kind === 'application' || kind === 'network'
        ? {}
        : { notUnderstood: `${address}, a load balancer of another type` }),
    };
  }

  private places(args: Arguments, unfilteredWithoutGroups: boolean): Placement[] {
    const mapped = args.blocks('subnet_mapping').map((block) => block.link('subnet_id'));
    const links = [...args.links('subnets'), ...mapped];
    const groups = args.links('security_groups');
    const what = `${args.owner.address}'s subnet`;
    const internal = args.flag('internal', false);
    const families = args.text('ip_address_type') ?? 'ipv4';
    const isDualStack = families instanceof Unknown ? families : families.startsWith('dualstack');
    const hasIpv4 = families instanceof Unknown ? families : families !== 'dualstack-without-public-ipv4';
    const isPublic = every(not(internal), hasIpv4);
    const none = Link.of([namesZones(args) ? undefined : new Unknown(what)], what);
    const filtered = groups.length > 0 || !unfilteredWithoutGroups;
    const at = (subnets: readonly (Subnet | Unknown)[], certain: boolean, why: string): Placement => ({
      certain,
      why,
      alternatives: subnets.map((subnet) => ({
        subnet,
        names: [],
        isPublic,
        ipv6: onlyWhere(isDualStack, ipv6In(subnet, true, [], not(internal))),
        ...(filtered && { groups: this.interfaces.groupsOf(groups, subnet) }),
      })),
    });
    const stated = links.map((link) =>
      at(this.interfaces.subnetsOf(link.certainly(), what), link.isCertain, link.why),
    );
    return links.some((link) => link.isCertain)
      ? stated
      : [...stated, at(this.interfaces.subnetsOf(none, what), links.length === 0, what)];
  }

  /** The target groups that a listener, or a rule of it, forwards to, and whether it surely does. */
  private targetGroups(listener: Arguments): Forward[] {
    const all = this.context.all('aws_lb_listener_rule', 'aws_alb_listener_rule');
    const rules = claimsOn(all, (rule) => rule.link('listener_arn'), listener.owner.address);
    const actions = [{ args: listener, leads: 'yes' }, ...rules].flatMap(({ args, leads }) =>
      FORWARDS.flatMap((name) => args.blocks(name)).map((action) => ({ action, certain: leads === 'yes' })),
    );
    return actions.flatMap(({ action, certain }) =>
      [
        action.link('target_group_arn'),
        ...action
          .blocks('forward')
          .flatMap((block) => block.blocks('target_group').map((group) => group.link('arn'))),
      ]
        .filter((link) => link.isStated)
        .map((link) => ({ link, certain })),
    );
  }

  private openings({ link, certain }: Forward, isListening: boolean): Opening[] {
    return link
      .stated((one): Opening[] => {
        const group = one instanceof Reference ? this.context.at(one.address) : undefined;
        if (group) return this.registrations.openings(group);
        const why = one instanceof Unknown ? one.why : one.address;
        const to = Link.of([new Unknown(`the targets of ${why}`)], why);
        return [{ to, port: new Unknown(why), protocols: ['tcp', 'udp'], by: why, certain: false }];
      })
      .flat()
      .map((opening) => ({
        ...opening,
        certain: opening.certain && certain && isListening && link.sure !== undefined,
      }));
  }

  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html */
  private classic(args: Arguments): Endpoint {
    const { address, type, certain } = args.owner;
    const listeners = args.blocks('listener');
    const targets = this.registrations.ofClassic(args);
    const health = args.blocks('health_check').map((block) => healthPort(block));
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
      opens: targets.flatMap((target) =>
        ports.map((port): Opening => ({ ...target, port, protocols: ['tcp'] })),
      ),
    };
  }
}
