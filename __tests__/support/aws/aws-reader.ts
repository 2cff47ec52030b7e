import {
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeKeyPairsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Tag,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBParametersCommand,
  DescribeDBSnapshotsCommand,
  DescribeDBSubnetGroupsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import {
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

const nameOf = (tags: Tag[] = []): string => tags.find(({ Key }) => Key === 'Name')?.Value ?? '';
const byName = <T extends { name: string }>(list: T[]): T[] =>
  list.sort((a, b) => (a.name < b.name ? -1 : 1));
/** Device of data volumes. Other volumes are root volumes. */
const DATA_DEVICE = '/dev/sdf';
const live = ({ State }: { State?: { Name?: string } }): boolean => State?.Name !== 'terminated';

/** Describes an account as text, with the AWS SDK and independently of the constructs. */
export class AwsReader {
  private readonly ec2: EC2Client;
  private readonly elb: ElasticLoadBalancingV2Client;
  private readonly rds: RDSClient;
  private readonly route53: Route53Client;
  private readonly secrets: SecretsManagerClient;

  constructor(account: EmulatedAccount) {
    const client = clientOf(account);
    this.ec2 = new EC2Client(client);
    this.elb = new ElasticLoadBalancingV2Client(client);
    this.rds = new RDSClient(client);
    this.route53 = new Route53Client(client);
    this.secrets = new SecretsManagerClient(client);
  }

  public async vpc() {
    const { Vpcs = [] } = await this.ec2.send(new DescribeVpcsCommand({}));
    const own = Vpcs.filter(({ IsDefault }) => !IsDefault);
    const [{ VpcId = '', CidrBlock, Tags } = {}] = own;
    const attribute = { VpcId, Attribute: 'enableDnsHostnames' as const };
    const { EnableDnsHostnames } = await this.ec2.send(new DescribeVpcAttributeCommand(attribute));
    const tags = Object.fromEntries((Tags ?? []).map(({ Key = '', Value }) => [Key, Value]));
    return { id: VpcId, count: own.length, cidr: CidrBlock, dnsHostnames: EnableDnsHostnames?.Value, tags };
  }

  public async subnets() {
    const { id } = await this.vpc();
    const { Subnets = [] } = await this.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [id] }] }),
    );
    return byName(
      Subnets.map(({ Tags, SubnetId = '', CidrBlock, AvailabilityZone, MapPublicIpOnLaunch }) => ({
        name: nameOf(Tags),
        id: SubnetId,
        cidr: CidrBlock,
        zone: AvailabilityZone,
        public: MapPublicIpOnLaunch,
      })),
    );
  }

  /** Addresses in private zones, e.g. `elk.dev.devloop.internal. A 60 10.0.18.4`. */
  public async privateNames(): Promise<string[]> {
    const { HostedZones = [] } = await this.route53.send(new ListHostedZonesCommand({}));
    const zones = HostedZones.filter(({ Config }) => Config?.PrivateZone);
    const sets = await Promise.all(
      zones.map(({ Id }) => this.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id }))),
    );
    return sets
      .flatMap(({ ResourceRecordSets = [] }) => ResourceRecordSets)
      .filter(({ Type }) => Type === 'A')
      .map(({ Name, Type, TTL, ResourceRecords = [] }) =>
        [Name, Type, TTL, ...ResourceRecords.map(({ Value }) => Value)].join(' '),
      );
  }

  /** Routes of each route table, e.g. `0.0.0.0/0 nat`, with the names of its subnets. */
  public async routeTables() {
    const { id } = await this.vpc();
    const subnets = await this.subnets();
    const { RouteTables = [] } = await this.ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [id] }] }),
    );
    return byName(
      RouteTables.map(({ Tags, Routes = [], Associations = [] }) => ({
        name: nameOf(Tags),
        routes: Routes.map(({ DestinationCidrBlock, GatewayId, NatGatewayId }) =>
          [DestinationCidrBlock, (NatGatewayId ?? GatewayId ?? '').split('-')[0]].join(' '),
        ).sort(),
        subnets: Associations.flatMap(({ SubnetId }) => subnets.filter((subnet) => subnet.id === SubnetId))
          .map(({ name }) => name)
          .sort(),
      })),
    );
  }

  /** Rules in the VPC, e.g. `database in tcp 3306 devloop-server: mysql from devloop-server`, sorted. */
  public async rules() {
    const { id } = await this.vpc();
    const { SecurityGroups = [] } = await this.ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [id] }] }),
    );
    const names = new Map(SecurityGroups.map(({ GroupId, Tags }) => [GroupId, nameOf(Tags)]));
    const { SecurityGroupRules = [] } = await this.ec2.send(new DescribeSecurityGroupRulesCommand({}));
    return SecurityGroupRules.filter(({ GroupId }) => names.has(GroupId))
      .map((rule) => {
        const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? names.get(rule.ReferencedGroupInfo?.GroupId);
        const ports = rule.FromPort === rule.ToPort ? rule.FromPort : `${rule.FromPort}-${rule.ToPort}`;
        const direction = rule.IsEgress ? 'out' : 'in';
        return `${names.get(rule.GroupId)} ${direction} ${rule.IpProtocol} ${ports} ${peer}: ${rule.Description}`;
      })
      .sort();
  }

  public async groupsOfTheVpc() {
    const { id } = await this.vpc();
    const { SecurityGroups = [] } = await this.ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [id] }] }),
    );
    return SecurityGroups.map(({ Tags }) => nameOf(Tags)).sort();
  }

  public async instances() {
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({}));
    const subnets = new Map((await this.subnets()).map(({ id, name }) => [id, name]));
    const running = Reservations.flatMap(({ Instances = [] }) => Instances).filter(live);
    return byName(
      await Promise.all(
        running.map(async (instance) => {
          const {
            InstanceId = '',
            Tags,
            InstanceType,
            SubnetId = '',
            MetadataOptions,
            SecurityGroups = [],
          } = instance;
          const Filters = [{ Name: 'attachment.instance-id', Values: [InstanceId] }];
          const { Volumes = [] } = await this.ec2.send(new DescribeVolumesCommand({ Filters }));
          const volume = Volumes.find(({ Attachments }) => Attachments?.[0]?.Device !== DATA_DEVICE);
          const attribute = { InstanceId, Attribute: 'disableApiTermination' as const };
          const { DisableApiTermination } = await this.ec2.send(
            new DescribeInstanceAttributeCommand(attribute),
          );
          return {
            name: nameOf(Tags),
            type: InstanceType,
            subnet: subnets.get(SubnetId),
            privateAddress: instance.PrivateIpAddress,
            publicAddress: instance.PublicIpAddress,
            groups: SecurityGroups.length,
            tokens: MetadataOptions?.HttpTokens,
            hops: MetadataOptions?.HttpPutResponseHopLimit,
            volume: `${volume?.Size} GB ${volume?.VolumeType}${volume?.Encrypted ? ' encrypted' : ''}`,
            protected: DisableApiTermination?.Value,
          };
        }),
      ),
    );
  }

  public async addresses() {
    const { Addresses = [] } = await this.ec2.send(new DescribeAddressesCommand({}));
    return byName(
      Addresses.map(({ Tags, PublicIp, InstanceId, AssociationId }) => ({
        name: nameOf(Tags),
        address: PublicIp,
        ofInstance: Boolean(InstanceId),
        associated: Boolean(AssociationId),
      })),
    );
  }

  public async natGateways() {
    const { NatGateways = [] } = await this.ec2.send(new DescribeNatGatewaysCommand({}));
    const subnets = new Map((await this.subnets()).map(({ id, name }) => [id, name]));
    return byName(
      NatGateways.filter(({ State }) => State !== 'deleted').map(
        ({ Tags, SubnetId = '', NatGatewayAddresses = [] }) => ({
          name: nameOf(Tags),
          subnet: subnets.get(SubnetId),
          address: NatGatewayAddresses[0]?.PublicIp,
        }),
      ),
    );
  }

  public async loadBalancer() {
    const { LoadBalancers: [balancer] = [] } = await this.elb.send(new DescribeLoadBalancersCommand({}));
    const arn = balancer?.LoadBalancerArn ?? '';
    const { Attributes = [] } = await this.elb.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }),
    );
    const attribute = (key: string) => Attributes.find(({ Key }) => Key === key)?.Value;
    const { Listeners = [] } = await this.elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn }));
    const { TargetGroups: [group] = [] } = await this.elb.send(
      new DescribeTargetGroupsCommand({ LoadBalancerArn: arn }),
    );
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group?.TargetGroupArn }),
    );
    return {
      name: balancer?.LoadBalancerName,
      scheme: balancer?.Scheme,
      type: balancer?.Type,
      zones: (balancer?.AvailabilityZones ?? []).map(({ ZoneName }) => ZoneName).sort(),
      dropsInvalidHeaders: attribute('routing.http.drop_invalid_header_fields.enabled'),
      protected: attribute('deletion_protection.enabled'),
      listeners: Listeners.map(
        ({ Protocol, Port, DefaultActions = [] }) => `${Protocol} ${Port} ${DefaultActions[0]?.Type}`,
      ),
      target: `${group?.Protocol} ${group?.Port} ${group?.HealthCheckPath} ${group?.Matcher?.HttpCode}`,
      targets: TargetHealthDescriptions.map(({ Target }) => Target?.Port),
    };
  }

  /** ARN of a secret, by its name. */
  public async secret(name: string): Promise<string> {
    const { SecretList = [] } = await this.secrets.send(new ListSecretsCommand({}));
    return SecretList.find(({ Name }) => Name === name)?.ARN ?? '';
  }

  public async database() {
    const { DBInstances: [instance] = [] } = await this.rds.send(new DescribeDBInstancesCommand({}));
    const parameterGroup = instance?.DBParameterGroups?.[0]?.DBParameterGroupName;
    const { Parameters = [] } = await this.rds.send(
      new DescribeDBParametersCommand({ DBParameterGroupName: parameterGroup, Source: 'user' }),
    );
    const subnets = new Map((await this.subnets()).map(({ id, name }) => [id, name]));
    return {
      name: instance?.DBInstanceIdentifier,
      engine: `${instance?.Engine} ${instance?.EngineVersion}`,
      class: instance?.DBInstanceClass,
      storage: `${instance?.AllocatedStorage} to ${instance?.MaxAllocatedStorage} GB ${instance?.StorageType}`,
      encrypted: instance?.StorageEncrypted,
      public: instance?.PubliclyAccessible,
      multiAz: instance?.MultiAZ,
      backupDays: instance?.BackupRetentionPeriod,
      protected: instance?.DeletionProtection,
      subnets: (instance?.DBSubnetGroup?.Subnets ?? [])
        .map(({ SubnetIdentifier = '' }) => subnets.get(SubnetIdentifier))
        .sort(),
      secret: instance?.MasterUserSecret?.SecretArn,
      endpoint: `${instance?.Endpoint?.Address}:${instance?.Endpoint?.Port}`,
      parameters: Object.fromEntries(
        Parameters.filter(({ ParameterValue }) => ParameterValue !== undefined).map(
          ({ ParameterName = '', ParameterValue }) => [ParameterName, ParameterValue],
        ),
      ),
    };
  }

  public async snapshots() {
    const { DBSnapshots = [] } = await this.rds.send(new DescribeDBSnapshotsCommand({}));
    return DBSnapshots.map(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier);
  }

  /** Number of resources of each kind that a deployment creates. */
  public async inventory(): Promise<Record<string, number>> {
    const { ec2, elb, rds, secrets } = this;
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({}));
    const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
    const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    const { Volumes } = await ec2.send(new DescribeVolumesCommand({}));
    const { KeyPairs } = await ec2.send(new DescribeKeyPairsCommand({}));
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({}));
    const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({}));
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({}));
    const { DBSubnetGroups } = await rds.send(new DescribeDBSubnetGroupsCommand({}));
    const { DBParameterGroups } = await rds.send(new DescribeDBParameterGroupsCommand({}));
    const { HostedZones } = await this.route53.send(new ListHostedZonesCommand({}));
    const { SecretList } = await secrets.send(new ListSecretsCommand({}));
    const lists = {
      ...{
        Vpcs,
        Subnets,
        RouteTables,
        InternetGateways,
        Addresses,
        SecurityGroups,
        NetworkInterfaces,
        Volumes,
        KeyPairs,
      },
      ...{
        LoadBalancers,
        TargetGroups,
        DBInstances,
        DBSubnetGroups,
        DBParameterGroups,
        SecretList,
        HostedZones,
      },
      NatGateways: NatGateways.filter(({ State }) => State !== 'deleted'),
      Instances: Reservations.flatMap(({ Instances = [] }) => Instances).filter(live),
    };
    return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list?.length ?? 0]));
  }
}
