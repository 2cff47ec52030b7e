import { grantsOf, type Permissions, serviceLinkedRole } from '../iam/grants';

const { lists, makes, marks, uses } = grantsOf({
  name: 'elasticloadbalancing',
  tag: 'AddTags',
  untag: 'RemoveTags',
});
const ec2 = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });

/**
 * Load balancer, listeners and their rules, targets.
 * AWS: "Actions, resources, and condition keys for Elastic Load Balancing V2", "Elastic Load Balancing API permissions".
 */
export const loadBalancer: Permissions = {
  aws_lb: [
    lists(
      'DescribeLoadBalancers',
      'DescribeLoadBalancerAttributes',
      'DescribeCapacityReservation',
      'DescribeTags',
    ),
    // What the service looks up in the name of who makes a load balancer.
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
  aws_lb_listener: [
    lists('DescribeListeners', 'DescribeListenerAttributes', 'DescribeTags'),
    ...marks('listener/app/*'),
    uses('loadbalancer/app/*', 'CreateListener'),
    uses('listener/app/*', 'ModifyListener', 'ModifyListenerAttributes', 'DeleteListener'),
  ],
  aws_lb_listener_rule: [
    lists('DescribeRules', 'DescribeTags'),
    ...marks('listener-rule/app/*'),
    uses('listener/app/*', 'CreateRule'),
    uses('listener-rule/app/*', 'ModifyRule', 'SetRulePriorities', 'DeleteRule'),
  ],
  aws_lb_target_group: [
    lists('DescribeTargetGroups', 'DescribeTargetGroupAttributes', 'DescribeTags'),
    ...makes('targetgroup/*', 'CreateTargetGroup'),
    uses('targetgroup/*', 'ModifyTargetGroup', 'ModifyTargetGroupAttributes', 'DeleteTargetGroup'),
  ],
  aws_lb_target_group_attachment: [
    lists('DescribeTargetHealth'),
    uses('targetgroup/*', 'RegisterTargets', 'DeregisterTargets'),
  ],
};
