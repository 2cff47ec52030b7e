import { AutoscalingAttachment } from '@cdktf/provider-aws/lib/autoscaling-attachment';
import type { LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { hashedName, LOAD_BALANCER_NAME_LENGTH } from '../core/names';
import type { Network } from './network';
import type { ServerGroup } from './server-group';

/**
 * A server that answers gets requests within half a minute. One that does not is unhealthy after 150 seconds: a failover of the
 * database takes 60 to 120, and must replace no server. AWS: "Health checks for Application Load Balancer target groups",
 * "Failing over a Multi-AZ DB instance for Amazon RDS".
 */
const HEALTH_CHECK = { matcher: '200', interval: 15, healthyThreshold: 2, unhealthyThreshold: 10 } as const;

/** Servers that take requests of a load balancer, and how. */
export interface Targets {
  readonly serverGroup: ServerGroup;
  /** TCP port on which the servers take requests and health checks. */
  readonly port: number;
  /** Path that a healthy server answers with status 200. */
  readonly healthCheckPath: string;
  /** Seconds for which a cookie keeps a client at one server. @default any server */
  readonly stickySeconds?: number | undefined;
  /** Seconds in which a new server gets a growing share of requests. @default its full share at once */
  readonly slowStartSeconds?: number | undefined;
}

/** A second server group, with another image, that takes a share of the requests. */
export interface Canary {
  readonly serverGroup: ServerGroup;
  /** Its share in percent, as an expression. */
  readonly weight: string;
}

export interface TargetGroupProps extends Targets {
  /** The Name tag, and the start of the name in AWS. */
  readonly name: string;
  /** What tells it from other target groups of the same name. @default '' */
  readonly kind?: string;
  readonly network: Network;
}

export interface ForwardProps extends TargetGroupProps {
  /** @default all requests go to one server group */
  readonly canary?: Canary | undefined;
}

/** Target groups of a listener or a rule, and the arguments of the action that forwards to them. */
export interface Forward {
  readonly targetGroup: LbTargetGroup;
  /** @default no canary */
  readonly canary: LbTargetGroup | undefined;
  readonly action: Pick<LbListenerRuleAction, 'type' | 'targetGroupArn' | 'forward'>;
}

/** Adds target groups as `addTargetGroup` does. AWS: "Weighted target groups", in listener rules. */
export function addForward(scope: Construct, prefix: string, props: ForwardProps): Forward {
  const { canary, name, stickySeconds } = props;
  const targetGroup = addTargetGroup(scope, prefix, props);
  if (!canary)
    return { targetGroup, canary: undefined, action: { type: 'forward', targetGroupArn: targetGroup.arn } };
  const { serverGroup, weight } = canary;
  const second = addTargetGroup(scope, `${prefix}canary-`, { ...props, serverGroup, name: `${name}-canary` });
  const share = (arn: string, percent: string) => ({ arn, weight: Token.asNumber(`\${${percent}}`) });
  const stays = { enabled: true, duration: stickySeconds ?? 0 };
  return {
    targetGroup,
    canary: second,
    action: {
      type: 'forward',
      forward: {
        targetGroup: [share(targetGroup.arn, `100 - ${weight}`), share(second.arn, weight)],
        ...(stickySeconds !== undefined && { stickiness: stays }),
      },
    },
  };
}

/** Cookies of the load balancer. AWS: "Sticky sessions for your Application Load Balancer". */
const stickiness = (cookieDuration: number) => ({ type: 'lb_cookie', cookieDuration, enabled: true });

/**
 * A target group with its servers, which are registered at the address `<prefix>target-<server>`.
 *
 * @param prefix start of the construct ids, empty or ending in a hyphen
 */
export function addTargetGroup(scope: Construct, prefix: string, props: TargetGroupProps): LbTargetGroup {
  const { name, kind = '', network, port, healthCheckPath, stickySeconds, slowStartSeconds } = props;
  const targetGroup = new LbTargetGroup(scope, `${prefix}target-group`, {
    // The name has a hash of the arguments that replace the group, so that its successor can be created first.
    name: hashedName(name, `${name} ${kind}HTTP ${port}`, LOAD_BALANCER_NAME_LENGTH),
    vpcId: network.vpcId,
    protocol: 'HTTP',
    port,
    targetType: 'instance',
    healthCheck: { path: healthCheckPath, ...HEALTH_CHECK },
    ...(stickySeconds !== undefined && { stickiness: stickiness(stickySeconds) }),
    ...(slowStartSeconds !== undefined && { slowStart: slowStartSeconds }),
    tags: { Name: name },
    lifecycle: { createBeforeDestroy: true },
  });
  addTargets(scope, prefix, targetGroup.arn, props);
  return targetGroup;
}

function addTargets(scope: Construct, prefix: string, targetGroupArn: string, targets: Targets): void {
  const { serverGroup, port } = targets;
  for (const [server, { instanceId }] of serverGroup.servers) {
    new LbTargetGroupAttachment(scope, `${prefix}target-${server}`, {
      targetGroupArn,
      targetId: instanceId,
      port,
      // A new server is registered before the old one goes.
      ...(serverGroup.createBeforeDestroy && { lifecycle: { createBeforeDestroy: true } }),
    });
  }
  if (serverGroup.autoScalingGroup) {
    new AutoscalingAttachment(scope, `${prefix}target-${serverGroup.name}`, {
      autoscalingGroupName: serverGroup.autoScalingGroup.groupName,
      lbTargetGroupArn: targetGroupArn,
    });
  }
}
