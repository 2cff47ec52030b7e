import { grantsOf, serviceLinkedRole } from '../iam/grants';
import { loadBalancerCharges } from './load-balancer-charges';
import { FREE, importByArn, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { lists, makes, tagsNew, uses } = grantsOf({
  name: 'elasticloadbalancing',
  tag: 'AddTags',
  untag: 'RemoveTags',
});
const ec2 = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });

/** A kind of resource that is created in another. */
const madeIn = (
  parent: string,
  kind: string,
  actions: { create: string; read: readonly string[]; change: readonly string[] },
) => ({
  permissions: [
    lists(...actions.read, 'DescribeTags'),
    ...tagsNew(`${kind}/app/*`),
    uses(`${parent}/app/*`, actions.create),
    uses(`${kind}/app/*`, ...actions.change),
  ],
  import: importByArn(`elasticloadbalancing:${kind}`),
  derived: OWN_ATTRIBUTES,
  unmanaged: NOT_LISTED,
  charges: FREE,
});

/**
 * Load balancers, listeners, listener rules and target groups.
 * AWS: "Actions, resources, and condition keys for Elastic Load Balancing V2", "Elastic Load Balancing API permissions".
 */
export const loadBalancer = {
  resources: {
    aws_lb: {
      permissions: [
        lists(
          'DescribeLoadBalancers',
          'DescribeLoadBalancerAttributes',
          'DescribeCapacityReservation',
          'DescribeTags',
        ),
        // Elastic Load Balancing calls these with the permissions of the caller.
        ec2.lists(
          'DescribeAccountAttributes',
          'DescribeInternetGateways',
          'DescribeSecurityGroups',
          'DescribeSubnets',
          'DescribeVpcs',
        ),
        ...makes('loadbalancer/app/*', 'CreateLoadBalancer'),
        uses(
          'loadbalancer/app/*',
          'ModifyLoadBalancerAttributes',
          'SetSecurityGroups',
          'SetSubnets',
          'DeleteLoadBalancer',
        ),
        serviceLinkedRole('elasticloadbalancing.amazonaws.com'),
      ],
      import: importByArn('elasticloadbalancing:loadbalancer'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: loadBalancerCharges,
    },
    aws_lb_listener: madeIn('loadbalancer', 'listener', {
      create: 'CreateListener',
      read: ['DescribeListeners', 'DescribeListenerAttributes'],
      change: ['ModifyListener', 'ModifyListenerAttributes', 'DeleteListener'],
    }),
    aws_lb_listener_rule: madeIn('listener', 'listener-rule', {
      create: 'CreateRule',
      read: ['DescribeRules'],
      change: ['ModifyRule', 'SetRulePriorities', 'DeleteRule'],
    }),
    aws_lb_target_group: {
      permissions: [
        lists('DescribeTargetGroups', 'DescribeTargetGroupAttributes', 'DescribeTags'),
        ...makes('targetgroup/*', 'CreateTargetGroup'),
        uses('targetgroup/*', 'ModifyTargetGroup', 'ModifyTargetGroupAttributes', 'DeleteTargetGroup'),
      ],
      import: importByArn('elasticloadbalancing:targetgroup'),
      derived: { load_balancer_arns: ['aws_lb.arn'] },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_lb_target_group_attachment: {
      permissions: [
        lists('DescribeTargetHealth'),
        uses('targetgroup/*', 'RegisterTargets', 'DeregisterTargets'),
      ],
      import: none('RegisterTargets: registers a registered target again; there is no import'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [
    {
      offer: 'AWSELB',
      usageTypes: /^(LoadBalancer|LCU)Usage$/,
      operations: /^LoadBalancing(:(Application|Network|Gateway))?$/,
    },
  ],
} satisfies Part;
