import { check, ref, rows, terraform, type Body, type Expected, type Resources } from '../support/network';

/** How a file names a VPC that is not in it. */
const OUTSIDE = {
  'a variable': '${var.vpc_id}',
  'a data source': '${data.aws_vpc.shared.id}',
  'a literal id': 'vpc-0a1b2c3d4e5f67890',
  'an output of a module that is not installed': '${module.network.vpc_id}',
};

const DECLARED = {
  variable: { vpc_id: {}, other: {}, vpc_ids: {}, table: {}, subnet_id: {}, subnet_ids: {} },
  locals: { vpc_id: '${var.vpc_id}', found: '${jsondecode(file("vpc.json")).id}' },
  data: {
    aws_vpc: { shared: { tags: { Name: 'shared' } }, many: { count: 2, tags: { Name: 'many' } } },
    aws_subnet: { shared: { tags: { Name: 'shared' } } },
  },
  module: { network: { source: 'terraform-aws-modules/vpc/aws' } },
};

const OPEN_GROUP: Body = {
  ingress: [{ protocol: 'tcp', from_port: 80, to_port: 80, cidr_blocks: ['0.0.0.0/0'] }],
  egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] }],
};

const lambda = (subnet_ids: unknown): Body => ({
  vpc_config: [{ subnet_ids, security_group_ids: [ref('aws_security_group.own')] }],
});

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
        [`${how}: its local route`, B, A, 80, 'yes', 'local route'],
        [`${how}: no group lets it in`, B, A, 22, 'no: ingress rule'],
        [`${how}: an address of the same subnet`, '10.0.1.5', A, 80, 'yes', 'within one subnet'],
        [`${how}: an address of the other subnet`, '10.0.2.5', A, 80, 'yes', 'local route'],
        [`${how}: to an address of the other subnet`, A, '10.0.2.5', 80, 'yes', 'local route'],
        [`${how}: an address that may be in it`, '10.0.9.5', A, 80, 'unknown', '10.0.9.5'],
        [`${how}: to such an address`, A, '10.0.9.5', 80, 'unknown', '10.0.9.5'],
        [`${how}: a block of which a part may be in it`, '10.0.0.0/16', A, 80, 'unknown'],
        [`${how}: no group lets such an address in`, '192.168.1.1', A, 80, 'no: ingress rule'],
        [`${how}: the internet is not in it`, 'internet', A, 80, 'no: no route'],
      ),
    ),
  );

  const apart = (one: string, other: string, ...more: readonly Resources[]): object =>
    twoSubnets(one, { 'aws_subnet.b': { vpc_id: other, cidr_block: '10.0.2.0/24' } }, ...more);
  const names: readonly (readonly [claim: string, one: string, other: string, expected: Expected])[] = [
    ['a local is what it holds', '${local.vpc_id}', '${var.vpc_id}', 'yes'],
    ['a local that nobody can read is one value', '${local.found}', '${local.found}', 'yes'],
    ['an element of a list', '${var.vpc_ids[0]}', '${var.vpc_ids[0]}', 'yes'],
    ['an attribute of an object', '${var.vpc_ids.main}', '${var.vpc_ids["main"]}', 'yes'],
    ['two variables may be one VPC, or two', '${var.vpc_id}', '${var.other}', 'unknown'],
    ['a variable and a data source', '${var.vpc_id}', '${data.aws_vpc.shared.id}', 'unknown'],
    ['two elements of a list', '${var.vpc_ids[0]}', '${var.vpc_ids[1]}', 'unknown'],
    ['any element of a list', '${var.vpc_ids[var.other]}', '${var.vpc_ids[var.vpc_id]}', 'unknown'],
    ['an order that changes', '${sort(var.vpc_ids)[0]}', '${tolist(var.vpc_ids)[0]}', 'unknown'],
    ['instances of a data source', '${data.aws_vpc.many[0].id}', '${data.aws_vpc.many[1].id}', 'unknown'],
    ['outputs of a module', '${module.network.vpc_id}', '${module.network.other_vpc_id}', 'unknown'],
    ['attributes of a data source', '${data.aws_vpc.shared.id}', '${data.aws_vpc.shared.arn}', 'unknown'],
    ['literal ids', 'vpc-0a1b2c3d4e5f67890', 'vpc-0f1e2d3c4b5a67890', 'unknown'],
    ['a function', '${uuid()}', '${uuid()}', 'unknown'],
  ];
  check(
    names.flatMap(([claim, one, other, expected]) =>
      rows(page, apart(one, other), [claim, B, A, 80, expected], [claim, '10.0.2.5', A, 80, expected]),
    ),
  );

  const own: Resources = { 'aws_vpc.own': { cidr_block: '10.0.0.0/16' } };
  const beside = twoSubnets('${var.vpc_id}', own, {
    'aws_subnet.own': { vpc_id: ref('aws_vpc.own'), cidr_block: '10.0.2.0/24' },
    'aws_instance.own': { subnet_id: ref('aws_subnet.own'), private_ip: '10.0.2.5' },
  });
  const each = (over: object): object =>
    twoSubnets('${each.value}', {
      'aws_subnet.a': { vpc_id: '${each.value}', cidr_block: '10.0.1.0/24', ...over },
    });
  check([
    ...rows(page, apart('${var.vpc_id}', ref('aws_vpc.own'), own), [
      'a VPC of the file may be the same, or another one',
      B,
      A,
      80,
      'unknown',
      'in one VPC',
    ]),
    ...rows(
      page,
      beside,
      ['an address of a subnet beside comes before the same one of another VPC', '10.0.2.5', A, 80, 'yes'],
      ['an address that another VPC holds may be in this one', '10.0.9.5', A, 80, 'unknown', 'var.vpc_id'],
      ['an instance of another VPC', 'aws_instance.own', A, 80, 'unknown'],
    ),
    ...rows(page, each({ for_each: '${toset(var.vpc_ids)}' }), [
      'one subnet for each of them',
      '10.0.1.5',
      A,
      80,
      'unknown',
    ]),
    ...rows(
      page,
      twoSubnets('${var.vpc_id}', { 'aws_route_table_association.a': null }),
      ['its main route table is not known', B, A, 80, 'unknown'],
      ['and not asked within a subnet', '10.0.1.5', A, 80, 'yes'],
    ),
    ...rows(page, twoSubnets('${var.vpc_id}', { 'aws_network_acl.own': null }), [
      'its default network ACL is not known',
      B,
      A,
      80,
      'unknown',
    ]),
    ...rows(page, twoSubnets('${var.vpc_id}', { [A]: { subnet_id: ref('aws_subnet.a') } }), [
      'its default group is not known',
      B,
      A,
      80,
      'unknown',
      'default group',
    ]),
  ]);

  const gateway = (vpc: string): object =>
    twoSubnets('${var.vpc_id}', own, {
      'aws_internet_gateway.main': { vpc_id: vpc },
      'aws_route.out': {
        route_table_id: ref('aws_route_table.own'),
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: ref('aws_internet_gateway.main'),
      },
      [A]: {
        subnet_id: ref('aws_subnet.a'),
        associate_public_ip_address: true,
        vpc_security_group_ids: [ref('aws_security_group.own')],
      },
    });
  check([
    ...rows('internet-gateway', gateway('${var.vpc_id}'), ['its own', A, 'internet', 443, 'yes']),
    ...rows('internet-gateway', gateway('${var.other}'), [
      'of an unknown VPC',
      A,
      'internet',
      443,
      'unknown',
    ]),
    ...rows('internet-gateway', gateway(ref('aws_vpc.own')), ['of the file', A, 'internet', 443, 'unknown']),
    ...rows(
      'connect-with-ec2-instance-connect-endpoint',
      twoSubnets('${var.vpc_id}', {
        'aws_ec2_instance_connect_endpoint.x': { subnet_id: '${var.subnet_id}' },
      }),
      ['an endpoint in a subnet that may be of the same VPC', 'internet', A, 80, 'unknown', 'whom aws_ec2'],
    ),
  ]);
});

