import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribePoliciesCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstancesCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Reads the servers of an account with the AWS SDK. */
export class ServerReader {
  private readonly ec2: EC2Client;
  private readonly elb: ElasticLoadBalancingV2Client;
  private readonly iam: IAMClient;
  private readonly scaling: AutoScalingClient;

  constructor(account: EmulatedAccount) {
    const client = clientOf(account);
    this.ec2 = new EC2Client(client);
    this.elb = new ElasticLoadBalancingV2Client(client);
    this.iam = new IAMClient(client);
    this.scaling = new AutoScalingClient(client);
  }

  /** Permissions of a role, as `action on resource`. The role has one inline policy, and its instance profile has the same name. */
  public async permissions(role: string): Promise<string[]> {
    const { InstanceProfile } = await this.iam.send(
      new GetInstanceProfileCommand({ InstanceProfileName: role }),
    );
    const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName: role }));
    const { AttachedPolicies = [] } = await this.iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName: role }),
    );
    const roles = (InstanceProfile?.Roles ?? []).map(({ RoleName }) => RoleName);
    if (`${roles} ${PolicyNames} ${AttachedPolicies}` !== `${role} permissions `)
      throw new Error(
        `${role} has other policies: ${PolicyNames.join()} ${JSON.stringify(AttachedPolicies)}`,
      );
    const { PolicyDocument = '' } = await this.iam.send(
      new GetRolePolicyCommand({ RoleName: role, PolicyName: 'permissions' }),
    );
    const { Statement: statements } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
      Statement: Statement[];
    };
    return statements.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((on) => `${action} on ${on}`)),
    );
  }

  /** Whether a role may perform an action, by the policy simulator. */
  public async may(role: string, action: string, resource: string): Promise<boolean> {
    const { Role } = await this.iam.send(new GetRoleCommand({ RoleName: role }));
    const asked = { PolicySourceArn: Role?.Arn, ActionNames: [action], ResourceArns: [resource] };
    const { EvaluationResults: [result] = [] } = await this.iam.send(
      new SimulatePrincipalPolicyCommand(asked),
    );
    return result?.EvalDecision === 'allowed';
  }

  /** Ids of running servers with a name. */
  public async servers(name: string): Promise<string[]> {
    const filters = [
      { Name: 'tag:Name', Values: [name] },
      { Name: 'instance-state-name', Values: ['running'] },
    ];
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({ Filters: filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId = '' }) => InstanceId);
  }

  /** Data volume with a name. */
  public async volume(name: string) {
    const { Volumes = [] } = await this.ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: 'tag:Name', Values: [name] }] }),
    );
    const [volume] = Volumes;
    const [attachment] = volume?.Attachments ?? [];
    return {
      count: Volumes.length,
      id: volume?.VolumeId,
      what: `${volume?.Size} GiB ${volume?.VolumeType}${volume?.Encrypted ? ' encrypted' : ''} in ${volume?.AvailabilityZone}`,
      attached: `${attachment?.InstanceId} ${attachment?.Device}`,
    };
  }

  /** The Auto Scaling group and its scaling activities. */
  public async group() {
    const { AutoScalingGroups = [] } = await this.scaling.send(new DescribeAutoScalingGroupsCommand({}));
    const [group] = AutoScalingGroups;
    const name = { AutoScalingGroupName: group?.AutoScalingGroupName };
    const { ScalingPolicies: [policy] = [] } = await this.scaling.send(new DescribePoliciesCommand(name));
    const { InstanceRefreshes = [] } = group
      ? await this.scaling.send(new DescribeInstanceRefreshesCommand(name))
      : {};
    return {
      count: AutoScalingGroups.length,
      sizes: [group?.MinSize, group?.DesiredCapacity, group?.MaxSize],
      health: (group?.Instances ?? []).map((one) => `${one.LifecycleState} ${one.HealthStatus}`),
      check: group?.HealthCheckType,
      servers: (group?.Instances ?? []).map(({ InstanceId = '' }) => InstanceId),
      tags: Object.fromEntries((group?.Tags ?? []).map(({ Key = '', Value }) => [Key, Value])),
      template: group?.LaunchTemplate?.Version,
      target: policy?.TargetTrackingConfiguration?.TargetValue,
      refreshes: InstanceRefreshes.length,
    };
  }

  /** Tags of the group's first instance and of its volumes and interfaces, without those of AWS, e.g. `aws:autoscaling:groupName`. */
  public async tagsOfGroup(): Promise<Record<string, Record<string, string>>> {
    const { servers } = await this.group();
    const { Reservations: [reservation] = [] } = await this.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: servers.slice(0, 1) }),
    );
    const [instance] = reservation?.Instances ?? [];
    const tags = async (id = ''): Promise<Record<string, string>> => {
      const { Tags = [] } = await this.ec2.send(
        new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }),
      );
      const own = Tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));
      return Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value]));
    };
    return {
      instance: await tags(instance?.InstanceId),
      volume: await tags(instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId),
      'network-interface': await tags(instance?.NetworkInterfaces?.[0]?.NetworkInterfaceId),
    };
  }

  /** Ids of the registered targets. */
  public async targets(): Promise<string[]> {
    const { TargetGroups: [group] = [] } = await this.elb.send(new DescribeTargetGroupsCommand({}));
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group?.TargetGroupArn }),
    );
    return TargetHealthDescriptions.map(({ Target }) => Target?.Id ?? '').sort();
  }
}
