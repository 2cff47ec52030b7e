import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  IAMClient,
  ListInstanceProfilesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

/** Number of resources by type in an account, independent of state. Excludes those that AWS creates by itself. */
export async function serverCounts(account: EmulatedAccount): Promise<Record<string, number>> {
  const settings = clientOf(account);
  return {
    ...(await inEc2(settings)),
    ...(await inElb(settings)),
    ...(await inIam(settings)),
    ...(await inRoute53(settings)),
  };
}

type Settings = ReturnType<typeof clientOf>;

async function inEc2(settings: Settings) {
  const ec2 = new EC2Client(settings);
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const own = Vpcs.flatMap(({ IsDefault, VpcId = '' }) => (IsDefault ? [] : [VpcId]));
  const Filters = [{ Name: 'vpc-id', Values: own }];
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
  const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
  const scaling = new AutoScalingClient(settings);
  const { AutoScalingGroups = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
  const scaled = AutoScalingGroups.flatMap(({ Instances = [] }) => Instances).map(
    ({ InstanceId }) => InstanceId,
  );
  const alone = Reservations.flatMap(({ Instances = [] }) => Instances)
    .filter(({ InstanceId, State }) => State?.Name === 'running' && !scaled.includes(InstanceId))
    .map(({ InstanceId }) => InstanceId);
  const attachments = Volumes.flatMap(({ Attachments = [] }) => Attachments);
  const ofGroup = attachments.filter(({ InstanceId }) => scaled.includes(InstanceId));
  return {
    aws_vpc: own.length,
    aws_subnet: Subnets.length,
    aws_security_group: SecurityGroups.filter(({ GroupName }) => GroupName !== 'default').length,
    aws_internet_gateway: InternetGateways.length,
    aws_instance: alone.length,
    // Root volumes are not counted.
    aws_ebs_volume: Volumes.length - ofGroup.length - alone.length,
    aws_volume_attachment: attachments.length - ofGroup.length - alone.length,
    aws_eip: Addresses.length,
    aws_eip_association: Addresses.filter(({ AssociationId }) => AssociationId).length,
    aws_launch_template: LaunchTemplates.length,
    aws_autoscaling_group: AutoScalingGroups.length,
    aws_autoscaling_attachment: AutoScalingGroups.flatMap(({ TargetGroupARNs = [] }) => TargetGroupARNs)
      .length,
  };
}

async function inElb(settings: Settings) {
  const elb = new ElasticLoadBalancingV2Client(settings);
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
  const [{ LoadBalancerArn } = {}, { TargetGroupArn } = {}] = [LoadBalancers[0], TargetGroups[0]];
  const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const ListenerArn = Listeners[0]?.ListenerArn;
  const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
  const health = new DescribeTargetHealthCommand({ TargetGroupArn });
  const { TargetHealthDescriptions = [] } = await elb.send(health);
  return {
    aws_lb: LoadBalancers.length,
    aws_lb_target_group: TargetGroups.length,
    aws_lb_listener: Listeners.length,
    aws_lb_listener_rule: Rules.filter(({ IsDefault }) => !IsDefault).length,
    targets: TargetHealthDescriptions.length,
  };
}

async function inIam(settings: Settings) {
  const iam = new IAMClient(settings);
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const { InstanceProfiles = [] } = await iam.send(new ListInstanceProfilesCommand({}));
  const own = Roles.filter(({ Path }) => Path === '/');
  const policies = await Promise.all(
    own.map(({ RoleName }) => iam.send(new ListRolePoliciesCommand({ RoleName }))),
  );
  return {
    aws_iam_role: own.length,
    aws_iam_instance_profile: InstanceProfiles.length,
    aws_iam_role_policy: policies.flatMap(({ PolicyNames = [] }) => PolicyNames).length,
  };
}

async function inRoute53(settings: Settings) {
  const route53 = new Route53Client(settings);
  const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand({}));
  const sets = await Promise.all(
    HostedZones.map(({ Id }) => route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id }))),
  );
  const records = sets.flatMap(({ ResourceRecordSets = [] }) => ResourceRecordSets);
  return {
    aws_route53_zone: HostedZones.length,
    // Each zone has records of its own.
    aws_route53_record: records.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA').length,
  };
}