describe('Subnets that are not in the file', () => {
  const page = 'configure-subnets';
  const inside = (one: unknown, other: unknown, ...more: readonly Resources[]): object =>
    twoSubnets(
      '${var.vpc_id}',
      ...[one, other].map((subnet_id, i) => ({
        [[A, B][i] ?? '']: { subnet_id, vpc_security_group_ids: [ref('aws_security_group.own')] },
      })),
      { 'aws_security_group.own': OPEN_GROUP },
      ...more,
    );
  const subnets = {
    'a variable': '${var.subnet_id}',
    'a data source': '${data.aws_subnet.shared.id}',
    'a literal id': 'subnet-0a1b2c3d4e5f67890',
    'an output of a module that is not installed': '${module.network.private_subnets[0]}',
  };
  check([
    ...Object.entries(subnets).flatMap(([how, subnet]) => [
      ...rows(
        page,
        inside(subnet, subnet),
        [`${how}: nothing but groups is in the way`, B, A, 80, 'yes', 'within one subnet'],
        [`${how}: no group lets it in`, B, A, 22, 'no: ingress rule'],
        [`${how}: where its own route table leads`, A, 'internet', 443, 'unknown'],
        [`${how}: an address that may be in it`, '10.0.1.5', A, 80, 'unknown'],
      ),
      ...rows(page, inside(subnet, '${var.table}'), [`${how}: another name`, B, A, 80, 'unknown']),
      ...rows(page, inside(subnet, ref('aws_subnet.b')), [
        `${how}: and one of the file`,
        B,
        A,
        80,
        'unknown',
      ]),
    ]),
    ...rows(page, inside('${var.subnet_ids[0]}', '${var.subnet_ids[1]}'), [
      'elements of a list',
      B,
      A,
      80,
      'unknown',
    ]),
    ...rows(
      page,
      inside('${var.subnet_id}', '${var.subnet_id}', {
        'aws_network_acl.other': { vpc_id: '${var.vpc_id}', subnet_ids: ['${var.subnet_id}'] },
        'aws_route_table_association.other': {
          subnet_id: '${var.subnet_id}',
          route_table_id: ref('aws_route_table.own'),
        },
      }),
      ['an ACL and a route table by the same name are of it', A, 'internet', 443, 'no: no route'],
      ['and not in the way within it', B, A, 80, 'yes'],
    ),
  ]);

  const groups = (subnets: unknown): object =>
    inside('${var.subnet_id}', '${var.subnet_id}', {
      'aws_lambda_function.one': lambda(subnets),
      'aws_lambda_function.two': lambda(subnets),
    });
  check([
    ...rows(page, groups('${var.subnet_ids}'), [
      'of a whole list nobody knows which one it is',
      'aws_lambda_function.one',
      A,
      80,
      'unknown',
    ]),
    ...rows(page, groups('${flatten([var.subnet_id, var.subnet_ids])}'), [
      'nor of lists within one another',
      'aws_lambda_function.one',
      A,
      80,
      'unknown',
    ]),
    ...rows(page, groups(['${var.subnet_id}']), [
      'of a list with one item it is that',
      'aws_lambda_function.one',
      A,
      80,
      'yes',
    ]),
  ]);
});

