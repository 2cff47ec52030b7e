import { type Condition, grantsOf, type Permissions, serviceLinkedRole } from '../iam/grants';
import { launch } from './servers';

const { lists, makesAnew, uses } = grantsOf({
  name: 'autoscaling',
  tag: 'CreateOrUpdateTags',
  untag: 'DeleteTags',
});
const ec2 = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });
const elb = grantsOf({ name: 'elasticloadbalancing', tag: 'AddTags', untag: 'RemoveTags' });

/** How the platform names a group, behind an id that AWS gives. */
const GROUP = 'autoScalingGroup:*:autoScalingGroupName/{prefix}-*';
const TEMPLATE = 'launch-template/*';

/** The group tags the servers, the template their volumes with a name alone; the template itself is the environment's by its tags. */
const fromTemplate: Condition = {
  ArnLike: { 'ec2:LaunchTemplate': `arn:aws:ec2:{region}:{account}:${TEMPLATE}` },
};
const whileLaunching: Condition = { StringEquals: { 'ec2:CreateAction': 'RunInstances' } };

/**
 * Launch templates and groups of servers. Auto Scaling has EC2 ask whether who changes a group may launch its servers. AWS:
 * "Actions, resources, and condition keys for Amazon EC2 Auto Scaling", "Control Amazon EC2 launch template usage".
 */
export const scaling: Permissions = {
  aws_launch_template: [
    ec2.lists('DescribeLaunchTemplates', 'DescribeLaunchTemplateVersions'),
    ...ec2.makes(TEMPLATE, 'CreateLaunchTemplate'),
    ec2.uses(TEMPLATE, 'CreateLaunchTemplateVersion', 'DeleteLaunchTemplate'),
  ],
  aws_autoscaling_group: [
    lists('DescribeAutoScalingGroups', 'DescribeInstanceRefreshes', 'DescribeScalingActivities'),
    // Whether its servers are healthy.
    elb.lists('DescribeTargetHealth'),
    ...makesAnew(GROUP, 'CreateAutoScalingGroup'),
    uses(
      GROUP,
      'UpdateAutoScalingGroup',
      'StartInstanceRefresh',
      'CancelInstanceRefresh',
      'DeleteAutoScalingGroup',
    ),
    ec2.uses(TEMPLATE, 'RunInstances'),
    ...['instance/*', 'volume/*'].map((kind) => ({
      ...ec2.usesAny(kind, 'RunInstances'),
      condition: fromTemplate,
    })),
    { ...ec2.usesAny('volume/*', 'CreateTags'), condition: whileLaunching },
    ...launch,
    serviceLinkedRole('autoscaling.amazonaws.com'),
  ],
  aws_autoscaling_policy: [lists('DescribePolicies'), uses(GROUP, 'PutScalingPolicy', 'DeletePolicy')],
  aws_autoscaling_attachment: [
    lists('DescribeAutoScalingGroups'),
    uses(GROUP, 'AttachLoadBalancerTargetGroups', 'DetachLoadBalancerTargetGroups'),
  ],
  // The provider's own; nothing in AWS.
  'data.aws_default_tags': [],
};
