import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { DefaultRouteTable } from '@cdktf/provider-aws/lib/default-route-table';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EipAssociation } from '@cdktf/provider-aws/lib/eip-association';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { dev } from '../support/fixtures/configured';
import {
  databaseKeepsItsOrigin,
  rootVolumeNeverShrinks,
  subnetLifecycle,
} from '../support/fixtures/plan-conditions';
import { argumentsAt, synth, synthText } from '../support/fixtures/synth';

const stack = synthText(dev);
const config = synth(dev);

const id = (address: string) => `\${${address}.id}`;
const VPC = id('aws_vpc.network_vpc');

test('dev creates a VPC and empties its default security group and route table', () => {
  expect(stack).toHaveResourceWithProperties(Vpc, {
    cidr_block: '10.0.0.0/16',
    enable_dns_hostnames: true,
    enable_dns_support: true,
    tags: { Name: 'devloop' },
  });
  expect(stack).toHaveResourceWithProperties(DefaultSecurityGroup, { vpc_id: VPC });
  expect(stack).toHaveResourceWithProperties(DefaultRouteTable, {
    default_route_table_id: '${aws_vpc.network_vpc.default_route_table_id}',
    route: [],
  });
  expect(
    Object.keys(argumentsAt(config, 'aws_default_security_group.network_default_security_group')),
  ).toEqual(['tags', 'vpc_id']);
});

test.each([
  ['public', 'a', '10.0.0.0/24'],
  ['public', 'c', '10.0.2.0/24'],
  ['private', 'a', '10.0.16.0/24'],
  ['private', 'c', '10.0.18.0/24'],
])('dev creates the %s subnet of zone %s', (tier, zone, cidr) => {
  const subnet = {
    vpc_id: VPC,
    cidr_block: cidr,
    availability_zone: `ap-northeast-2${zone}`,
    tags: { Name: `devloop-${tier}-${zone}` },
  };
  expect(stack).toHaveResourceWithProperties(Subnet, subnet);
  expect(argumentsAt(config, `aws_subnet.network_${tier}_${zone}`)).toEqual({
    ...subnet,
    ...(tier === 'public' && { map_public_ip_on_launch: true }),
    lifecycle: subnetLifecycle(tier, zone, cidr),
  });
});

test('dev creates an internet gateway and routes the public subnets to it', () => {
  expect(stack).toHaveResourceWithProperties(InternetGateway, { vpc_id: VPC });
  expect(stack).toHaveResourceWithProperties(Route, {
    route_table_id: id('aws_route_table.network_public_routes'),
    destination_cidr_block: '0.0.0.0/0',
    gateway_id: id('aws_internet_gateway.network_internet_gateway'),
  });
  for (const zone of ['a', 'c']) {
    expect(stack).toHaveResourceWithProperties(RouteTableAssociation, {
      subnet_id: id(`aws_subnet.network_public_${zone}`),
      route_table_id: id('aws_route_table.network_public_routes'),
    });
  }
});

test('dev creates one NAT gateway and a route table to it per private subnet', () => {
  expect(stack).toHaveResourceWithProperties(NatGateway, {
    subnet_id: id('aws_subnet.network_public_a'),
    allocation_id: id('aws_eip.network_nat_a_address'),
    depends_on: ['aws_internet_gateway.network_internet_gateway'],
  });
  for (const zone of ['a', 'c']) {
    expect(stack).toHaveResourceWithProperties(Route, {
      route_table_id: id(`aws_route_table.network_private_${zone}_routes`),
      destination_cidr_block: '0.0.0.0/0',
      nat_gateway_id: id('aws_nat_gateway.network_nat_a'),
    });
    expect(stack).toHaveResourceWithProperties(RouteTableAssociation, {
      subnet_id: id(`aws_subnet.network_private_${zone}`),
      route_table_id: id(`aws_route_table.network_private_${zone}_routes`),
    });
  }
});

const REPLACED = {
  ignore_changes: ['ami', 'key_name'],
  replace_triggered_by: ['terraform_data.key_pair_public_key'],
};

