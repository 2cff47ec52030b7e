import { dev, prod } from '../support/fixtures/configured';
import { everything } from '../support/fixtures/environments';
import { addressesOf, synth } from '../support/fixtures/synth';

function counts(addresses: readonly string[]): Record<string, number> {
  const types = addresses.map((address) => address.replace(/\.[^.]+$/, ''));
  return Object.fromEntries(
    [...new Set(types)].map((type) => [type, types.filter((other) => other === type).length]),
  );
}

test('dev has the expected number of resources per type', () => {
  expect(counts(addressesOf(synth(dev)))).toEqual({
    'data.aws_db_instance': 1,
    'data.aws_db_instances': 1,
    'data.aws_db_subnet_group': 1,
    'data.aws_ebs_volume': 2,
    'data.aws_ebs_volumes': 2,
    'data.aws_ec2_instance_type_offerings': 3,
    'data.aws_instance': 4,
    'data.aws_instances': 4,
    'data.aws_ssm_parameter': 1,
    'data.aws_subnet': 1,
    'data.aws_subnets': 1,
    aws_route53_zone: 1,
    aws_route53_record: 1,
    aws_vpc: 1,
    aws_subnet: 4,
    aws_internet_gateway: 1,
    aws_nat_gateway: 1,
    aws_eip: 2,
    aws_eip_association: 1,
    aws_route_table: 3,
    aws_route: 3,
    aws_route_table_association: 4,
    aws_vpc_endpoint: 1,
    aws_vpc_endpoint_route_table_association: 2,
    aws_default_route_table: 1,
    aws_default_security_group: 1,
    aws_security_group: 6,
    aws_vpc_security_group_ingress_rule: 8,
    aws_vpc_security_group_egress_rule: 13,
    aws_key_pair: 1,
    aws_instance: 4,
    aws_ebs_volume: 2,
    aws_volume_attachment: 2,
    aws_cloudwatch_log_group: 4,
    aws_iam_role: 4,
    aws_iam_role_policy: 4,
    aws_iam_instance_profile: 4,
    aws_lb: 1,
    aws_lb_listener: 1,
    aws_lb_listener_rule: 1,
    aws_lb_target_group: 1,
    aws_lb_target_group_attachment: 1,
    aws_db_instance: 1,
    aws_db_subnet_group: 1,
    aws_db_parameter_group: 1,
    aws_secretsmanager_secret: 1,
    terraform_data: 2,
  });
});

test('prod adds to dev only its second NAT gateway, its Auto Scaling group and its isolated tier', () => {
  const [ofDev, ofProd] = [dev, prod].map((environment) => addressesOf(synth(environment)));
  expect(ofProd?.filter((address) => !ofDev?.includes(address))).toEqual([
    'aws_autoscaling_attachment.load_balancer_target_devloop_server',
    'aws_autoscaling_group.servers_devloop_server',
    'aws_autoscaling_policy.servers_devloop_server_cpu',
    'aws_eip.network_nat_c_address',
    'aws_launch_template.servers_devloop_server_launch_template',
    'aws_nat_gateway.network_nat_c',
    'aws_route_table.network_isolated_routes',
    'aws_route_table_association.network_isolated_a_association',
    'aws_route_table_association.network_isolated_c_association',
    'aws_subnet.network_isolated_a',
    'aws_subnet.network_isolated_c',
    'data.aws_cloudwatch_log_groups.kept_logs_known',
    'data.aws_eips.network_released_addresses',
    'terraform_data.servers_devloop_server_image',
  ]);
  expect(ofDev?.filter((address) => !ofProd?.includes(address))).toEqual([
    'aws_instance.servers_devloop_server',
    'aws_lb_target_group_attachment.load_balancer_target_devloop_server',
    'data.aws_instance.servers_devloop_server_deployed',
    'data.aws_instances.servers_devloop_server_known',
  ]);
});

test.each([dev, prod, everything])(
  'Addresses of $name contain no hash and end in no index',
  (environment) => {
    const addresses = addressesOf(synth(environment));
    expect(addresses.filter((address) => /_[0-9A-F]{8}$/.test(address))).toEqual([]);
    // Servers of a group are numbered within their zone; else only ports, x86_64 and the three keys of DKIM end in a number.
    const numbered = addresses.filter((address) => /_\d+$/.test(address));
    expect(numbered.filter((address) => !/_(tcp|udp|x86|dkim|[a-p])_\d+$/.test(address))).toEqual([]);
  },
);
