import { check, ref, rows, terraform, type Body, type Resources } from '../support/network';

/** How a file names a VPC that is not in it. */
const OUTSIDE = {
  'a variable': '${var.vpc_id}',
  'a data source': '${data.aws_vpc.shared.id}',
  'a literal id': 'vpc-0a1b2c3d4e5f67890',
  'an output of a module that is not installed': '${module.network.vpc_id}',
};

const DECLARED = {
  variable: { vpc_id: {}, table: {}, subnet_id: {} },
  data: { aws_vpc: { shared: { tags: { Name: 'shared' } } } },
  module: { network: { source: 'terraform-aws-modules/vpc/aws' } },
};

const EVERYTHING: Body = { rule_no: 100, action: 'allow', protocol: '-1', from_port: 0, to_port: 0 };
const open = [{ ...EVERYTHING, cidr_block: '0.0.0.0/0' }];

/** Two subnets of one VPC with a table and an ACL of their own, and an instance in each. */
const twoSubnets = (vpc: string, ...more: readonly Resources[]): object => ({
  ...DECLARED,
  ...terraform(
    {
      'aws_subnet.a': { vpc_id: vpc, cidr_block: '10.0.1.0/24' },
      'aws_subnet.b': { vpc_id: vpc, cidr_block: '10.0.2.0/24' },
      'aws_route_table.own': { vpc_id: vpc },
      'aws_route_table_association.a': {
        subnet_id: ref('aws_subnet.a'),
        route_table_id: ref('aws_route_table.own'),
      },
      'aws_route_table_association.b': {
        subnet_id: ref('aws_subnet.b'),
        route_table_id: ref('aws_route_table.own'),
      },
      'aws_network_acl.own': {
        vpc_id: vpc,
        subnet_ids: [ref('aws_subnet.a'), ref('aws_subnet.b')],
        ingress: open,
        egress: open,
      },
      'aws_security_group.own': {
        vpc_id: vpc,
        ingress: [{ protocol: 'tcp', from_port: 80, to_port: 80, cidr_blocks: ['10.0.0.0/16'] }],
        egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] }],
      },
      'aws_instance.a': {
        subnet_id: ref('aws_subnet.a'),
        vpc_security_group_ids: [ref('aws_security_group.own')],
      },
      'aws_instance.b': {
        subnet_id: ref('aws_subnet.b'),
        vpc_security_group_ids: [ref('aws_security_group.own')],
      },
    },
    ...more,
  ),
});
const [A, B] = ['aws_instance.a', 'aws_instance.b'];

describe('VPCs that are not in the file', () => {
  const page = 'subnet-sizing';
  check(
    Object.entries(OUTSIDE).flatMap(([how, vpc]) =>
      rows(
        page,
        twoSubnets(vpc),
        [`${how}: an address that may be in it`, '10.0.9.5', A, 80, 'unknown', '10.0.9.5'],
        [`${how}: to such an address`, A, '10.0.9.5', 80, 'unknown', '10.0.9.5'],
        [`${how}: no group lets it in`, '192.168.1.1', A, 80, 'no: ingress rule'],
        [`${how}: the internet is not in it`, 'internet', A, 80, 'no: no route'],
      ),
    ),
  );
});

describe('Route tables that are not in the file', () => {
  const page = 'more-specific-routing';
  const vpc: Resources = { 'aws_vpc.own': { cidr_block: '10.0.0.0/16' } };
  const associated = (table: string): object =>
    twoSubnets(ref('aws_vpc.own'), vpc, {
      'aws_route_table_association.a': { subnet_id: ref('aws_subnet.a'), route_table_id: table },
    });
  const routed = (target: Body): object =>
    twoSubnets(ref('aws_vpc.own'), vpc, {
      'aws_route.more': {
        route_table_id: ref('aws_route_table.own'),
        destination_cidr_block: '${var.table}',
        ...target,
      },
    });
  const tables = {
    'a variable': '${var.table}',
    'a data source': '${data.aws_route_table.shared.id}',
    'a literal id': 'rtb-0a1b2c3d4e5f67890',
    'an output of a module that is not installed': '${module.network.private_route_table_ids[0]}',
  };
  check([
    ...Object.entries(tables).flatMap(([how, table]) =>
      rows(
        page,
        associated(table),
        [`${how}: it may send what leaves the subnet to a middlebox`, A, B, 80, 'unknown', 'route table id'],
        [`${how}: and the answers`, B, A, 80, 'unknown', 'route table id'],
        [`${how}: not what a group keeps out`, B, A, 22, 'no: ingress rule'],
        [`${how}: not within the subnet`, '10.0.1.9', A, 80, 'yes'],
      ),
    ),
    ...rows(page, twoSubnets(ref('aws_vpc.own'), vpc), [
      'the local route of a table of the file',
      A,
      B,
      80,
      'yes',
    ]),
    ...rows(page, routed({ nat_gateway_id: '${var.table}' }), [
      'a route to anywhere by an unknown NAT gateway',
      A,
      B,
      80,
      'unknown',
      'aws_route.more',
    ]),
    ...rows(page, routed({ gateway_id: '${var.table}' }), [
      'an internet gateway takes nothing of the local route',
      A,
      B,
      80,
      'yes',
    ]),
    ...rows(
      page,
      {
        ...twoSubnets(ref('aws_vpc.own'), vpc),
        module: { router: { source: 'example/router', table: ref('aws_route_table.own') } },
      },
      ['a module that is given the table', A, B, 80, 'unknown', 'module.router'],
    ),
  ]);
});