describe('Addresses of a VPC of the file', () => {
  const page = 'configure-subnets';
  const own: Resources = { 'aws_vpc.own': { cidr_block: '10.0.0.0/16' } };
  const network = twoSubnets(ref('aws_vpc.own'), own);
  check([
    ...rows(
      page,
      network,
      ['of a subnet', '10.0.2.5', A, 80, 'yes'],
      ['of none', '10.0.9.5', A, 80, 'no: no route'],
    ),
    ...rows(
      page,
      {
        ...network,
        module: { subnets: { source: 'example/subnets', vpc_id: ref('aws_vpc.own') } },
      },
      ['of a subnet that a module may make', '10.0.9.5', A, 80, 'unknown', 'module.subnets'],
    ),
    ...rows(
      page,
      twoSubnets(ref('aws_vpc.own'), own, { 'aws_instance.c': { subnet_id: '${var.subnet_id}' } }),
      ['of a subnet that an instance is in', '10.0.9.5', A, 80, 'unknown', 'aws_instance.c'],
    ),
    ...rows(
      page,
      twoSubnets(ref('aws_vpc.own'), own, {
        'aws_route_table_association.c': {
          subnet_id: '${var.subnet_id}',
          route_table_id: ref('aws_route_table.own'),
        },
      }),
      ['of a subnet with a route table of it', '10.0.9.5', A, 80, 'unknown', 'association.c'],
    ),
    ...rows(
      page,
      twoSubnets(ref('aws_vpc.own'), own, {
        'aws_subnet.b': { count: '${var.other}', vpc_id: ref('aws_vpc.own'), cidr_block: '10.0.2.0/24' },
      }),
      ['of a subnet that may not be there', '10.0.2.5', A, 80, 'unknown', 'aws_subnet.b'],
    ),
    ...rows(
      page,
      twoSubnets(ref('aws_vpc.own'), own, {
        'aws_vpc.other': { cidr_block: '10.0.0.0/16' },
        'aws_subnet.other': { vpc_id: ref('aws_vpc.other'), cidr_block: '10.0.2.0/24' },
        'aws_instance.other': { subnet_id: ref('aws_subnet.other'), private_ip: '10.0.2.5' },
      }),
      ['of its own subnet, and not of an instance of another VPC', '10.0.2.5', A, 80, 'yes'],
    ),
  ]);
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
