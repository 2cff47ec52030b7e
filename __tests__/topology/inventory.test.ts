import { readEnvironment } from '../../src/stacks/environment-topology';
import { Topology } from '../../src/topology';

const inventoryOf = (resource: object, variable: object = {}) =>
  Topology.read({ resource, variable }).inventory();
const byAddress = <T extends { readonly address: string }>(all: readonly T[], address: string) =>
  all.find((one) => one.address === address);

describe('The inventory', () => {
  it('tells the tier and zone of each subnet of dev', () => {
    const { subnets, vpcs } = readEnvironment('dev').inventory();
    expect(vpcs).toEqual(['aws_vpc.network_vpc']);
    expect(subnets).toEqual(
      ['public', 'private'].flatMap((tier) =>
        ['a', 'c'].map((zone) => ({
          address: `aws_subnet.network_${tier}_${zone}`,
          vpc: 'aws_vpc.network_vpc',
          zone: `ap-northeast-2${zone}`,
          tier,
        })),
      ),
    );
  });

  it('tells the subnets of what has interfaces, and the VPC of its gateways', () => {
    const { placed, attached, volumes } = readEnvironment('dev').inventory();
    const vpc = 'aws_vpc.network_vpc';
    expect(byAddress(placed, 'aws_lb.load_balancer')).toEqual({
      address: 'aws_lb.load_balancer',
      subnets: ['aws_subnet.network_public_a', 'aws_subnet.network_public_c'],
      vpc,
    });
    expect(byAddress(placed, 'aws_nat_gateway.network_nat_a')?.subnets).toEqual([
      'aws_subnet.network_public_a',
    ]);
    expect(attached).toEqual([
      { address: 'aws_internet_gateway.network_internet_gateway', subnets: [], vpc },
      { address: 'aws_vpc_endpoint.network_s3_endpoint', subnets: [], vpc },
    ]);
    expect(volumes).toEqual(
      ['elk', 'jenkins'].map((name) => ({
        address: `aws_ebs_volume.data_volumes_${name}_server_data`,
        to: `aws_instance.servers_${name}_server`,
      })),
    );
  });

  it('tells what the file states of a resource, and of an Auto Scaling group what its template states', () => {
    const { resources } = readEnvironment('prod').inventory();
    expect(byAddress(resources, 'aws_autoscaling_group.servers_devloop_server')).toEqual({
      address: 'aws_autoscaling_group.servers_devloop_server',
      type: 'aws_autoscaling_group',
      name: 'devloop-server',
      facts: { instance_type: 't2.medium', max_size: '4', min_size: '2' },
    });
  });

  it('calls a subnet isolated that has no way out, and one of the default VPC public', () => {
    const { subnets } = inventoryOf({
      aws_vpc: { own: { cidr_block: '10.0.0.0/16' } },
      aws_subnet: { own: { vpc_id: '${aws_vpc.own.id}', cidr_block: '10.0.0.0/24' } },
      aws_default_subnet: { given: { availability_zone: 'eu-west-1a' } },
    });
    expect(subnets.map(({ address, tier }) => [address, tier])).toEqual([
      ['aws_subnet.own', 'isolated'],
      ['aws_default_subnet.given', 'public'],
    ]);
  });

  it('leaves out what the file does not state', () => {
    const subnet = { vpc_id: '${var.vpc}', availability_zone: '${var.zone}', tags: { Name: '${var.name}' } };
    const { resources, subnets, vpcs } = inventoryOf(
      { aws_subnet: { one: subnet } },
      { vpc: {}, zone: {}, name: {} },
    );
    expect(vpcs).toEqual(['var.vpc']);
    expect(subnets).toEqual([{ address: 'aws_subnet.one', vpc: 'var.vpc', tier: 'private' }]);
    expect(resources).toEqual([{ address: 'aws_subnet.one', type: 'aws_subnet', facts: {} }]);
  });
});
