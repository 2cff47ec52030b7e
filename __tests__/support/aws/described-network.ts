import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type NetworkAcl,
  type RouteTable,
  type Tag,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';

type Values = Record<string, unknown>;

/** Converts the responses of describe calls to a Terraform state. */
class Account {
  public readonly resources: { address: string; mode: string; type: string; name: string; values: Values }[] =
    [];
  /** Terraform addresses by resource name. */
  public readonly named = new Map<string, string[]>();

  public add(type: string, values: Values, known?: string | Tag[]): void {
    const name = `n${this.resources.length}`;
    const address = `${type}.${name}`;
    this.resources.push({ address, mode: 'managed', type, name, values });
    const called = Array.isArray(known) ? known.find(({ Key }) => Key === 'Name')?.Value : known;
    if (called !== undefined) this.named.set(called, [...(this.named.get(called) ?? []), address]);
  }
}

export interface Clients {
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly rds: RDSClient;
}

function addTable(
  account: Account,
  { RouteTableId, VpcId, Routes = [], Associations = [] }: RouteTable,
): void {
  const route = Routes.map((one) => ({
    cidr_block: one.DestinationCidrBlock,
    gateway_id: one.GatewayId,
    nat_gateway_id: one.NatGatewayId,
    state: one.State,
  }));
  account.add('aws_route_table', { id: RouteTableId, vpc_id: VpcId, route });
  for (const { Main, SubnetId } of Associations) {
    if (SubnetId)
      account.add('aws_route_table_association', { subnet_id: SubnetId, route_table_id: RouteTableId });
    else if (Main)
      account.add('aws_main_route_table_association', { vpc_id: VpcId, route_table_id: RouteTableId });
  }
}

function addAcl(
  account: Account,
  { NetworkAclId, VpcId, Entries = [], Associations = [] }: NetworkAcl,
): void {
  const rules = (egress: boolean) =>
    Entries.filter(({ Egress }) => Egress === egress).map((entry) => ({
      rule_no: entry.RuleNumber,
      action: entry.RuleAction,
      protocol: entry.Protocol,
      cidr_block: entry.CidrBlock,
      from_port: entry.PortRange?.From ?? 0,
      to_port: entry.PortRange?.To ?? 0,
    }));
  const subnet_ids = Associations.map(({ SubnetId }) => SubnetId);
  account.add('aws_network_acl', {
    id: NetworkAclId,
    vpc_id: VpcId,
    subnet_ids,
    ingress: rules(false),
    egress: rules(true),
  });
}

async function addNetwork(account: Account, ec2: EC2Client): Promise<void> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  for (const { VpcId, CidrBlock } of Vpcs) account.add('aws_vpc', { id: VpcId, cidr_block: CidrBlock });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  for (const one of Subnets) {
    account.add('aws_subnet', {
      id: one.SubnetId,
      vpc_id: one.VpcId,
      cidr_block: one.CidrBlock,
      availability_zone: one.AvailabilityZone,
      map_public_ip_on_launch: one.MapPublicIpOnLaunch,
    });
  }
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  for (const one of InternetGateways) {
    account.add('aws_internet_gateway', { id: one.InternetGatewayId, vpc_id: one.Attachments?.[0]?.VpcId });
  }
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
  for (const one of NatGateways.filter(({ State }) => State === 'available')) {
    account.add('aws_nat_gateway', {
      id: one.NatGatewayId,
      subnet_id: one.SubnetId,
      connectivity_type: one.ConnectivityType,
      allocation_id: one.NatGatewayAddresses?.[0]?.AllocationId,
    });
  }
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
  for (const table of RouteTables) addTable(account, table);
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
  for (const acl of NetworkAcls) addAcl(account, acl);
}

async function addGroups(account: Account, ec2: EC2Client): Promise<void> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  for (const { GroupId, VpcId } of SecurityGroups)
    account.add('aws_security_group', { id: GroupId, vpc_id: VpcId });
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
  for (const one of SecurityGroupRules) {
    account.add(`aws_vpc_security_group_${one.IsEgress ? 'egress' : 'ingress'}_rule`, {
      security_group_id: one.GroupId,
      ip_protocol: one.IpProtocol,
      from_port: one.FromPort,
      to_port: one.ToPort,
      cidr_ipv4: one.CidrIpv4,
      referenced_security_group_id: one.ReferencedGroupInfo?.GroupId,
    });
  }
}

