import {
  ANYWHERE,
  APP,
  BASE,
  WEB,
  WEB_AND_APP,
  associate,
  check,
  everythingOut,
  group,
  ingress,
  instance,
  ref,
  route,
  rows,
  terraform,
  type Resources,
} from '../support/network';

const base = terraform(WEB_AND_APP);
const without = (...addresses: string[]) =>
  terraform(WEB_AND_APP, Object.fromEntries(addresses.map((address) => [address, null])));
const withMore = (...more: readonly Resources[]) => terraform(WEB_AND_APP, ...more);
const inlineTable = (routes: object[]) => ({
  'aws_route_table.public': { vpc_id: ref('aws_vpc.main'), route: routes },
});

describe('Internet gateways, public addresses and routes', () => {
  check([
    ...rows(
      'VPC_Internet_Gateway',
      base,
      ['a public instance is reached from the internet', 'internet', WEB, 80, 'yes'],
      ['and reaches it', WEB, 'internet', 443, 'yes'],
      ['a private one is not reached', 'internet', APP, 8080, 'no: no route'],
      ['one address of the internet suffices no less', '203.0.113.9', WEB, 80, 'yes'],
      ['a range of it too', '198.51.100.0/24', WEB, 80, 'yes'],
      ['a range as destination', WEB, '198.51.100.0/24', 443, 'yes'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      without('aws_route.public_0_0_0_0_0'),
      ['without a route nobody comes in', 'internet', WEB, 80, 'no: no route'],
      ['nor goes out', WEB, 'internet', 443, 'no: no route'],
    ),
    ...rows('VPC_Internet_Gateway', withMore({ 'aws_internet_gateway.main': {} }), [
      'a gateway attached to no VPC is a blackhole',
      'internet',
      WEB,
      80,
      'no: no route',
    ]),
    ...rows(
      'VPC_Internet_Gateway',
      withMore({
        'aws_internet_gateway.main': {},
        'aws_internet_gateway_attachment.main': {
          internet_gateway_id: ref('aws_internet_gateway.main'),
          vpc_id: ref('aws_vpc.main'),
        },
      }),
      ['attached by a resource of its own it serves', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      withMore({
        'aws_vpc.other': { cidr_block: '10.9.0.0/16' },
        'aws_internet_gateway.main': { vpc_id: ref('aws_vpc.other') },
      }),
      ['a gateway of another VPC serves nobody here', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore({ 'aws_subnet.public': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.0.0/24' } }),
      ['without a public address nobody comes in', 'internet', WEB, 80, 'no: no public address'],
      ['nor goes out through an internet gateway', WEB, 'internet', 443, 'no: no public address'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore(instance('web', 'public', { associate_public_ip_address: false })),
      ['the instance overrides its subnet: none', 'internet', WEB, 80, 'no: no public address'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore(
        { 'aws_subnet.public': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.0.0/24' } },
        instance('web', 'public', { associate_public_ip_address: true }),
      ),
      ['the instance overrides its subnet: one', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore(
        instance('app', 'private', { associate_public_ip_address: true }),
        ingress('app', 80, ANYWHERE),
      ),
      ['a public address in a private subnet is no way in', 'internet', APP, 80, 'no: no route'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore({
        'aws_subnet.public': {
          vpc_id: ref('aws_vpc.main'),
          cidr_block: '10.0.0.0/24',
          map_public_ip_on_launch: '${var.map}',
        },
      }),
      ['an unknown one is unknown', 'internet', WEB, 80, 'unknown', 'map public ip on launch'],
    ),
  ]);
});

describe('Elastic IP addresses', () => {
  const plain = { 'aws_subnet.public': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.0.0/24' } };
  const page = 'vpc-eips';
  const nic = {
    'aws_network_interface.web': {
      subnet_id: ref('aws_subnet.public'),
      security_groups: [ref('aws_security_group.web')],
    },
  };
  check([
    ...rows(page, withMore(plain, { 'aws_eip.web': { instance: ref(WEB) } }), [
      'on the instance',
      'internet',
      WEB,
      80,
      'yes',
      'aws_eip.web',
    ]),
    ...rows(
      page,
      withMore(plain, {
        'aws_eip.web': {},
        'aws_eip_association.web': { instance_id: ref(WEB), allocation_id: ref('aws_eip.web') },
      }),
      ['by an association', 'internet', WEB, 80, 'yes', 'aws_eip_association.web'],
    ),
    ...rows(page, withMore(plain, { 'aws_eip.web': {} }), [
      'an address of nobody serves nobody',
      'internet',
      WEB,
      80,
      'no: no public address',
    ]),
    ...rows(
      page,
      withMore(plain, nic, {
        [WEB]: {
          network_interface: [{ device_index: 0, network_interface_id: ref('aws_network_interface.web') }],
        },
        'aws_eip.web': { network_interface: ref('aws_network_interface.web') },
      }),
      ['on the network interface of the instance', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'using-instance-addressing',
      withMore(nic, {
        [WEB]: {
          network_interface: { device_index: 0, network_interface_id: ref('aws_network_interface.web') },
        },
      }),
      ['an interface made before gets none from its subnet', 'internet', WEB, 80, 'no: no public address'],
    ),
    ...rows(
      page,
      withMore(plain, { 'aws_eip.web': { network_interface: ref(WEB, 'primary_network_interface_id') } }),
      ['on the primary interface of the instance', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(page, withMore(plain, { 'aws_eip.web': { count: '${var.n}', instance: ref(WEB) } }), [
      'one that may not be there',
      'internet',
      WEB,
      80,
      'unknown',
      'aws_eip.web',
    ]),
  ]);
});

describe('NAT gateways', () => {
  const page = 'vpc-nat-gateway';
  check([
    ...rows(
      page,
      base,
      ['a private instance goes out', APP, 'internet', 443, 'yes', 'aws_nat_gateway.main'],
      ['and nobody comes in', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({
        'aws_nat_gateway.main': { connectivity_type: 'private', subnet_id: ref('aws_subnet.public') },
      }),
      ['a private gateway leads nowhere', APP, 'internet', 443, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({
        'aws_nat_gateway.main': { allocation_id: ref('aws_eip.nat'), subnet_id: ref('aws_subnet.private') },
      }),
      ['a gateway in a private subnet leads nowhere', APP, 'internet', 443, 'no: no route'],
    ),
    ...rows(page, without('aws_route.public_0_0_0_0_0'), [
      'nor one whose own subnet has no route',
      APP,
      'internet',
      443,
      'no: no route',
    ]),
    ...rows(page, without('aws_route.private_0_0_0_0_0'), [
      'without a route to it',
      APP,
      'internet',
      443,
      'no: no route',
    ]),
    ...rows(
      page,
      withMore({
        'aws_nat_gateway.main': {
          allocation_id: ref('aws_eip.nat'),
          subnet_id: ref('data.aws_subnet.elsewhere'),
        },
      }),
      ['one in an unknown subnet is unknown', APP, 'internet', 443, 'unknown', 'data source'],
    ),
    ...rows('nat-gateway-troubleshooting', withMore(instance('web', 'private'), group('web')), [
      'a group moved behind it keeps the way out',
      WEB,
      'internet',
      443,
      'yes',
    ]),
  ]);
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

describe('Longest prefix match', () => {
  const page = 'route-tables-priority';
  const out = { gateway_id: ref('aws_internet_gateway.main') };
  const halves = { ...route('public', '0.0.0.0/1', out), ...route('public', '128.0.0.0/1', out) };
  const tgw = { transit_gateway_id: ref('aws_ec2_transit_gateway.hub') };
  const hub = { 'aws_ec2_transit_gateway.hub': {} };
  const gone = { nat_gateway_id: ref('aws_nat_gateway.main'), state: 'blackhole' };
  check([
    ...rows(
      page,
      withMore(route('public', '203.0.113.0/24', gone)),
      ['a blackhole takes its range', '203.0.113.9', WEB, 80, 'no: no route'],
      ['in both directions', WEB, '203.0.113.9', 443, 'no: no route'],
      ['and nothing else', '198.51.100.9', WEB, 80, 'yes'],
      ['nor the internet', 'internet', WEB, 80, 'yes'],
      ['a range of which it takes a part is not reached', WEB, '203.0.112.0/23', 443, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({ 'aws_route.public_0_0_0_0_0': null }, halves),
      ['two halves are the whole internet', 'internet', WEB, 80, 'yes'],
      ['and the way to it', WEB, 'internet', 80, 'yes'],
    ),
    ...rows(
      page,
      withMore({ 'aws_route.public_0_0_0_0_0': null }, route('public', '0.0.0.0/1', out)),
      ['one half is not', 'internet', WEB, 80, 'no: no route'],
      ['but holds its addresses', '9.9.9.9', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      withMore(hub, route('public', '203.0.113.0/24', tgw)),
      [
        'what goes to a transit gateway is unknown',
        WEB,
        '203.0.113.9',
        443,
        'unknown',
        'aws_ec2_transit_gateway.hub',
      ],
      ['the rest stands', WEB, '198.51.100.9', 443, 'yes'],
      ['and so does the internet', WEB, 'internet', 443, 'yes'],
    ),
    ...rows(page, withMore(hub, { 'aws_route.public_0_0_0_0_0': null }, route('public', '0.0.0.0/0', tgw)), [
      'a default route to it',
      WEB,
      'internet',
      443,
      'unknown',
      'aws_ec2_transit_gateway.hub',
    ]),
    ...rows(
      page,
      withMore({
        'aws_route.list': {
          route_table_id: ref('aws_route_table.public'),
          destination_prefix_list_id: 'pl-1',
          gateway_id: ref('aws_internet_gateway.main'),
        },
      }),
      ['a prefix list that leads to the same gateway changes nothing', WEB, 'internet', 443, 'yes'],
    ),
    ...rows(
      page,
      withMore(hub, {
        'aws_route.list': {
          route_table_id: ref('aws_route_table.public'),
          destination_prefix_list_id: 'pl-1',
          ...tgw,
        },
      }),
      ['a prefix list that leads elsewhere is unknown', WEB, 'internet', 443, 'unknown', 'prefix list'],
      ['but not within the VPC', APP, WEB, 80, 'yes'],
    ),
    ...rows(
      'gateway-endpoints',
      withMore({
        'aws_vpc_endpoint.s3': {
          vpc_id: ref('aws_vpc.main'),
          service_name: 's3',
          route_table_ids: [ref('aws_route_table.public')],
        },
      }),
      ['a gateway endpoint takes no internet away', WEB, 'internet', 443, 'yes'],
    ),
    ...rows(
      'how-routing-works',
      withMore({
        'aws_route.more': {
          route_table_id: ref('aws_route_table.public'),
          destination_cidr_block: '10.0.16.0/24',
          network_interface_id: 'eni-1',
        },
      }),
      ['a longer prefix than the local route leads through a middlebox', WEB, APP, 8080, 'unknown'],
    ),
    ...rows(
      'how-routing-works',
      withMore({
        'aws_route.more': {
          route_table_id: ref('aws_route_table.public'),
          destination_cidr_block: '10.0.0.0/8',
          transit_gateway_id: 'tgw-1',
        },
      }),
      ['a shorter one does not', WEB, APP, 8080, 'yes'],
      ['though it takes other private ranges', WEB, '10.7.0.0/16', 443, 'unknown'],
    ),
    ...rows(
      'VPNRoutingTypes',
      withMore({
        'aws_vpn_gateway_route_propagation.p': {
          vpn_gateway_id: 'vgw-1',
          route_table_id: ref('aws_route_table.private'),
        },
      }),
      ['propagated routes may lead anywhere', APP, '192.168.0.9', 443, 'unknown', 'propagat'],
      ['but not away from the VPC itself', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      'VPC_Route_Tables',
      base,
      ['a private address of no network here', WEB, '192.168.0.9', 443, 'no: no route'],
      ['nor in from one', '192.168.0.9', WEB, 80, 'no: no route'],
    ),
  ]);
});

describe('Routing within a VPC', () => {
  const page = 'subnet-route-tables';
  check([
    ...rows(
      page,
      base,
      ['subnets reach each other by the local route', WEB, APP, 8080, 'yes'],
      ['a subnet as an end', 'aws_subnet.public', 'aws_subnet.private', 1, 'yes'],
      ['a public subnet from the internet', 'internet', 'aws_subnet.public', 1, 'yes'],
      ['a private one not', 'internet', 'aws_subnet.private', 1, 'no: no route'],
      ['out of a private subnet', 'aws_subnet.private', 'internet', 1, 'yes'],
      ['no group is asked on the side of a subnet', 'aws_subnet.private', WEB, 80, 'yes'],
      ['but on the other side', 'aws_subnet.public', APP, 8080, 'no: ingress rule'],
      ['a range of the VPC is an end in its subnets', '10.0.16.0/24', WEB, 80, 'yes'],
      ['an address that no subnet holds', '10.0.99.9', WEB, 80, 'no: no route'],
      ['the whole VPC as a range', '10.0.0.0/16', WEB, 80, 'yes'],
    ),
    ...rows(
      'vpc-cidr-blocks',
      withMore(
        {
          'aws_vpc_ipv4_cidr_block_association.more': {
            vpc_id: ref('aws_vpc.main'),
            cidr_block: '10.1.0.0/16',
          },
          'aws_subnet.more': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.1.0.0/24' },
        },
        instance('app', 'more'),
      ),
      ['a second range is local too', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      terraform(
        BASE,
        associate('public', 'private'),
        group('web'),
        group('app'),
        instance('web', 'public'),
        instance('app', 'private'),
        everythingOut('web'),
        ingress('app', 22, ANYWHERE),
      ),
      ['whatever tables they have', WEB, APP, 22, 'yes'],
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
