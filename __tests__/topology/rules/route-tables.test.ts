import { APP, WEB, WEB_AND_APP, check, ref, rows, terraform } from '../support/network';
import { without, withMore } from '../support/routes';

const inlineTable = (routes: object[]) => ({
  'aws_route_table.public': { vpc_id: ref('aws_vpc.main'), route: routes },
});

describe('Route tables', () => {
  const page = 'VPC_Route_Tables';
  const main = 'aws_main_route_table_association.main';
  check([
    ...rows(
      page,
      without('aws_route_table_association.public'),
      ['a subnet without a route table uses the main one', 'internet', WEB, 80, 'no: no route'],
      ['the main route table has the local route', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': null,
        [main]: { vpc_id: ref('aws_vpc.main'), route_table_id: ref('aws_route_table.public') },
      }),
      ['a main route table association replaces the main table', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      withMore({ [main]: { vpc_id: ref('aws_vpc.main'), route_table_id: ref('aws_route_table.public') } }),
      [
        'an associated route table precedes the main one',
        APP,
        'internet',
        443,
        'yes',
        'aws_nat_gateway.main',
      ],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': null,
        'aws_default_route_table.main': {
          default_route_table_id: ref('aws_vpc.main', 'default_route_table_id'),
          route: [{ cidr_block: '0.0.0.0/0', gateway_id: ref('aws_internet_gateway.main') }],
        },
      }),
      ['an adopted main route table has the route that it states', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': null,
        'aws_default_route_table.main': {
          default_route_table_id: ref('aws_vpc.main', 'default_route_table_id'),
          route: [],
        },
      }),
      ['an adopted main route table without routes has none', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': null,
        'aws_route.main': {
          route_table_id: ref('aws_vpc.main', 'main_route_table_id'),
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: ref('aws_internet_gateway.main'),
        },
      }),
      ['a route added to the main route table counts', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      terraform(
        WEB_AND_APP,
        { 'aws_route.public_0_0_0_0_0': null },
        inlineTable([{ cidr_block: '0.0.0.0/0', gateway_id: ref('aws_internet_gateway.main') }]),
      ),
      ['an inline route counts', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      terraform(
        WEB_AND_APP,
        { 'aws_route.public_0_0_0_0_0': null },
        inlineTable([{ ipv6_cidr_block: '::/0', gateway_id: ref('aws_internet_gateway.main') }]),
      ),
      ['an IPv6 route carries no IPv4', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': {
          subnet_id: ref('aws_subnet.public'),
          route_table_id: ref('aws_route_table.private'),
        },
      }),
      ['a public subnet with the private route table is not reachable', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({
        'aws_route_table_association.public': {
          subnet_id: ref('aws_subnet.public'),
          route_table_id: '${var.table}',
        },
      }),
      ['an unknown route table leaves the answer open', 'internet', WEB, 80, 'unknown', 'route table'],
    ),
    ...rows(
      page,
      withMore({
        'aws_route_table_association.public': {
          subnet_id: ref('aws_subnet.public'),
          route_table_id: '${var.table}',
        },
      }),
      ['a security group rejects whatever the route table is', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      withMore({
        'aws_route.public_0_0_0_0_0': {
          count: '${var.on ? 1 : 0}',
          route_table_id: ref('aws_route_table.public'),
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: ref('aws_internet_gateway.main'),
        },
      }),
      [
        'a route with an unknown count leaves the answer open',
        'internet',
        WEB,
        80,
        'unknown',
        'aws_route.public_0_0_0_0_0',
      ],
    ),
  ]);
});

describe('Resources with an unknown count', () => {
  const perhaps = (address: string) =>
    terraform(WEB_AND_APP, { [address]: { ...WEB_AND_APP[address], count: '${var.n}' } });
  const page = 'terraform: count';
  check([
    ...rows(
      page,
      perhaps('aws_internet_gateway.main'),
      [
        'an internet gateway leaves the answer open',
        'internet',
        WEB,
        80,
        'unknown',
        'aws_internet_gateway.main',
      ],
      ['an internet gateway changes nothing within the VPC', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      perhaps('aws_nat_gateway.main'),
      ['a NAT gateway leaves the answer open', APP, 'internet', 443, 'unknown', 'aws_nat_gateway.main'],
      ['a NAT gateway admits nothing from outside', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(page, perhaps('aws_route_table_association.public'), [
      'an association leaves the route table open',
      'internet',
      WEB,
      80,
      'unknown',
      'which route table',
    ]),
    ...rows(page, perhaps('aws_subnet.public'), [
      'a subnet leaves the answer open',
      'internet',
      'aws_subnet.public',
      80,
      'unknown',
      'count',
    ]),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_default_network_acl.main': {
          count: '${var.n}',
          default_network_acl_id: ref('aws_vpc.main', 'default_network_acl_id'),
        },
      }),
      [
        'an adopted default ACL leaves the answer open',
        'internet',
        WEB,
        80,
        'unknown',
        'default network ACL',
      ],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        [WEB]: { subnet_id: ref('aws_subnet.public') },
        'aws_default_security_group.main': { count: '${var.n}', vpc_id: ref('aws_vpc.main') },
      }),
      [
        'an adopted default group leaves the answer open',
        WEB,
        'internet',
        443,
        'unknown',
        'default security group',
      ],
    ),
  ]);
});