async function addInstances(account: Account, ec2: EC2Client): Promise<void> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  for (const one of instances.filter(({ State }) => State?.Name !== 'terminated')) {
    const values = {
      id: one.InstanceId,
      subnet_id: one.SubnetId,
      private_ip: one.PrivateIpAddress,
      associate_public_ip_address: one.PublicIpAddress !== undefined,
      vpc_security_group_ids: one.SecurityGroups?.map(({ GroupId }) => GroupId),
    };
    account.add('aws_instance', values, one.Tags ?? []);
  }
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
  for (const { AllocationId, InstanceId } of Addresses) {
    account.add('aws_eip', { id: AllocationId });
    if (InstanceId)
      account.add('aws_eip_association', { allocation_id: AllocationId, instance_id: InstanceId });
  }
}

async function addBalancers(account: Account, elb: ElasticLoadBalancingV2Client): Promise<void> {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  for (const one of LoadBalancers) {
    const subnets = one.AvailabilityZones?.map(({ SubnetId }) => SubnetId);
    const internal = one.Scheme === 'internal';
    account.add(
      'aws_lb',
      {
        arn: one.LoadBalancerArn,
        internal,
        load_balancer_type: one.Type,
        security_groups: one.SecurityGroups,
        subnets,
      },
      'load-balancer',
    );
    const { Listeners = [] } = await elb.send(
      new DescribeListenersCommand({ LoadBalancerArn: one.LoadBalancerArn }),
    );
    for (const { ListenerArn, Port, Protocol, DefaultActions = [] } of Listeners) {
      const default_action = DefaultActions.map(({ TargetGroupArn }) => ({
        target_group_arn: TargetGroupArn,
      }));
      account.add('aws_lb_listener', {
        arn: ListenerArn,
        load_balancer_arn: one.LoadBalancerArn,
        port: Port,
        protocol: Protocol,
        default_action,
      });
    }
  }
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
  for (const { TargetGroupArn, Port, Protocol, TargetType, HealthCheckPort } of TargetGroups) {
    account.add('aws_lb_target_group', {
      arn: TargetGroupArn,
      port: Port,
      protocol: Protocol,
      target_type: TargetType,
      health_check: [{ port: HealthCheckPort }],
    });
    const { TargetHealthDescriptions = [] } = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    for (const { Target } of TargetHealthDescriptions) {
      account.add('aws_lb_target_group_attachment', {
        target_group_arn: TargetGroupArn,
        target_id: Target?.Id,
        port: Target?.Port,
      });
    }
  }
}

async function addDatabases(account: Account, rds: RDSClient): Promise<void> {
  const { DBSubnetGroups = [] } = await rds.send(new DescribeDBSubnetGroupsCommand({}));
  for (const { DBSubnetGroupName, Subnets = [] } of DBSubnetGroups) {
    account.add('aws_db_subnet_group', {
      id: DBSubnetGroupName,
      subnet_ids: Subnets.map(({ SubnetIdentifier }) => SubnetIdentifier),
    });
  }
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  for (const one of DBInstances) {
    const values = {
      engine: one.Engine,
      port: one.Endpoint?.Port,
      publicly_accessible: one.PubliclyAccessible,
      db_subnet_group_name: one.DBSubnetGroup?.DBSubnetGroupName,
      vpc_security_group_ids: one.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
    };
    account.add('aws_db_instance', values, 'database');
  }
}

/**
 * Reads the network of an account as a Terraform state, with Terraform addresses by name.
 *
 * @param variables input variables
 */
export async function describedNetwork(
  { ec2, elb, rds }: Clients,
  variables: Readonly<Record<string, readonly string[]>>,
) {
  const account = new Account();
  await addNetwork(account, ec2);
  await addGroups(account, ec2);
  await addInstances(account, ec2);
  await addBalancers(account, elb);
  await addDatabases(account, rds);
  const json = {
    format_version: '1.0',
    values: { root_module: { resources: account.resources } },
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
  };
  return { json, named: account.named };
}
