import { type Condition, grantsOf, serviceLinkedRole } from '../iam/grants';
import { byUse, cloudWatch, type PricedResource, type UseCharge } from './charges';
import { groupCharges } from './instance-charges';
import { launch } from './servers';
import { FREE, importById, importByName, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { lists, makesAnew, uses } = grantsOf({
  name: 'autoscaling',
  tag: 'CreateOrUpdateTags',
  untag: 'DeleteTags',
});
const ec2 = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });
const elb = grantsOf({ name: 'elasticloadbalancing', tag: 'AddTags', untag: 'RemoveTags' });

/** Name pattern of groups. AWS puts an id before the name. */
const GROUP = 'autoScalingGroup:*:autoScalingGroupName/{prefix}-*';
const TEMPLATE = 'launch-template/*';

/** Restricts launches by template. Instances of an older template version may lack the environment's tags. */
const fromTemplate: Condition = {
  ArnLike: { 'ec2:LaunchTemplate': `arn:aws:ec2:{region}:{account}:${TEMPLATE}` },
};

/** Target tracking has an alarm for each direction. AWS: "Target tracking scaling policies for Amazon EC2 Auto Scaling". */
const policyCharges = (policy: PricedResource): UseCharge[] =>
  policy.text('policy_type') === 'TargetTrackingScaling'
    ? [byUse('alarms', cloudWatch('CW:AlarmMonitorUsage'))]
    : [];

/**
 * Launch templates and Auto Scaling groups. Auto Scaling checks that the caller may launch the group's instances. AWS: "Actions,
 * resources, and condition keys for Amazon EC2 Auto Scaling", "Control Amazon EC2 launch template usage".
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
      charges: none('the instances that it launches are charged'),
    },
    aws_autoscaling_group: {
      permissions: [
        lists('DescribeAutoScalingGroups', 'DescribeInstanceRefreshes', 'DescribeScalingActivities'),
        // Health of the group's instances.
        elb.lists('DescribeTargetHealth'),
        ...makesAnew(GROUP, 'CreateAutoScalingGroup'),
        uses(
          GROUP,
          'UpdateAutoScalingGroup',
          'PutLifecycleHook',
          'StartInstanceRefresh',
          'CancelInstanceRefresh',
          'EnableMetricsCollection',
          'DisableMetricsCollection',
          'DeleteAutoScalingGroup',
        ),
        ec2.uses(TEMPLATE, 'RunInstances'),
        ...['instance/*', 'volume/*'].map((kind) => ({
          ...ec2.usesAny(kind, 'RunInstances'),
          condition: fromTemplate,
        })),
        // Instances and volumes may be tagged by the permissions for single servers.
        ...ec2.tagsNew('network-interface/*'),
        ...launch,
        serviceLinkedRole('autoscaling.amazonaws.com'),
      ],
      import: importByName('autoscaling:autoScalingGroup'),
      derived: {
        desired_capacity: 'always',
        min_size: 'scheduled',
        target_group_arns: ['aws_autoscaling_attachment.lb_target_group_arn'],
        // Newer attribute with the same value, which moto does not support. AWS: "AttachTrafficSources".
        traffic_source: ['aws_autoscaling_attachment.lb_target_group_arn'],
      },
      unmanaged: none('its instances are listed'),
      charges: groupCharges,
    },
    aws_autoscaling_policy: {
      permissions: [lists('DescribePolicies'), uses(GROUP, 'PutScalingPolicy', 'DeletePolicy')],
      import: none('PutScalingPolicy: replaces the policy of that name'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: policyCharges,
    },
    aws_autoscaling_attachment: {
      permissions: [
        lists('DescribeAutoScalingGroups'),
        uses(GROUP, 'AttachLoadBalancerTargetGroups', 'DetachLoadBalancerTargetGroups'),
      ],
      import: none('AttachLoadBalancerTargetGroups: attaches an attached group again; there is no import'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonCloudWatch', usageTypes: /^CW:AlarmMonitorUsage$/ }],
} satisfies Part;
