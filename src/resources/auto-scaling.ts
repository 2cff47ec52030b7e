import { type Condition, grantsOf, serviceLinkedRole } from '../iam/grants';
import { launch } from './servers';
import { importById, importByName, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

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

/** What an older version of the template launches may lack the environment's tags; the template itself is the environment's by its tags. */
const fromTemplate: Condition = {
  ArnLike: { 'ec2:LaunchTemplate': `arn:aws:ec2:{region}:{account}:${TEMPLATE}` },
};

/**
 * Launch templates and groups of servers. Auto Scaling has EC2 ask whether who changes a group may launch its servers. AWS:
 * "Actions, resources, and condition keys for Amazon EC2 Auto Scaling", "Control Amazon EC2 launch template usage".
 */
export const autoScaling = {
  resources: {
    aws_launch_template: {
      permissions: [
        ec2.lists('DescribeLaunchTemplates', 'DescribeLaunchTemplateVersions'),
        ...ec2.makes(TEMPLATE, 'CreateLaunchTemplate'),
        ec2.uses(TEMPLATE, 'CreateLaunchTemplateVersion', 'DeleteLaunchTemplate'),
      ],
      import: importById('ec2:launch-template'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it runs nothing before an instance is launched from it'),
    },
    aws_autoscaling_group: {
      permissions: [
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
        // Instances and volumes are tagged as those of single servers are.
        ...ec2.tagsNew('network-interface/*'),
        ...launch,
        serviceLinkedRole('autoscaling.amazonaws.com'),
      ],
      import: importByName('autoscaling:autoScalingGroup'),
      derived: {
        desired_capacity: 'always',
        target_group_arns: ['aws_autoscaling_attachment.lb_target_group_arn'],
        // The same in the words of today's API, which moto has not. AWS: "AttachTrafficSources".
        traffic_source: ['aws_autoscaling_attachment.lb_target_group_arn'],
      },
      unmanaged: none('its instances are listed'),
    },
    aws_autoscaling_policy: {
      permissions: [lists('DescribePolicies'), uses(GROUP, 'PutScalingPolicy', 'DeletePolicy')],
      import: none('PutScalingPolicy: replaces the policy of that name'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
    },
    aws_autoscaling_attachment: {
      permissions: [
        lists('DescribeAutoScalingGroups'),
        uses(GROUP, 'AttachLoadBalancerTargetGroups', 'DetachLoadBalancerTargetGroups'),
      ],
      import: none('AttachLoadBalancerTargetGroups: attaches an attached group again; there is no import'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
    },
  },
  dataSources: {},
} satisfies Part;
