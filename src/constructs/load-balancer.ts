import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbListener, type LbListenerConfig } from '@cdktf/provider-aws/lib/lb-listener';
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { fittingName, LOAD_BALANCER_NAME_LENGTH } from '../core/names';
import { FIRST_PRIORITY, priorityOf, type RuleConditions } from '../net/listener-rules';
import type { WebPage } from '../roles/role';
import type { AliasTarget } from './domain';
import type { Network } from './network';
import { type CidrPeer, type Connectable, SecurityGroup } from './security-group';
import type { ServerGroup } from './server-group';
import { addForward, addTargetGroup, type Canary, type Forward, type Targets } from './target-group';

/** TLS 1.2 and 1.3. AWS: "Security policies for your Application Load Balancer". */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

const HTTPS = 443;

/** A year, for this name alone. AWS: "HTTP header modification for your Application Load Balancer". */
const HSTS = { routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000' };

type ListenerSettings = Omit<LbListenerConfig, 'loadBalancerArn'> & {
  port: number;
  protocol: 'HTTP' | 'HTTPS';
};

export interface LoadBalancerProps extends Omit<Targets, 'serverGroup'> {
  /** Name in AWS; cut with a hash where it has more than 32 characters. */
  readonly name: string;
  readonly network: Network;
  /** The servers that requests go to. */
  readonly target: ServerGroup;
  /** Servers that take a share of them. @default none */
  readonly canary?: Canary | undefined;
  /** @default HTTP only; with a certificate HTTPS, to which HTTP redirects for good */
  readonly certificateArn?: string | undefined;
  /** Host name that people use. @default the name that AWS gives */
  readonly hostName?: string | undefined;
  /** Whether browsers are told to use HTTPS alone for a year. Needs a certificate. @default false */
  readonly hsts?: boolean | undefined;
  /** Name of the bucket of access logs. @default no access logs */
  readonly logBucket?: string | undefined;
  /** Id of the account, which must own the certificate. @default not checked */
  readonly accountId?: string | undefined;
  /** Whether rules are going to be added by `addRoute`: what must come before them then has a priority. @default false */
  readonly hasRoutes?: boolean | undefined;
  /** CIDR blocks that reach the listeners. */
  readonly allowFrom: readonly CidrPeer[];
  readonly deletionProtection: boolean;
}

export interface PageProps {
  /** The server with the page. */
  readonly serverGroup: ServerGroup;
  readonly page: WebPage;
  /** Host name of the page. */
  readonly hostName: string;
  /** CIDR blocks whose requests reach the page; other requests for the host name go to the application. */
  readonly administrators: CidrPeer;
}

/** More servers behind the same load balancer. AWS: "Listener rules for your Application Load Balancer". */
export interface RouteProps extends Targets, RuleConditions {
  /** Servers that take a share of the requests. @default none */
  readonly canary?: Canary | undefined;
}

/** A target group of an application. */
export interface ApplicationTargets {
  /** Empty for what takes requests of no route; otherwise its route, and `canary` for a canary. */
  readonly path: readonly string[];
  /** What identifies it in CloudWatch: the end of its ARN. */
  readonly arnSuffix: string;
}

/**
 * An internet-facing application load balancer over the public subnets. Opens its listeners to `allowFrom`, and its
 * targets' port on both sides. Costs by the hour and by use. AWS: "What is an Application Load Balancer?".
 */
export class LoadBalancer extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  public readonly url: string;
  /** What records of host names point to. */
  public readonly aliasTarget: AliasTarget;
  /** What identifies it in CloudWatch: the end of its ARN. */
  public readonly arnSuffix: string;
  public readonly arn: string;
  private readonly listenerArn: string;
  /** What identifies the application's target group in CloudWatch: the end of its ARN. */
  public readonly targetGroupSuffix: string;
  private readonly pageTargetGroups = new Map<string, LbTargetGroup>();
  private readonly applications: ApplicationTargets[] = [];
  /** Ports of servers that are open to the load balancer. */
  private readonly opened = new Set<string>();
  private readonly routes: Construct;
  /** Rules with a priority of their own. AWS numbers the others after those that are there. */
  private readonly numberedRules: LbListenerRule[] = [];
  private administratorsAllowed = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { name, network, target, certificateArn, hostName, deletionProtection } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${name}-${id}-`,
      vpcId: network.vpcId,
      internetFacing: true,
    });
    const { arn, arnSuffix, dnsName, zoneId } = new Lb(this, 'Resource', {
      name: fittingName(name, LOAD_BALANCER_NAME_LENGTH),
      loadBalancerType: 'application',
      internal: false,
      subnets: network.subnetIds('public'),
      securityGroups: [this.securityGroup.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      ...(props.logBucket !== undefined && { accessLogs: { bucket: props.logBucket, enabled: true } }),
      tags: { Name: name },
      // AWS makes an internet-facing load balancer only in a VPC whose internet gateway is attached.
      dependsOn: [network.internetGateway],
    });
    this.arn = arn;
    this.arnSuffix = arnSuffix;
    this.aliasTarget = { dnsName, hostedZoneId: zoneId };
    this.url = `${certificateArn === undefined ? 'http' : 'https'}://${hostName ?? dnsName}`;

    const forward = addForward(this, '', { ...props, serverGroup: target });
    this.targetGroupSuffix = forward.targetGroup.arnSuffix;
    this.openApplication([], forward, { ...props, serverGroup: target });
    this.listenerArn = this.addListeners(forward.action);
    this.hideActuator();
    this.routes = new Construct(this, 'routes');
  }

  /** What identifies the target groups of pages in CloudWatch, by the name of the server. */
  public pageTargetGroupSuffixes(): Map<string, string> {
    return new Map([...this.pageTargetGroups].map(([server, { arnSuffix }]) => [server, arnSuffix]));
  }

  /** Target groups of applications: of no route first, then of each route. */
  public applicationTargets(): readonly ApplicationTargets[] {
    return this.applications;
  }

  /** Forwards requests of host names and paths to servers of their own. To be called before `addPage`. */
  public addRoute(route: RouteProps): void {
    const { network } = this.props;
    const { name: id, hosts, paths } = route;
    const name = `${this.props.name}-${id}`;
    const forward = addForward(this.routes, `${id}-`, { ...route, name, kind: 'route ', network });
    this.openApplication(['routes', id], forward, route);
    const rule = new LbListenerRule(this.routes, id, {
      listenerArn: this.listenerArn,
      priority: priorityOf(route),
      condition: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      action: [forward.action],
      tags: { Name: name },
    });
    this.numberedRules.push(rule);
  }

  /** Forwards what administrators ask of a host name to a server's web page. */
  public addPage({ serverGroup, page, hostName, administrators }: PageProps): void {
    const name = `${this.props.name}-${serverGroup.nameInAws}`;
    const { port, service, healthCheckPath } = page;
    const { network } = this.props;
    const targets = { serverGroup, port, healthCheckPath };
    const targetGroup = addTargetGroup(this, `${serverGroup.name}-`, { ...targets, name, network });
    this.pageTargetGroups.set(serverGroup.name, targetGroup);
    this.openTarget(serverGroup, port, service);
    const { forEach, cidrIpv4, label } = administrators;
    this.allowAdministrators(administrators);
    new LbListenerRule(this, `${serverGroup.name}-from-${label}`, {
      listenerArn: this.listenerArn,
      ...(forEach && { forEach }),
      condition: [{ hostHeader: { values: [hostName] } }, { sourceIp: { values: [cidrIpv4] } }],
      action: [{ type: 'forward', targetGroupArn: targetGroup.arn }],
      tags: { Name: `${name} from ${label}` },
      ...(this.numberedRules.length > 0 && { dependsOn: [...this.numberedRules] }),
    });
  }

  /**
   * Metrics, settings and heap dumps of a Spring application are for nobody outside. Health checks do not pass the listener. Spring
   * Boot: "Actuator Endpoints".
   */
  private hideActuator(): void {
    const { hasRoutes = false } = this.props;
    const rule = new LbListenerRule(this, 'actuator', {
      listenerArn: this.listenerArn,
      ...(hasRoutes && { priority: FIRST_PRIORITY }),
      condition: [{ pathPattern: { values: ['/actuator', '/actuator/*'] } }],
      action: [
        {
          type: 'fixed-response',
          fixedResponse: { contentType: 'text/plain', statusCode: '404', messageBody: 'Not found' },
        },
      ],
      tags: { Name: `${this.props.name} actuator` },
    });
    if (hasRoutes) this.numberedRules.push(rule);
  }

  /** Opens the HTTPS listener to administrators, beside the CIDR blocks of the configuration. */
  private allowAdministrators(administrators: CidrPeer): void {
    if (this.administratorsAllowed) return;
    this.administratorsAllowed = true;
    this.securityGroup.allowFromCidr(administrators, { port: HTTPS, description: 'HTTPS' });
  }

  /** Opens the servers of an application and of its canary, and keeps their target groups. */
  private openApplication(
    path: readonly string[],
    { targetGroup, canary: canaryGroup }: Forward,
    { serverGroup, port, canary }: Pick<RouteProps, 'serverGroup' | 'port' | 'canary'>,
  ): void {
    this.applications.push({ path, arnSuffix: targetGroup.arnSuffix });
    this.openTarget(serverGroup, port);
    if (!canary || !canaryGroup) return;
    this.applications.push({ path: [...path, 'canary'], arnSuffix: canaryGroup.arnSuffix });
    this.openTarget(canary.serverGroup, port);
  }

  /** Opens a port of servers to the load balancer, once for all that goes there. */
  private openTarget(target: ServerGroup, port: number, description = 'Requests and health checks'): void {
    const key = `${target.name} ${port}`;
    if (this.opened.has(key)) return;
    this.opened.add(key);
    target.securityGroup.allowFrom(this, { port, description });
  }

  /** Adds the listeners, and gives the ARN of the one that forwards. */
  private addListeners(forward: Forward['action']): string {
    const { certificateArn } = this.props;
    const redirect = {
      type: 'redirect',
      redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' },
    };
    if (certificateArn === undefined)
      return this.addListener('http', { port: 80, protocol: 'HTTP', defaultAction: [forward] });
    this.addListener('http', { port: 80, protocol: 'HTTP', defaultAction: [redirect] });
    const tls = {
      certificateArn,
      sslPolicy: TLS_POLICY,
      ...(this.props.hsts && HSTS),
      ...this.ownCertificate(certificateArn),
    };
    return this.addListener('https', { port: HTTPS, protocol: 'HTTPS', ...tls, defaultAction: [forward] });
  }

  /** A listener takes certificates of its own account only. The plan fails, where AWS would report a certificate as not found. */
  private ownCertificate(certificateArn: string): Pick<LbListenerConfig, 'lifecycle'> {
    const { accountId } = this.props;
    const owner = certificateArn.split(':')[4] ?? '';
    if (accountId === undefined) return {};
    const condition = `\${${accountId} == "${owner}"}`;
    const errorMessage = `loadBalancer.certificateArn: the certificate is of account ${owner}; accepted: a certificate of account ${accountId}, which the load balancer is in.`;
    return { lifecycle: { precondition: [{ condition, errorMessage }] } };
  }

  private addListener(id: string, settings: ListenerSettings): string {
    const { port, protocol } = settings;
    const tags = { Name: `${this.props.name}-${id}` };
    const { arn } = new LbListener(this, id, { loadBalancerArn: this.arn, ...settings, tags });
    for (const peer of this.props.allowFrom)
      this.securityGroup.allowFromCidr(peer, { port, description: protocol });
    return arn;
  }
}
