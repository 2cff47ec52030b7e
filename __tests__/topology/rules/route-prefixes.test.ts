import {
  ANYWHERE,
  APP,
  BASE,
  WEB,
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
} from '../support/network';
import { base, withMore } from '../support/routes';

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
      ['a blackhole route rejects its CIDR block', '203.0.113.9', WEB, 80, 'no: no route'],
      ['a blackhole route rejects its CIDR block as a destination', WEB, '203.0.113.9', 443, 'no: no route'],
      ['a blackhole route rejects nothing else', '198.51.100.9', WEB, 80, 'yes'],
      ['a blackhole route does not reject the internet', 'internet', WEB, 80, 'yes'],
      ['a blackhole route rejects a CIDR block that contains it', WEB, '203.0.112.0/23', 443, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({ 'aws_route.public_0_0_0_0_0': null }, halves),
      ['two halves carry the internet', 'internet', WEB, 80, 'yes'],
      ['two halves carry outbound traffic', WEB, 'internet', 80, 'yes'],
    ),
    ...rows(
      page,
      withMore({ 'aws_route.public_0_0_0_0_0': null }, route('public', '0.0.0.0/1', out)),
      ['one half does not carry the internet', 'internet', WEB, 80, 'no: no route'],
      ['one half carries its own addresses', '9.9.9.9', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      withMore(hub, route('public', '203.0.113.0/24', tgw)),
      [
        'a route to a transit gateway leaves its CIDR block open',
        WEB,
        '203.0.113.9',
        443,
        'unknown',
        'aws_ec2_transit_gateway.hub',
      ],
      ['a route to a transit gateway changes no other address', WEB, '198.51.100.9', 443, 'yes'],
      ['a route to a transit gateway does not change the internet', WEB, 'internet', 443, 'yes'],
    ),
    ...rows(page, withMore(hub, { 'aws_route.public_0_0_0_0_0': null }, route('public', '0.0.0.0/0', tgw)), [
      'a default route to a transit gateway leaves the internet open',
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
      ['a prefix list with the same target changes nothing', WEB, 'internet', 443, 'yes'],
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
      [
        'a prefix list with another target leaves the answer open',
        WEB,
        'internet',
        443,
        'unknown',
        'prefix list',
      ],
      ['a prefix list changes nothing within the VPC', APP, WEB, 80, 'yes'],
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
      ['a gateway endpoint keeps the internet reachable', WEB, 'internet', 443, 'yes'],
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
      ['a shorter prefix than the local route does not replace it', WEB, APP, 8080, 'yes'],
      [
        'a shorter prefix than the local route carries other private CIDR blocks',
        WEB,
        '10.7.0.0/16',
        443,
        'unknown',
      ],
    ),
    ...rows(
      'VPNRoutingTypes',
      withMore({
        'aws_vpn_gateway_route_propagation.p': {
          vpn_gateway_id: 'vgw-1',
          route_table_id: ref('aws_route_table.private'),
        },
      }),
      ['propagated routes leave the answer open', APP, '192.168.0.9', 443, 'unknown', 'propagat'],
      ['propagated routes do not replace the local route', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      'VPC_Route_Tables',
      base,
      ['a server does not reach a private address outside the file', WEB, '192.168.0.9', 443, 'no: no route'],
      ['a private address outside the file does not reach a server', '192.168.0.9', WEB, 80, 'no: no route'],
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
      ['a subnet reaches a subnet', 'aws_subnet.public', 'aws_subnet.private', 1, 'yes'],
      ['the internet reaches a public subnet', 'internet', 'aws_subnet.public', 1, 'yes'],
      ['the internet does not reach a private subnet', 'internet', 'aws_subnet.private', 1, 'no: no route'],
      ['a private subnet reaches the internet', 'aws_subnet.private', 'internet', 1, 'yes'],
      ['a subnet has no security group', 'aws_subnet.private', WEB, 80, 'yes'],
      [
        'a server that a subnet connects to has its security group',
        'aws_subnet.public',
        APP,
        8080,
        'no: ingress rule',
      ],
      ['a CIDR block of the VPC reaches a server', '10.0.16.0/24', WEB, 80, 'yes'],
      ['an address outside all subnets reaches nothing', '10.0.99.9', WEB, 80, 'no: no route'],
      ['the CIDR block of the VPC reaches a server', '10.0.0.0/16', WEB, 80, 'yes'],
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
      ['a secondary CIDR block has a local route', WEB, APP, 8080, 'yes'],
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
      ['subnets with one route table reach each other', WEB, APP, 22, 'yes'],
    ),
  ]);
});
