import { AutoscalingAttachment } from '@cdktf/provider-aws/lib/autoscaling-attachment';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbListener, type LbListenerConfig } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { Construct } from 'constructs';
import { fittingName, hashedName, LOAD_BALANCER_NAME_LENGTH } from '../core/names';
import type { WebPage } from '../roles/role';
import type { AliasTarget } from './domain';
import type { Network } from './network';
import { type CidrPeer, type Connectable, SecurityGroup } from './security-group';
import type { ServerGroup } from './server-group';

/** TLS 1.2 and 1.3. AWS: "Security policies for your Application Load Balancer". */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

const HTTPS = 443;

/** A year, for this name alone. AWS: "HTTP header modification for your Application Load Balancer". */
const HSTS = { routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000' };

/**
 * A server that answers gets requests within half a minute. One that does not is unhealthy after 150 seconds: a failover of the
 * database takes 60 to 120, and must replace no server. AWS: "Health checks for Application Load Balancer target groups",
 * "Failing over a Multi-AZ DB instance for Amazon RDS".
 */
const HEALTH_CHECK = { matcher: '200', interval: 15, healthyThreshold: 2, unhealthyThreshold: 10 } as const;

type ListenerSettings = Omit<LbListenerConfig, 'loadBalancerArn'> & {
  port: number;
  protocol: 'HTTP' | 'HTTPS';
};

export interface LoadBalancerProps {
  /** Name in AWS; cut with a hash where it has more than 32 characters. */
  readonly name: string;
  readonly network: Network;
  /** The servers that requests go to. */
  readonly target: ServerGroup;
  /** TCP port on which the servers take requests and health checks. */
  readonly port: number;
  /** Path that a healthy server answers with status 200. */
  readonly healthCheckPath: string;
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

interface Targets {
  readonly serverGroup: ServerGroup;
  readonly port: number;
  readonly healthCheckPath: string;
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
  private administratorsAllowed = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { name, network, target, port, certificateArn, hostName, deletionProtection } = props;
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

    const targetGroup = this.addTargets('', name, { ...props, serverGroup: target });
    this.targetGroupSuffix = targetGroup.arnSuffix;
    target.securityGroup.allowFrom(this, { port, description: 'Requests and health checks' });
    this.listenerArn = this.addListeners(targetGroup.arn);
    this.hideActuator();
  }

  /** What identifies the target groups of pages in CloudWatch, by the name of the server. */
  public pageTargetGroupSuffixes(): Map<string, string> {
    return new Map([...this.pageTargetGroups].map(([server, { arnSuffix }]) => [server, arnSuffix]));
  }

  /** Forwards what administrators ask of a host name to a server's web page. */
  public addPage({ serverGroup, page, hostName, administrators }: PageProps): void {
    const name = `${this.props.name}-${serverGroup.nameInAws}`;
    const { port, service, healthCheckPath } = page;
    const targetGroup = this.addTargets(`${serverGroup.name}-`, name, { serverGroup, port, healthCheckPath });
    this.pageTargetGroups.set(serverGroup.name, targetGroup);
    serverGroup.securityGroup.allowFrom(this, { port, description: service });
    const { forEach, cidrIpv4, label } = administrators;
    this.allowAdministrators(administrators);
    new LbListenerRule(this, `${serverGroup.name}-from-${label}`, {
      listenerArn: this.listenerArn,
      ...(forEach && { forEach }),
      condition: [{ hostHeader: { values: [hostName] } }, { sourceIp: { values: [cidrIpv4] } }],
      action: [{ type: 'forward', targetGroupArn: targetGroup.arn }],
      tags: { Name: `${name} from ${label}` },
    });
  }

  /**
   * Metrics, settings and heap dumps of a Spring application are for nobody outside. Health checks do not pass the listener. Spring
   * Boot: "Actuator Endpoints".
   */
  private hideActuator(): void {
    new LbListenerRule(this, 'actuator', {
      listenerArn: this.listenerArn,
      condition: [{ pathPattern: { values: ['/actuator', '/actuator/*'] } }],
      action: [
        {
          type: 'fixed-response',
          fixedResponse: { contentType: 'text/plain', statusCode: '404', messageBody: 'Not found' },
        },
      ],
      tags: { Name: `${this.props.name} actuator` },
    });
  }

  /** Opens the HTTPS listener to administrators, beside the CIDR blocks of the configuration. */
  private allowAdministrators(administrators: CidrPeer): void {
    if (this.administratorsAllowed) return;
    this.administratorsAllowed = true;
    this.securityGroup.allowFromCidr(administrators, { port: HTTPS, description: 'HTTPS' });
  }

  private addTargets(
    id: string,
    name: string,
    { serverGroup, port, healthCheckPath }: Targets,
  ): LbTargetGroup {
    const targetGroup = new LbTargetGroup(this, `${id}target-group`, {
      // The name has a hash of the arguments that replace the group, so that its successor can be created first.
      name: hashedName(name, `${name} HTTP ${port}`, LOAD_BALANCER_NAME_LENGTH),
      vpcId: this.props.network.vpcId,
      protocol: 'HTTP',
      port,
      targetType: 'instance',
      healthCheck: { path: healthCheckPath, ...HEALTH_CHECK },
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
    const { arn } = targetGroup;
    for (const [server, { instanceId }] of serverGroup.servers) {
      new LbTargetGroupAttachment(this, `${id}target-${server}`, {
        targetGroupArn: arn,
        targetId: instanceId,
        port,
        // A new server is registered before the old one goes.
        ...(serverGroup.createBeforeDestroy && { lifecycle: { createBeforeDestroy: true } }),
      });
    }
    if (serverGroup.autoScalingGroup) {
      new AutoscalingAttachment(this, `${id}target-${serverGroup.name}`, {
        autoscalingGroupName: serverGroup.autoScalingGroup.groupName,
        lbTargetGroupArn: arn,
      });
    }
    return targetGroup;
  }

  /** Adds the listeners, and gives the ARN of the one that forwards. */
  private addListeners(targetGroupArn: string): string {
    const { certificateArn } = this.props;
    const forward = { type: 'forward', targetGroupArn };
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
