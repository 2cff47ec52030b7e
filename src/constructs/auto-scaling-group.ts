import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import {
  AutoscalingPolicy,
  type AutoscalingPolicyTargetTrackingConfiguration,
} from '@cdktf/provider-aws/lib/autoscaling-policy';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { baselineOf } from '../catalog/instance-types';
import { EncryptionKey } from './encryption-key';
import type { AttachedInstanceSetup } from './instance-setup';
import { keptImage } from './kept-image';
import type { SecurityGroup } from './security-group';
import { hopLimitOf, metadataOptions } from './metadata-access';
import type { InstanceProps } from './server';

/** What a group follows: an average CPU utilization in percent, or waiting messages of a queue for each instance. */
export type ScalingTarget =
  { readonly cpu: number } | { readonly queueName: string; readonly messages: number };

/** Size of the group, which follows the load. */
export interface AutoScaling {
  readonly min: number;
  readonly max: number;
  readonly target: ScalingTarget;
  /** Of burstable instance types. AWS: "Unlimited mode for burstable performance instances". */
  readonly cpuCredits: 'unlimited' | 'standard';
  /** Whether a schedule sets the minimum, to nothing at night. @default false */
  readonly isScheduled?: boolean;
}

export interface AutoScalingGroupProps extends InstanceProps, AttachedInstanceSetup {
  /** The Name tag of each server. */
  readonly name: string;
  /** Name of the group and of its launch template, unique in the account and region. */
  readonly nameInAws: string;
  readonly subnetIds: readonly string[];
  readonly securityGroup: SecurityGroup;
  readonly autoScaling: AutoScaling;
  /** Tags of everything in the environment: the provider's default tags do not reach what a group launches. */
  readonly environmentTags: Readonly<Record<string, string>>;
  readonly dependsOn: ITerraformDependable[];
}

/** Device name of the root volume of Amazon Linux. */
const ROOT_DEVICE = '/dev/xvda';

/** What a launch makes. AWS: "Tag your Amazon EC2 resources". */
const LAUNCHED = ['instance', 'volume', 'network-interface'] as const;

/**
 * Grace period of health checks in seconds: updates, Docker, the image and a JVM take minutes. An instance refresh waits as long
 * for each instance. AWS: "Set the health check grace period", "Understand the default values for an
 * instance refresh".
 */
const GRACE_PERIOD = 900;

/** An instance goes once its successor is healthy, in a refresh and where one is unhealthy. AWS: "Instance maintenance policies". */
const SUCCESSOR_FIRST = { minHealthyPercentage: 100, maxHealthyPercentage: 200 } as const;

/** How many instances a group has, as a metric without charge. AWS: "Amazon CloudWatch metrics for Amazon EC2 Auto Scaling". */
const COUNTED = { metricsGranularity: '1Minute', enabledMetrics: ['GroupInServiceInstances'] };

/** A metric for an expression. */
const metric = (
  id: string,
  stat: string,
  [namespace, metricName]: readonly [string, string],
  [name, value]: readonly [string, string],
) => ({
  id,
  metricStat: { metric: { namespace, metricName, dimensions: [{ name, value }] }, stat },
  returnData: false,
});

/** Name and configuration of a scaling policy. AWS: "Target tracking scaling policies … using metric math", "queue backlog per instance". */
function followed(
  target: ScalingTarget,
  group: string,
): [string, AutoscalingPolicyTargetTrackingConfiguration] {
  if ('cpu' in target)
    return [
      'cpu',
      {
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
        targetValue: target.cpu,
      },
    ];
  const { queueName, messages } = target;
  return [
    'queue',
    {
      customizedMetricSpecification: {
        metrics: [
          metric(
            'messages',
            'Sum',
            ['AWS/SQS', 'ApproximateNumberOfMessagesVisible'],
            ['QueueName', queueName],
          ),
          metric(
            'instances',
            'Average',
            ['AWS/AutoScaling', 'GroupInServiceInstances'],
            ['AutoScalingGroupName', group],
          ),
          { id: 'backlog', expression: 'messages / instances', label: 'messages per instance' },
        ],
      },
      targetValue: messages,
    },
  ];
}

/**
 * A launch template and an Auto Scaling group, which uses ELB health checks. A changed template starts an instance refresh: each
 * instance is terminated once its successor is healthy. AWS: "Instance refresh".
 */
export class AutoScalingGroup extends Construct {
  /** Name of the Auto Scaling group. */
  public readonly groupName: string;
  /** Terraform expression of how far the metadata service of its instances answers. */
  public readonly hopLimit: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AutoScalingGroupProps,
  ) {
    super(scope, id);
    const { nameInAws, subnetIds, autoScaling, dependsOn } = props;
    const template = this.addTemplate();
    const { id: templateId, latestVersion } = template;
    this.hopLimit = hopLimitOf(template);
    this.groupName = new AutoscalingGroup(this, 'Resource', {
      name: nameInAws,
      minSize: autoScaling.min,
      maxSize: autoScaling.max,
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: { id: templateId, version: `${latestVersion}` },
      healthCheckType: 'ELB',
      healthCheckGracePeriod: GRACE_PERIOD,
      instanceRefresh: {
        strategy: 'Rolling',
        preferences: { ...SUCCESSOR_FIRST, skipMatching: true },
      },
      instanceMaintenancePolicy: SUCCESSOR_FIRST,
      tag: Object.entries(this.tags())
        .sort()
        .map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      ...('queueName' in autoScaling.target && COUNTED),
      dependsOn,
      // Until the next morning, in which the schedule sets a new minimum.
      ...(autoScaling.isScheduled && { lifecycle: { ignoreChanges: ['min_size'] } }),
    }).name;
    const [name, targetTrackingConfiguration] = followed(autoScaling.target, this.groupName);
    new AutoscalingPolicy(this, name, {
      name,
      autoscalingGroupName: this.groupName,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration,
    });
  }

  private addTemplate(): LaunchTemplate {
    const { name, nameInAws, imageId, volumeSize, userData, iamInstanceProfile, securityGroup } = this.props;
    const { cpuCredits } = this.props.autoScaling;
    const ebs = { volumeType: 'gp3', volumeSize, encrypted: 'true', deleteOnTermination: 'true' };
    const kmsKeyId = EncryptionKey.arnFor(this);
    return new LaunchTemplate(this, 'launch-template', {
      name: nameInAws,
      imageId: keptImage(this, imageId),
      instanceType: this.props.instanceType,
      keyName: this.props.keyPair.keyName,
      vpcSecurityGroupIds: [securityGroup.id],
      ...(iamInstanceProfile !== undefined && { iamInstanceProfile: { name: iamInstanceProfile } }),
      metadataOptions: metadataOptions(this.props.containersUseRole),
      // EC2 refuses it for types that are not burstable.
      ...(baselineOf(this.props.instanceType) !== undefined && { creditSpecification: { cpuCredits } }),
      // Detailed monitoring: metrics each minute, so that the group scales out in time.
      monitoring: { enabled: true },
      blockDeviceMappings: [{ deviceName: ROOT_DEVICE, ebs: { ...ebs, kmsKeyId } }],
      userData: this.props.compressed ? Fn.base64gzip(userData.asString) : Fn.base64encode(userData.asString),
      tagSpecifications: LAUNCHED.map((resourceType) => ({ resourceType, tags: this.tags() })),
      tags: { Name: name },
    });
  }

  private tags(): Record<string, string> {
    return { ...this.props.environmentTags, Name: this.props.name };
  }
}
