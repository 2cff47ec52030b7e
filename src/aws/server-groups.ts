import {
  type AutoScalingClient,
  CancelInstanceRefreshCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribeScalingActivitiesCommand,
  type RefreshPreferences,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeTargetHealthCommand,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { AwsClients } from './clients';
import { orMissing } from './or-missing';
import { all } from './pages';

export interface InstanceRefresh {
  readonly id: string;
  /** AWS: "InstanceRefresh", Status. */
  readonly status: string;
  readonly percentage: number;
  readonly reason: string | undefined;
  readonly preferences: RefreshPreferences | undefined;
}

export interface GroupInstance {
  readonly id: string;
  /** AWS: "Amazon EC2 Auto Scaling instance lifecycle". */
  readonly lifecycle: string;
  readonly health: string;
  /** Version of the launch template. */
  readonly version: string;
}

export interface Group {
  readonly name: string;
  readonly desired: number;
  readonly template: { readonly id: string; readonly version: string };
  readonly instances: readonly GroupInstance[];
  readonly targetGroupArns: readonly string[];
  /** The latest one. */
  readonly refresh: InstanceRefresh | undefined;
}

export interface Target {
  readonly id: string;
  /** AWS: "Health checks for Application Load Balancer target groups", target health status. */
  readonly state: string;
  /** Reason code, e.g. `Target.ResponseCodeMismatch`. */
  readonly reason: string | undefined;
  readonly description: string | undefined;
}

/** Reads Auto Scaling groups and the health of targets, and refreshes groups. */
export class ServerGroups {
  private readonly request: { readonly abortSignal: AbortSignal | undefined };

  constructor(
    private readonly aws: AwsClients,
    signal?: AbortSignal,
  ) {
    this.request = { abortSignal: signal };
  }

  /** Undefined if the group does not exist. */
  public async group(name: string): Promise<Group | undefined> {
    // Before the group: of a refresh that ended in between, the group must not show the servers of before.
    const refresh = await orMissing(this.refresh(name), 'ValidationError');
    const { AutoScalingGroups: [group] = [] } = await this.scaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
      this.request,
    );
    if (!group) return undefined;
    const { LaunchTemplateId: id = '', Version: version = '' } = group.LaunchTemplate ?? {};
    return {
      name,
      desired: group.DesiredCapacity ?? 0,
      template: { id, version },
      instances: (group.Instances ?? []).map((instance) => ({
        id: instance.InstanceId ?? '',
        lifecycle: instance.LifecycleState ?? '',
        health: instance.HealthStatus ?? '',
        version: instance.LaunchTemplate?.Version ?? '',
      })),
      targetGroupArns: group.TargetGroupARNs ?? [],
      refresh,
    };
  }

  /** Why the latest launch failed; undefined if it did not. AWS: "DescribeScalingActivities". */
  public async failedLaunch(name: string): Promise<string | undefined> {
    const { Activities: [latest] = [] } = await this.scaling.send(
      new DescribeScalingActivitiesCommand({ AutoScalingGroupName: name, MaxRecords: 1 }),
      this.request,
    );
    return latest?.StatusCode === 'Failed' ? latest.StatusMessage : undefined;
  }

  /** ARNs of the target groups that exist. */
  public async targetGroups(names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return [];
    const pages = paginateDescribeTargetGroups({ client: this.aws.elb }, { Names: [...names] }, this.request);
    const found = await orMissing(
      all(pages, ({ TargetGroups }) => TargetGroups),
      'TargetGroupNotFoundException',
    );
    return (found ?? []).map(({ TargetGroupArn = '' }) => TargetGroupArn);
  }

  public async targets(targetGroupArn: string): Promise<Target[]> {
    const { TargetHealthDescriptions = [] } = await this.aws.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
      this.request,
    );
    return TargetHealthDescriptions.map(({ Target: target, TargetHealth: health }) => ({
      id: target?.Id ?? '',
      state: health?.State ?? '',
      reason: health?.Reason,
      description: health?.Description,
    }));
  }

  /** Host name of an instance. Undefined if the instance no longer exists. */
  public async hostName(instanceId: string): Promise<string | undefined> {
    const { Reservations = [] } =
      (await orMissing(
        this.aws.ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }), this.request),
        'InvalidInstanceID.NotFound',
      )) ?? {};
    return Reservations[0]?.Instances?.[0]?.PrivateDnsName?.split('.')[0];
  }

  public async cancelRefresh(name: string): Promise<void> {
    await this.scaling.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: name }), this.request);
  }

  /** Gives a group another version of its launch template, and starts to replace the instances of other versions. */
  public async refreshTo(group: Group, version: string, preferences: RefreshPreferences): Promise<void> {
    const { name: AutoScalingGroupName, template } = group;
    const LaunchTemplate = { LaunchTemplateId: template.id, Version: version };
    await this.scaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, LaunchTemplate }),
      this.request,
    );
    await this.startRefresh(AutoScalingGroupName, preferences);
  }

  /** Starts to replace the instances of a group, and returns the id of the refresh. */
  public async startRefresh(name: string, preferences: RefreshPreferences): Promise<string | undefined> {
    const { InstanceRefreshId: id } = await this.scaling.send(
      new StartInstanceRefreshCommand({
        AutoScalingGroupName: name,
        Strategy: 'Rolling',
        Preferences: preferences,
      }),
      this.request,
    );
    return id;
  }

  private get scaling(): AutoScalingClient {
    return this.aws.autoScaling;
  }

  private async refresh(name: string): Promise<InstanceRefresh | undefined> {
    const { InstanceRefreshes: [latest] = [] } = await this.scaling.send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name, MaxRecords: 1 }),
      this.request,
    );
    return (
      latest && {
        id: latest.InstanceRefreshId ?? '',
        status: latest.Status ?? '',
        percentage: latest.PercentageComplete ?? 0,
        reason: latest.StatusReason,
        preferences: latest.Preferences,
      }
    );
  }
}
