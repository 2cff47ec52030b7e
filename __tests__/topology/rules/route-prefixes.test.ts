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