const machine = (name: string, instanceType: string, subnet: string, parts: string, size = 8) => ({
  ami: '${data.aws_ssm_parameter.machine_images_x86_64.insecure_value}',
  instance_type: instanceType,
  subnet_id: id(`aws_subnet.network_${subnet}`),
  vpc_security_group_ids: [id(`aws_security_group.${parts}_security_group`)],
  iam_instance_profile: `\${aws_iam_instance_profile.${parts}_role_profile.name}`,
  user_data: `\${local.${parts}_script}`,
  key_name: '${aws_key_pair.key_pair.key_name}',
  metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
  root_block_device: { volume_type: 'gp3', volume_size: size, encrypted: true, tags: { Name: name } },
  disable_api_termination: false,
  tags: { Name: name },
  lifecycle: { ...REPLACED, precondition: [rootVolumeNeverShrinks(parts, name, size)] },
});

test('dev creates a bastion with an Elastic IP address, open to the administrators over SSH', () => {
  expect(argumentsAt(config, 'aws_instance.bastion')).toEqual({
    ...machine('bastion-server', 't2.micro', 'public_a', 'bastion'),
    user_data_replace_on_change: true,
    depends_on: [
      'aws_route.network_public_default_route',
      'aws_route_table_association.network_public_a_association',
      'aws_vpc_security_group_egress_rule.bastion_security_group_to_internet_tcp_443',
    ],
  });
  expect(stack).toHaveResourceWithProperties(EipAssociation, {
    allocation_id: id('aws_eip.bastion_address'),
    instance_id: id('aws_instance.bastion'),
    depends_on: ['aws_internet_gateway.network_internet_gateway'],
  });
  expect(stack).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
    security_group_id: id('aws_security_group.bastion_security_group'),
    for_each: '${toset(var.admin_cidrs)}',
    cidr_ipv4: '${each.value}',
    ip_protocol: 'tcp',
    from_port: 22,
    to_port: 22,
    description: 'SSH from administrators',
  });
});

test.each([
  ['devloop-server', 'a', 8, true],
  ['elk-server', 'c', 16, false],
  ['jenkins-server', 'a', 8, false],
])(
  'dev creates %s in the private subnet of zone %s with %i GiB, after its internet route',
  (name, zone, size, isReplaced) => {
    const address = `servers_${name.replace('-', '_')}`;
    const precondition = [rootVolumeNeverShrinks(address, name, size)];
    const server = {
      ...machine(name, 't2.medium', `private_${zone}`, address, size),
      ...(isReplaced
        ? {
            user_data_replace_on_change: true,
            lifecycle: { create_before_destroy: true, ...REPLACED, precondition },
          }
        : { lifecycle: { ignore_changes: ['ami', 'key_name', 'user_data'], precondition } }),
      depends_on: [
        `aws_route.network_private_${zone}_default_route`,
        `aws_route_table_association.network_private_${zone}_association`,
        'aws_nat_gateway.network_nat_a',
        ...[80, 443].map(
          (port) => `aws_vpc_security_group_egress_rule.${address}_security_group_to_internet_tcp_${port}`,
        ),
      ],
    };
    expect(stack).toHaveResourceWithProperties(Instance, server);
    expect(argumentsAt(config, `aws_instance.${address}`)).toEqual(server);
  },
);

test('dev reads the Amazon Linux 2023 image from the public parameter', () => {
  expect(stack).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
    name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  });
});

test('dev creates a key pair from ssh_public_key before it destroys the old one', () => {
  expect(stack).toHaveResourceWithProperties(KeyPair, {
    key_name_prefix: 'devloop-dev-',
    public_key: '${trimspace(var.ssh_public_key)}',
  });
  expect(argumentsAt(config, 'aws_key_pair.key_pair')['lifecycle']).toMatchObject({
    create_before_destroy: true,
  });
});

