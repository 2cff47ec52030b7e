import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { prod } from '../support/fixtures/configured';
import { changed, plain } from '../support/fixtures/environments';
import { subnetLifecycle } from '../support/fixtures/plan-conditions';
import { addressesOf, argumentsAt, ofType, synth, synthText } from '../support/fixtures/synth';

const WITHOUT_INTERNET = {
  ...plain(0, 1, 2),
  'servers.0.internetPorts': [],
  'servers.1.internetPorts': [],
  'servers.2.internetPorts': [],
};

describe('The S3 endpoint', () => {
  const config = synth(changed({ 'network.zones': ['a', 'c'] }));

  test('is a gateway, which is free', () => {
    expect(argumentsAt(config, 'aws_vpc_endpoint.network_s3_endpoint')).toEqual({
      vpc_id: '${aws_vpc.network_vpc.id}',
      service_name: 'com.amazonaws.ap-northeast-2.s3',
      vpc_endpoint_type: 'Gateway',
      tags: { Name: 'devloop-s3' },
    });
  });

  test('is the route of each private table, and of no other', () => {
    const association = (zone: string) => ({
      vpc_endpoint_id: '${aws_vpc_endpoint.network_s3_endpoint.id}',
      route_table_id: `\${aws_route_table.network_private_${zone}_routes.id}`,
    });
    expect(ofType(config, 'aws_vpc_endpoint_route_table_association')).toEqual({
      network_private_a_s3: association('a'),
      network_private_c_s3: association('c'),
    });
  });
});

describe('Network NAT', () => {
  const gatewaysByRoute = (nat: object) =>
    Object.fromEntries(
      Object.entries(ofType(synth(changed({ 'network.nat': nat, ...WITHOUT_INTERNET })), 'aws_route'))
        .filter(([name]) => name.includes('private'))
        .map(([name, route]) => [name, route['nat_gateway_id']]),
    );

  test('creates neither a default route nor an Elastic IP address in mode none', () => {
    const config = synth(changed({ 'network.nat': { mode: 'none' }, ...WITHOUT_INTERNET }));
    expect(gatewaysByRoute({ mode: 'none' })).toEqual({});
    expect(Object.keys(ofType(config, 'aws_eip'))).toEqual(['bastion_address']);
    expect(ofType(config, 'aws_nat_gateway')).toEqual({});
    expect(Object.keys(ofType(config, 'aws_route_table'))).toEqual([
      'network_private_a_routes',
      'network_private_c_routes',
      'network_public_routes',
    ]);
  });

  test('routes every zone to one NAT gateway in mode single', () => {
    expect(gatewaysByRoute({ mode: 'single', zone: 'c' })).toEqual({
      network_private_a_default_route: '${aws_nat_gateway.network_nat_c.id}',
      network_private_c_default_route: '${aws_nat_gateway.network_nat_c.id}',
    });
  });

  test('routes each zone to its own NAT gateway in mode per-zone', () => {
    expect(gatewaysByRoute({ mode: 'per-zone' })).toEqual({
      network_private_a_default_route: '${aws_nat_gateway.network_nat_a.id}',
      network_private_c_default_route: '${aws_nat_gateway.network_nat_c.id}',
    });
  });

  test('keeps the addresses of stated zones without a gateway', () => {
    const nat = { mode: 'single', zone: 'c', keepAddresses: ['a', 'c'] };
    const config = synth(changed({ 'network.nat': nat }));
    expect(Object.keys(ofType(config, 'aws_nat_gateway'))).toEqual(['network_nat_c']);
    expect(Object.keys(ofType(config, 'aws_eip'))).toEqual([
      'bastion_address',
      'network_nat_a_address',
      'network_nat_c_address',
    ]);
  });

  test('releases no address with deletionProtection that is not stated', () => {
    const nat = { mode: 'single', zone: 'c', keepAddresses: ['a'] };
    const config = synth(changed({ 'network.nat': nat }, prod));
    const tag = (key: string, value: string) => ({ name: `tag:${key}`, values: [value] });
    expect(argumentsAt(config, 'data.aws_eips.network_released_addresses')).toEqual({
      filter: [
        tag('Project', 'devloop'),
        tag('Environment', 'prod'),
        tag('ManagedBy', 'cdktf'),
        { name: 'tag:Name', values: ['devloop-nat-b', 'devloop-nat-d'] },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: '${length(self.public_ips) == 0}',
            error_message:
              'network.nat: ${join(", ", self.public_ips)} would be released with its NAT gateway, and others may have it on their allow-lists; accepted: network.nat.keepAddresses with the zone of each such address (b, d), or deletionProtection: false.',
          },
        ],
      },
    });
    expect(synth(changed({ 'network.nat': nat })).data).not.toHaveProperty('aws_eips');
  });

  test('uses an existing Elastic IP address in place of a new one', () => {
    const allocationIds = { c: 'eipalloc-0123456789abcdef0' };
    const input = changed({ 'network.nat': { mode: 'per-zone', allocationIds } });
    expect(synthText(input)).toHaveResourceWithProperties(NatGateway, {
      allocation_id: 'eipalloc-0123456789abcdef0',
      subnet_id: '${aws_subnet.network_public_c.id}',
    });
    expect(Object.keys(ofType(synth(input), 'aws_eip'))).toEqual([
      'bastion_address',
      'network_nat_a_address',
    ]);
  });
});

test('Network creates an isolated tier of subnets and one route table without routes', () => {
  const config = synth(changed({ 'database.tier': 'isolated' }));
  expect(addressesOf(config).filter((address) => address.includes('isolated'))).toEqual([
    'aws_route_table.network_isolated_routes',
    'aws_route_table_association.network_isolated_a_association',
    'aws_route_table_association.network_isolated_c_association',
    'aws_subnet.network_isolated_a',
    'aws_subnet.network_isolated_c',
  ]);
  expect(argumentsAt(config, 'aws_subnet.network_isolated_c')).toEqual({
    vpc_id: '${aws_vpc.network_vpc.id}',
    cidr_block: '10.0.34.0/24',
    availability_zone: 'ap-northeast-2c',
    tags: { Name: 'devloop-isolated-c' },
    lifecycle: subnetLifecycle('isolated', 'c', '10.0.34.0/24'),
  });
});

test('Network uses a configured subnet CIDR block', () => {
  expect(
    synthText(changed({ 'network.subnetCidrs': { public: { c: '10.0.128.0/20' } } })),
  ).toHaveResourceWithProperties(Subnet, {
    cidr_block: '10.0.128.0/20',
    tags: { Name: 'devloop-public-c' },
  });
});

test('Network assigns public addresses only in the public tier', () => {
  const subnets = Object.entries(ofType(synth(changed({ 'database.tier': 'isolated' })), 'aws_subnet'));
  const open = subnets.filter(([, subnet]) => 'map_public_ip_on_launch' in subnet).map(([name]) => name);
  expect(open).toEqual(['network_public_a', 'network_public_c']);
});
