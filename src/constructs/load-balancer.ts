import { AutoscalingAttachment } from '@cdktf/provider-aws/lib/autoscaling-attachment';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener, type LbListenerConfig } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { Construct } from 'constructs';
import { fittingName, hashedName, LOAD_BALANCER_NAME_LENGTH } from '../core/names';
import type { Network } from './network';
import { type AddressRange, type Connectable, SecurityGroup } from './security-group';
import type { ServerFleet } from './server-fleet';

/** TLS 1.2 and 1.3. AWS: "Security policies for your Application Load Balancer". */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

type ListenerSettings = Omit<LbListenerConfig, 'loadBalancerArn'> & {
  port: number;
  protocol: 'HTTP' | 'HTTPS';
};

export interface LoadBalancerProps {
  /** Name in AWS; cut with a hash where it has more than 32 characters. */
  readonly name: string;
  readonly network: Network;
  /** The servers that requests go to. */
  readonly target: ServerFleet;
  /** TCP port on which the servers take requests and health checks. */
  readonly port: number;
  /** Path that a healthy server answers with status 200. */
  readonly healthCheckPath: string;
  /** @default HTTP only; with a certificate HTTPS, to which HTTP redirects for good */
  readonly certificateArn?: string | undefined;
  /** Who reaches the listeners. */
  readonly allowFrom: readonly AddressRange[];
  readonly deletionProtection: boolean;
}

/**
 * An internet-facing application load balancer over the public subnets. Opens its listeners to whom it is told, and its
 * targets' port on both sides. Costs by the hour and by use. AWS: "What is an Application Load Balancer?".
 */
export class LoadBalancer extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  public readonly url: string;
  private readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { name, network, target, port, certificateArn, deletionProtection } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${name}-${id}-`,
      vpcId: network.vpcId,
    });
    const { arn, dnsName } = new Lb(this, 'Resource', {
      name: fittingName(name, LOAD_BALANCER_NAME_LENGTH),
      loadBalancerType: 'application',
      internal: false,
      subnets: network.subnetIds('public'),
      securityGroups: [this.securityGroup.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      tags: { Name: name },
      // AWS makes an internet-facing load balancer only in a VPC whose internet gateway is attached.
      dependsOn: [network.internetGateway],
    });
    this.arn = arn;
    this.url = `${certificateArn === undefined ? 'http' : 'https'}://${dnsName}`;

    const targetGroupArn = this.addTargets();
    target.securityGroup.allowFrom(this, { port, service: 'Requests and health checks' });
    this.addListeners(targetGroupArn);
  }

  private addTargets(): string {
    const { name, network, target, port, healthCheckPath } = this.props;
    const { arn } = new LbTargetGroup(this, 'target-group', {
      // What replaces the group is in its name, so that the new one can be made before the old one goes.
      name: hashedName(name, `${name} HTTP ${port}`, LOAD_BALANCER_NAME_LENGTH),
      vpcId: network.vpcId,
      protocol: 'HTTP',
      port,
      targetType: 'instance',
      healthCheck: { path: healthCheckPath, matcher: '200' },
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
    for (const [server, { instanceId }] of target.servers) {
      new LbTargetGroupAttachment(this, `target-${server}`, {
        targetGroupArn: arn,
        targetId: instanceId,
        port,
        // Of several servers, new ones are registered before old ones go.
        ...(target.servers.size > 1 && { lifecycle: { createBeforeDestroy: true } }),
      });
    }
    if (target.group) {
      new AutoscalingAttachment(this, `target-${target.name}`, {
        autoscalingGroupName: target.group.groupName,
        lbTargetGroupArn: arn,
      });
    }
    return arn;
  }

  private addListeners(targetGroupArn: string): void {
    const { certificateArn } = this.props;
    const forward = { type: 'forward', targetGroupArn };
    const redirect = {
      type: 'redirect',
      redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' },
    };
    if (certificateArn === undefined) {
      this.addListener('http', { port: 80, protocol: 'HTTP', defaultAction: [forward] });
    } else {
      this.addListener('http', { port: 80, protocol: 'HTTP', defaultAction: [redirect] });
      const tls = { certificateArn, sslPolicy: TLS_POLICY };
      this.addListener('https', { port: 443, protocol: 'HTTPS', ...tls, defaultAction: [forward] });
    }
  }

  private addListener(id: string, settings: ListenerSettings): void {
    const { port, protocol } = settings;
    const tags = { Name: `${this.props.name}-${id}` };
    new LbListener(this, id, { loadBalancerArn: this.arn, ...settings, tags });
    for (const range of this.props.allowFrom)
      this.securityGroup.allowFromRange(range, { port, service: protocol });
  }
}
