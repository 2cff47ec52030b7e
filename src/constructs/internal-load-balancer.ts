import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { fittingName, LOAD_BALANCER_NAME_LENGTH } from '../core/names';
import { priorityOf } from '../net/listener-rules';
import type { AliasTarget } from './domain';
import type { Network } from './network';
import { type Connectable, SecurityGroup } from './security-group';
import type { ServerGroup } from './server-group';
import { addForward, type Canary, type ForwardProps } from './target-group';

/** Port on which services are asked: HTTP, inside the VPC. */
const HTTP = 80;

export interface InternalLoadBalancerProps {
  /** Name in AWS; cut with a hash where it has more than 32 characters. */
  readonly name: string;
  readonly network: Network;
  readonly deletionProtection: boolean;
}

/** Servers that other servers ask by a name. */
export interface ServiceProps extends Pick<
  ForwardProps,
  'port' | 'healthCheckPath' | 'stickySeconds' | 'slowStartSeconds'
> {
  /** A DNS label. */
  readonly name: string;
  /** Name by which clients ask, in the private domain. */
  readonly hostName: string;
  readonly serverGroup: ServerGroup;
  /** Servers that take a share of the requests. @default none */
  readonly canary?: Canary | undefined;
  readonly clients: readonly ServerGroup[];
}

/**
 * An application load balancer over the private subnets, for requests between servers: HTTP on port 80, by host name. Reachable only for
 * the clients of its services, each of which reaches all of them. Costs by the hour and by use. AWS: "Create an Application Load
 * Balancer", scheme internal.
 */
export class InternalLoadBalancer extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** What records of services point to. */
  public readonly aliasTarget: AliasTarget;
  /** What identifies it in CloudWatch: the end of its ARN. */
  public readonly arnSuffix: string;
  private readonly listenerArn: string;
  private readonly services: Construct;
  /** What identifies the target groups of services in CloudWatch, by service, and those of their canaries. */
  private readonly groups = new Map<string, string>();
  /** Security groups and ports that are open already. */
  private readonly opened = new Set<string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InternalLoadBalancerProps,
  ) {
    super(scope, id);
    const { name, network, deletionProtection } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${name}-`,
      vpcId: network.vpcId,
    });
    const { arn, arnSuffix, dnsName, zoneId } = new Lb(this, 'Resource', {
      name: fittingName(name, LOAD_BALANCER_NAME_LENGTH),
      loadBalancerType: 'application',
      internal: true,
      subnets: network.subnetIds('private'),
      securityGroups: [this.securityGroup.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      tags: { Name: name },
    });
    this.arnSuffix = arnSuffix;
    this.aliasTarget = { dnsName, hostedZoneId: zoneId };
    const unknown = { contentType: 'text/plain', statusCode: '404', messageBody: 'No such service' };
    this.listenerArn = new LbListener(this, 'http', {
      loadBalancerArn: arn,
      port: HTTP,
      protocol: 'HTTP',
      defaultAction: [{ type: 'fixed-response', fixedResponse: unknown }],
      tags: { Name: `${name}-http` },
    }).arn;
    this.services = new Construct(this, 'services');
  }

  /** What identifies the target group of each service in CloudWatch. */
  public get targetGroupSuffixes(): ReadonlyMap<string, string> {
    return this.groups;
  }

  /** Forwards requests of a host name to servers, and lets its clients ask. */
  public addService(service: ServiceProps): void {
    const { name: id, hostName, serverGroup, canary, clients, port } = service;
    const { network } = this.props;
    const name = `${this.props.name}-${id}`;
    const forward = addForward(this.services, `${id}-`, { ...service, name, kind: 'service ', network });
    this.groups.set(id, forward.targetGroup.arnSuffix);
    if (forward.canary) this.groups.set(`${id}-canary`, forward.canary.arnSuffix);
    for (const group of [serverGroup, ...(canary ? [canary.serverGroup] : [])])
      this.open(`to ${group.name} ${port}`, () =>
        group.securityGroup.allowFrom(this, { port, description: 'Requests and health checks' }),
      );
    for (const client of clients)
      this.open(`from ${client.name}`, () =>
        this.securityGroup.allowFrom(client, { port: HTTP, description: 'HTTP' }),
      );
    new LbListenerRule(this.services, id, {
      listenerArn: this.listenerArn,
      priority: priorityOf({ name: id, hosts: [hostName], paths: [] }),
      condition: [{ hostHeader: { values: [hostName] } }],
      action: [forward.action],
      tags: { Name: name },
    });
  }

  private open(access: string, allow: () => void): void {
    if (this.opened.has(access)) return;
    this.opened.add(access);
    allow();
  }
}
