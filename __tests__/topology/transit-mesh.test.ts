import { Topology } from '../../src/topology';

const SIZE = 8;
const each = <T>(build: (index: number) => readonly [string, T][]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: SIZE }, (_, index) => build(index)).flat());
const pairs = <T>(build: (vpc: number, gateway: number) => T): Record<string, T> =>
  each((vpc) => Array.from({ length: SIZE }, (_, gateway) => [`n${vpc}_${gateway}`, build(vpc, gateway)]));
const id = (address: string) => `\${${address}.id}`;

/** Every VPC is attached to every transit gateway, each subnet leads to another, and each gateway leads on to every VPC. */
const MESH = {
  resource: {
    aws_vpc: each((vpc) => [[`n${vpc}`, { cidr_block: `10.${vpc}.0.0/16` }]]),
    aws_subnet: pairs((vpc, gateway) => ({
      vpc_id: id(`aws_vpc.n${vpc}`),
      cidr_block: `10.${vpc}.${gateway}.0/24`,
      availability_zone: 'a',
    })),
    aws_ec2_transit_gateway: each((gateway) => [[`n${gateway}`, {}]]),
    aws_ec2_transit_gateway_vpc_attachment: pairs((vpc, gateway) => ({
      transit_gateway_id: id(`aws_ec2_transit_gateway.n${gateway}`),
      vpc_id: id(`aws_vpc.n${vpc}`),
      subnet_ids: Array.from({ length: SIZE }, (_, other) => id(`aws_subnet.n${vpc}_${other}`)),
    })),
    aws_ec2_transit_gateway_route: pairs((vpc, gateway) => ({
      destination_cidr_block: `${vpc * 32}.0.0.0/3`,
      transit_gateway_attachment_id: id(`aws_ec2_transit_gateway_vpc_attachment.n${vpc}_${gateway}`),
      transit_gateway_route_table_id: `\${aws_ec2_transit_gateway.n${gateway}.association_default_route_table_id}`,
    })),
    aws_route_table: pairs((vpc, gateway) => ({
      vpc_id: id(`aws_vpc.n${vpc}`),
      route: [{ cidr_block: '0.0.0.0/0', transit_gateway_id: id(`aws_ec2_transit_gateway.n${gateway}`) }],
    })),
    aws_route_table_association: pairs((vpc, gateway) => ({
      subnet_id: id(`aws_subnet.n${vpc}_${gateway}`),
      route_table_id: id(`aws_route_table.n${vpc}_${gateway}`),
    })),
    aws_security_group: { app: { vpc_id: id('aws_vpc.n0') } },
    aws_vpc_security_group_egress_rule: {
      app: { security_group_id: id('aws_security_group.app'), ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' },
    },
    aws_instance: {
      app: {
        subnet_id: id('aws_subnet.n0_0'),
        vpc_security_group_ids: [id('aws_security_group.app')],
      },
    },
  },
};

test('A mesh of transit gateways is unknown after a bounded number of paths', () => {
  const answer = Topology.read(JSON.stringify(MESH)).reach('aws_instance.app', 'internet', 'tcp', 443);
  expect(answer).toMatchObject({
    verdict: 'unknown',
    unknown: expect.arrayContaining(['where paths over more than 200 gateways end']),
  });
});
