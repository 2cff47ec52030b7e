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
      ['a subnet without a table follows the main one, which is local', 'internet', WEB, 80, 'no: no route'],
      ['local routes serve all the same', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': null,
        [main]: { vpc_id: ref('aws_vpc.main'), route_table_id: ref('aws_route_table.public') },
      }),
      ['another table made the main one', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      withMore({ [main]: { vpc_id: ref('aws_vpc.main'), route_table_id: ref('aws_route_table.public') } }),
      ['an explicit table comes before the main one', APP, 'internet', 443, 'yes', 'aws_nat_gateway.main'],
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
      ['the main table adopted with a route', 'internet', WEB, 80, 'yes'],
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
      ['the main table adopted and emptied', 'internet', WEB, 80, 'no: no route'],
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
      ['a route put into the main table', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      terraform(
        WEB_AND_APP,
        { 'aws_route.public_0_0_0_0_0': null },
        inlineTable([{ cidr_block: '0.0.0.0/0', gateway_id: ref('aws_internet_gateway.main') }]),
      ),
      ['routes written inside the table', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      terraform(
        WEB_AND_APP,
        { 'aws_route.public_0_0_0_0_0': null },
        inlineTable([{ ipv6_cidr_block: '::/0', gateway_id: ref('aws_internet_gateway.main') }]),
      ),
      ['an IPv6 route means nothing to IPv4', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        'aws_route_table_association.public': {
          subnet_id: ref('aws_subnet.public'),
          route_table_id: ref('aws_route_table.private'),
        },
      }),
      ['a public subnet moved to the private table', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({
        'aws_route_table_association.public': {
          subnet_id: ref('aws_subnet.public'),
          route_table_id: '${var.table}',
        },
      }),
      ['an unknown table is unknown', 'internet', WEB, 80, 'unknown', 'route table'],
    ),
    ...rows(
      page,
      withMore({
        'aws_route_table_association.public': {
          subnet_id: ref('aws_subnet.public'),
          route_table_id: '${var.table}',
        },
      }),
      ['but not for what no rule lets in', 'internet', WEB, 22, 'no: ingress rule'],
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
      ['a route that may not be there', 'internet', WEB, 80, 'unknown', 'aws_route.public_0_0_0_0_0'],
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
      ['an internet gateway', 'internet', WEB, 80, 'unknown', 'aws_internet_gateway.main'],
      ['within the VPC it does not matter', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      perhaps('aws_nat_gateway.main'),
      ['a NAT gateway', APP, 'internet', 443, 'unknown', 'aws_nat_gateway.main'],
      ['nobody comes in by it all the same', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(page, perhaps('aws_route_table_association.public'), [
      'an association',
      'internet',
      WEB,
      80,
      'unknown',
      'which route table',
    ]),
    ...rows(page, perhaps('aws_subnet.public'), [
      'a subnet',
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
      ['an adopted ACL', 'internet', WEB, 80, 'unknown', 'default network ACL'],
    ),
    ...rows(
      page,
      terraform(WEB_AND_APP, {
        [WEB]: { subnet_id: ref('aws_subnet.public') },
        'aws_default_security_group.main': { count: '${var.n}', vpc_id: ref('aws_vpc.main') },
      }),
      ['an adopted group', WEB, 'internet', 443, 'unknown', 'default security group'],
    ),
  ]);
});