test('dev replaces a security group only after it has created the new one', () => {
  expect(stack).toHaveResourceWithProperties(SecurityGroup, {
    name_prefix: 'devloop-dev-elk-server-',
    description: 'Traffic of elk-server',
    vpc_id: VPC,
    tags: { Name: 'elk-server' },
    lifecycle: { create_before_destroy: true },
  });
});

test('dev creates an internet-facing load balancer over both public subnets', () => {
  expect(stack).toHaveResourceWithProperties(Lb, {
    name: 'devloop-dev',
    load_balancer_type: 'application',
    internal: false,
    subnets: [id('aws_subnet.network_public_a'), id('aws_subnet.network_public_c')],
    security_groups: [id('aws_security_group.load_balancer_security_group')],
    drop_invalid_header_fields: true,
    enable_deletion_protection: false,
    depends_on: ['aws_internet_gateway.network_internet_gateway'],
  });
  expect(stack).toHaveResourceWithProperties(LbListener, {
    load_balancer_arn: '${aws_lb.load_balancer.arn}',
    port: 80,
    protocol: 'HTTP',
    default_action: [
      { type: 'forward', target_group_arn: '${aws_lb_target_group.load_balancer_target_group.arn}' },
    ],
  });
  expect(stack).toHaveResourceWithProperties(LbTargetGroup, {
    port: 8080,
    protocol: 'HTTP',
    target_type: 'instance',
    vpc_id: VPC,
    health_check: {
      path: '/actuator/health/liveness',
      matcher: '200',
      interval: 15,
      healthy_threshold: 2,
      unhealthy_threshold: 10,
    },
    lifecycle: { create_before_destroy: true },
  });
  expect(stack).toHaveResourceWithProperties(LbTargetGroupAttachment, {
    target_group_arn: '${aws_lb_target_group.load_balancer_target_group.arn}',
    target_id: id('aws_instance.servers_devloop_server'),
    port: 8080,
    lifecycle: { create_before_destroy: true },
  });
});

test('dev creates a MySQL database in the private subnets with a password managed by RDS', () => {
  expect(stack).toHaveResourceWithProperties(DbInstance, {
    identifier: 'devloop-dev',
    engine: 'mysql',
    engine_version: '8.4',
    instance_class: 'db.t3.micro',
    allocated_storage: 20,
    max_allocated_storage: 100,
    storage_type: 'gp3',
    storage_encrypted: true,
    db_name: 'devloop',
    username: 'dbadmin',
    manage_master_user_password: true,
    port: 3306,
    publicly_accessible: false,
    multi_az: false,
    backup_retention_period: 7,
    copy_tags_to_snapshot: true,
    skip_final_snapshot: false,
    final_snapshot_identifier: 'devloop-dev-final-${terraform_data.database_deployment.id}',
    vpc_security_group_ids: [id('aws_security_group.database_security_group')],
    db_subnet_group_name: '${aws_db_subnet_group.database_subnet_group.name}',
    parameter_group_name: '${aws_db_parameter_group.database_parameter_group.name}',
    deletion_protection: false,
    engine_lifecycle_support: 'open-source-rds-extended-support-disabled',
    allow_major_version_upgrade: false,
    apply_immediately: true,
    lifecycle: {
      prevent_destroy: false,
      ignore_changes: ['snapshot_identifier', 'restore_to_point_in_time', 'engine_lifecycle_support'],
      precondition: [
        databaseKeepsItsOrigin('devloop-dev', {
          engine: 'mysql',
          db_name: 'devloop',
          master_username: 'dbadmin',
        }),
      ],
    },
  });
  expect(stack).toHaveResourceWithProperties(DbSubnetGroup, {
    subnet_ids: [id('aws_subnet.network_private_a'), id('aws_subnet.network_private_c')],
  });
  expect(stack).toHaveResourceWithProperties(DbParameterGroup, {
    family: 'mysql8.4',
    parameter: [
      { name: 'require_secure_transport', value: '1' },
      { name: 'character_set_server', value: 'utf8mb4' },
      { name: 'collation_server', value: 'utf8mb4_0900_ai_ci' },
    ],
    lifecycle: { create_before_destroy: true },
  });
});
