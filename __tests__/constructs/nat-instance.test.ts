import { testProblems } from '../support/fixtures/bad-input';
import { changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, byAddress, ofType, synth } from '../support/fixtures/synth';

const NAT = { mode: 'instance', zone: 'a' };
const GROUP = 'aws_security_group.network_nat_instance_a_security_group';

describe('A NAT instance', () => {
  const config = synth(changed({ 'network.nat': NAT }));
  const single = synth(changed({}));

  test('is an interface with an address, and a group of one, in place of the NAT gateway', () => {
    const [before, after] = [single, config].map((one) => new Set(addressesOf(one)));
    const only = (one: Set<string> | undefined, other: Set<string> | undefined) =>
      [...(one ?? [])].filter((address) => !other?.has(address));
    expect(only(before, after)).toEqual(['aws_eip.network_nat_a_address', 'aws_nat_gateway.network_nat_a']);
    const from = (client: string, port: number) =>
      `aws_vpc_security_group_ingress_rule.network_nat_instance_a_security_group_from_${client}_tcp_${port}`;
    const servers = ['devloop_server', 'elk_server', 'jenkins_server'];
    expect(only(after, before).sort()).toEqual([
      'aws_autoscaling_group.network_nat_instance_a',
      'aws_eip.network_nat_instance_a_address',
      'aws_eip_association.network_nat_instance_a_address_association',
      'aws_iam_instance_profile.network_nat_instance_a_role_profile',
      'aws_iam_role.network_nat_instance_a_role',
      'aws_iam_role_policy.network_nat_instance_a_role_permissions',
      'aws_launch_template.network_nat_instance_a_launch_template',
      'aws_network_interface.network_nat_instance_a_interface',
      GROUP,
      'aws_vpc_security_group_egress_rule.network_nat_instance_a_security_group_to_internet_tcp_443',
      'aws_vpc_security_group_egress_rule.network_nat_instance_a_security_group_to_internet_tcp_80',
      ...servers.flatMap((server) => [443, 80].map((port) => from(server, port))),
      'data.aws_ec2_instance_type_offerings.instance_types_t4g_micro_ap_northeast_2a',
      'data.aws_ssm_parameter.machine_images_arm64',
      'terraform_data.network_nat_instance_a_image',
    ]);
  });

  test('changes the private routes in place of the NAT gateway, and what waits for them', () => {
    const after = byAddress(config);
    const changes = [...byAddress(single)].flatMap(([address, block]) => {
      const now = after.get(address);
      const keys = Object.keys({ ...block, ...now });
      const differing = keys.filter((key) => JSON.stringify(block[key]) !== JSON.stringify(now?.[key]));
      return now && differing.length > 0 ? [`${address} ${differing.sort().join(' ')}`] : [];
    });
    expect(changes).toEqual([
      ...['devloop', 'elk', 'jenkins'].map((name) => `aws_instance.servers_${name}_server depends_on`),
      ...['a', 'c'].map(
        (zone) =>
          `aws_route.network_private_${zone}_default_route depends_on nat_gateway_id network_interface_id`,
      ),
    ]);
  });

  test('takes packets of others, and every private route leads to it', () => {
    const nic = argumentsAt(config, 'aws_network_interface.network_nat_instance_a_interface');
    expect([nic['source_dest_check'], nic['subnet_id']]).toEqual([
      false,
      '${aws_subnet.network_public_a.id}',
    ]);
    const route = (zone: string) =>
      argumentsAt(config, `aws_route.network_private_${zone}_default_route`)['network_interface_id'];
    const id = '${aws_network_interface.network_nat_instance_a_interface.id}';
    expect([route('a'), route('c')]).toEqual([id, id]);
  });

  test('is gone before its successor, which has as long as ten minutes to forward', () => {
    expect(argumentsAt(config, 'aws_autoscaling_group.network_nat_instance_a')).toMatchObject({
      name: 'devloop-dev-nat-a',
      min_size: 1,
      max_size: 1,
      vpc_zone_identifier: ['${aws_subnet.network_public_a.id}'],
      instance_maintenance_policy: { min_healthy_percentage: 0, max_healthy_percentage: 100 },
      initial_lifecycle_hook: [
        {
          name: 'forwards',
          lifecycle_transition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          default_result: 'ABANDON',
          heartbeat_timeout: 600,
        },
      ],
    });
  });

  test('attaches the interface of its own name, and ends the launch of its own group, alone', () => {
    const { policy } = argumentsAt(config, 'aws_iam_role_policy.network_nat_instance_a_role_permissions');
    expect((JSON.parse(String(policy)) as { Statement: object[] }).Statement).toEqual([
      { Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces'], Resource: ['*'] },
      {
        Effect: 'Allow',
        Action: ['ec2:AttachNetworkInterface'],
        Resource: [
          'arn:aws:ec2:ap-northeast-2:*:instance/*',
          'arn:aws:ec2:ap-northeast-2:*:network-interface/*',
        ],
        Condition: { StringLike: { 'aws:ResourceTag/Name': 'devloop-dev-nat-a' } },
      },
      {
        Effect: 'Allow',
        Action: ['autoscaling:CompleteLifecycleAction'],
        Resource: [
          'arn:aws:autoscaling:ap-northeast-2:*:autoScalingGroup:*:autoScalingGroupName/devloop-dev-nat-a',
        ],
      },
    ]);
  });

  test('uses an existing Elastic IP address in place of a new one', () => {
    const allocationIds = { a: 'eipalloc-0123456789abcdef0' };
    const kept = synth(changed({ 'network.nat': { ...NAT, allocationIds } }));
    expect(
      argumentsAt(kept, 'aws_eip_association.network_nat_instance_a_address_association')['allocation_id'],
    ).toBe('eipalloc-0123456789abcdef0');
    expect(Object.keys(ofType(kept, 'aws_eip'))).toEqual(['bastion_address']);
  });

  test('lets nobody log in', () => {
    const rules = Object.values(ofType(config, 'aws_vpc_security_group_ingress_rule'));
    const own = rules.filter((rule) => rule['security_group_id'] === `\${${GROUP}.id}`);
    expect(new Set(own.map((rule) => rule['from_port']))).toEqual(new Set([80, 443]));
    expect(
      argumentsAt(config, 'aws_launch_template.network_nat_instance_a_launch_template'),
    ).not.toHaveProperty('key_name');
  });
});

describe('network.nat of mode "instance"', () => {
  testProblems([
    [
      'the name of its instance for a server',
      {
        'network.nat': NAT,
        'servers.0.name': 'nat-a',
        'loadBalancer.target': 'nat-a',
        'database.clients': [],
      },
      'dev.servers[0].name: "nat-a" is a duplicate; accepted: a name that no other server or bastion has [NAME_DUPLICATE]',
    ],
    [
      'an address of another zone',
      {
        'network.nat': {
          ...NAT,
          zone: 'c',
          instanceType: 't2.micro',
          allocationIds: { a: 'eipalloc-0123456789abcdef0' },
        },
      },
      'dev.network.nat.allocationIds.a: "eipalloc-0123456789abcdef0" belongs to a zone without a NAT instance; accepted: an address for zone c [CONFIG_INVALID]',
    ],
    [
      'a zone without a subnet',
      { 'network.nat': { mode: 'instance', zone: 'b' } },
      'dev.network.nat.zone: "b" names zone b, which has no subnet; accepted: a, c, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
  ]);
});
