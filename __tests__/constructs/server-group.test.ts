import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { changed, plain } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth, synthText } from '../support/fixtures/synth';

const IMAGES = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-';
const imageOf = (instanceType: string) =>
  argumentsAt(
    synth(changed({ 'servers.0.instanceType': instanceType })),
    'aws_instance.servers_devloop_server',
  )['ami'];

test('ServerGroup spreads its servers over its zones and shares one security group', () => {
  const config = synth(changed({ 'servers.0.zones': ['c', 'a'], 'servers.0.count': 3 }));
  const members = Object.entries(ofType(config, 'aws_instance')).filter(([name]) => name.includes('devloop'));
  expect(
    members.map(([name, server]) => [name, server['subnet_id'], server['vpc_security_group_ids']]),
  ).toEqual(
    [
      ['a_1', 'a'],
      ['a_2', 'a'],
      ['c_1', 'c'],
    ].map(([key, zone]) => [
      `servers_devloop_server_${key}`,
      `\${aws_subnet.network_private_${zone}.id}`,
      ['${aws_security_group.servers_devloop_server_security_group.id}'],
    ]),
  );
  expect(Object.keys(ofType(config, 'aws_lb_target_group_attachment'))).toHaveLength(3);
});

describe('Server dependencies', () => {
  const waits = (changes: object) =>
    argumentsAt(synth(changed({ ...changes })), 'aws_instance.servers_elk_server')['depends_on'];

  test('include the route, the association and the NAT gateway of its zone, and the egress rules', () => {
    expect(waits({ 'network.nat': { mode: 'per-zone' } })).toEqual([
      'aws_route.network_private_c_default_route',
      'aws_route_table_association.network_private_c_association',
      'aws_nat_gateway.network_nat_c',
      'aws_vpc_security_group_egress_rule.servers_elk_server_security_group_to_internet_tcp_80',
      'aws_vpc_security_group_egress_rule.servers_elk_server_security_group_to_internet_tcp_443',
    ]);
  });

  test('include the single NAT gateway in another zone', () => {
    expect(waits({})).toContain('aws_nat_gateway.network_nat_a');
  });

  test('are empty when it opens no port to the internet', () => {
    expect(waits({ ...plain(1), 'servers.1.internetPorts': [] })).toEqual([]);
  });
});

describe('Server image', () => {
  const x86 = '${data.aws_ssm_parameter.machine_images_x86_64.insecure_value}';
  const arm = '${data.aws_ssm_parameter.machine_images_arm64.insecure_value}';

  test.each([
    ['t2.medium', x86],
    ['g4dn.xlarge', x86],
    ['x2iedn.large', x86],
    ['u-6tb1.56xlarge', x86],
    ['i7ie.large', x86],
    ['t4g.small', arm],
    ['m7gd.large', arm],
    ['c7gn.xlarge', arm],
    ['g5g.xlarge', arm],
    ['im4gn.large', arm],
    ['hpc7g.4xlarge', arm],
  ])('matches the processor of %s', (instanceType, image) => {
    expect(imageOf(instanceType)).toBe(image);
  });

  test('is looked up once per processor in use', () => {
    const mixed = synthText(changed({ 'servers.0.instanceType': 't4g.small' }));
    for (const processor of ['x86_64', 'arm64']) {
      expect(mixed).toHaveDataSourceWithProperties(DataAwsSsmParameter, { name: IMAGES + processor });
    }
    expect(Object.keys(synth(changed({})).data?.['aws_ssm_parameter'] ?? {})).toEqual([
      'machine_images_x86_64',
    ]);
  });

  test('can be pinned, and is not looked up when all are pinned', () => {
    const imageId = 'ami-0123456789abcdef0';
    const pinned = changed({
      'bastion.imageId': imageId,
      'servers.0.imageId': imageId,
      'servers.1.imageId': imageId,
      'servers.2.imageId': imageId,
    });
    expect(synthText(pinned)).toHaveResourceWithProperties(Instance, { ami: imageId });
    expect(synth(pinned).data).not.toHaveProperty('aws_ssm_parameter');
  });
});

test('Server root volume has the configured size', () => {
  expect(synthText(changed({ 'servers.1.volumeSize': 100 }))).toHaveResourceWithProperties(Instance, {
    root_block_device: {
      volume_type: 'gp3',
      volume_size: 100,
      encrypted: true,
      tags: { Name: 'elk-server' },
    },
  });
});
