import {
  ANYWHERE6,
  EVERYTHING6,
  OVER_4,
  OVER_6,
  OVER_BOTH,
  dualStack,
  part,
  route6,
} from '../support/dual-stack';
import {
  APP,
  WEB,
  check,
  egress,
  group,
  ingress,
  instance,
  ref,
  rows,
  terraform,
  type Resources,
} from '../support/network';

describe('Internet access over IPv6', () => {
  check([
    ...rows(
      'working-with-aws-services-ipv6',
      dualStack(),
      ['a rule for ::/0 lets it in', 'internet', WEB, 22, 'yes', OVER_6],
      ['one for 0.0.0.0/0 lets it in over IPv4 alone', 'internet', WEB, 80, 'yes', OVER_4],
      ['its IPv6 half', '::/0', WEB, 22, 'yes', OVER_6],
      ['its IPv4 half', '0.0.0.0/0', WEB, 22, 'no: ingress rule'],
      ['one address', '2001:db8::7', WEB, 22, 'yes', OVER_6],
      ['a block', '2001:db8::/32', WEB, 22, 'yes', OVER_6],
      ['an IPv6 address where only IPv4 is let in', '2001:db8::7', WEB, 80, 'no: ingress rule'],
      ['outwards over both', WEB, 'internet', 443, 'yes', OVER_BOTH],
      ['outwards to one address', WEB, '2001:db8::7', 443, 'yes', OVER_6],
      ['a port that no rule opens', 'internet', WEB, 23, 'no: ingress rule'],
    ),
    ...rows(
      'egress-only-internet-gateway',
      dualStack(),
      ['lets nothing in', 'internet', APP, 22, 'no: no route'],
      ['and lets out', APP, '::/0', 443, 'yes', 'aws_egress_only_internet_gateway.main'],
      ['beside NAT for IPv4', APP, 'internet', 443, 'yes', OVER_BOTH],
    ),
    ...rows(
      'egress-only-internet-gateway',
      dualStack(
        { 'aws_vpc.other': { cidr_block: '10.9.0.0/16' } },
        {
          'aws_egress_only_internet_gateway.main': { vpc_id: ref('aws_vpc.other') },
        },
      ),
      ['of another VPC', APP, '::/0', 443, 'no: no route'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      dualStack({ 'aws_route.public_six': null }),
      ['without a route for ::/0', 'internet', WEB, 22, 'no: ingress rule'],
      ['the family alone', '::/0', WEB, 22, 'no: no route'],
      ['IPv4 goes on', 'internet', WEB, 80, 'yes', OVER_4],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      dualStack(
        { 'aws_route.public_six': null, 'aws_route.public_0_0_0_0_0': null },
        {
          'aws_route_table.public': {
            vpc_id: ref('aws_vpc.main'),
            route: [{ ipv6_cidr_block: '::/0', gateway_id: ref('aws_internet_gateway.main') }],
          },
        },
      ),
      ['a route within the table, for IPv6 alone', 'internet', WEB, 22, 'yes', OVER_6],
      ['no IPv4 route', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      dualStack(route6('public', { gateway_id: ref('aws_internet_gateway.main') }, '2000::/3')),
      ['a route for every public address', 'internet', WEB, 22, 'yes', OVER_6],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      dualStack(route6('public', { gateway_id: ref('aws_internet_gateway.main') }, '2001:db8::/32')),
      ['a route for a few addresses is none to the internet', '::/0', WEB, 22, 'no: no route'],
      ['but to those', '2001:db8::1', WEB, 22, 'yes'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      dualStack(route6('public', { gateway_id: ref('aws_internet_gateway.main') }, '${var.six}')),
      ['a route that nobody knows', '::/0', WEB, 22, 'unknown', 'var.six'],
    ),
    ...rows(
      'nat-gateway-nat64-dns64',
      dualStack(
        { 'aws_route.private_six': null },
        route6('private', { nat_gateway_id: ref('aws_nat_gateway.main') }, '64:ff9b::/96'),
      ),
      ['NAT64 is no way to IPv6 hosts', APP, '::/0', 443, 'no: no route'],
      ['IPv4 goes by NAT', APP, 'internet', 443, 'yes', OVER_4],
      ['what NAT64 makes of an IPv4 address', APP, '64:ff9b::203.0.113.7', 443, 'unknown', 'DNS64'],
    ),
  ]);
});

describe('IPv6 routes between VPCs', () => {
  const vpc = (name: string, number: number): Resources => ({
    [`aws_vpc.${name}`]: { cidr_block: `10.${number}.0.0/16`, assign_generated_ipv6_cidr_block: true },
    [`aws_subnet.${name}`]: {
      vpc_id: ref(`aws_vpc.${name}`),
      cidr_block: `10.${number}.0.0/24`,
      ipv6_cidr_block: part(0, name),
      assign_ipv6_address_on_creation: true,
    },
    [`aws_route_table.${name}`]: { vpc_id: ref(`aws_vpc.${name}`) },
    [`aws_route_table_association.${name}`]: {
      subnet_id: ref(`aws_subnet.${name}`),
      route_table_id: ref(`aws_route_table.${name}`),
    },
    ...group(name, {}, name),
    ...instance(name, name),
    ...ingress(name, 22, ANYWHERE6),
    ...egress(name, 0, EVERYTHING6),
  });
  const peering = { vpc_peering_connection_id: ref('aws_vpc_peering_connection.p') };
  const joined = (...more: readonly Resources[]) =>
    terraform(
      vpc('a', 1),
      vpc('b', 2),
      {
        'aws_vpc_peering_connection.p': {
          vpc_id: ref('aws_vpc.a'),
          peer_vpc_id: ref('aws_vpc.b'),
          auto_accept: true,
        },
      },
      ...more,
    );
  const [A, B] = ['aws_instance.a', 'aws_instance.b'];
  check([
    ...rows(
      'vpc-peering-routing',
      joined(
        route6('a', peering, '${aws_vpc.b.ipv6_cidr_block}'),
        route6('b', peering, '${aws_vpc.a.ipv6_cidr_block}'),
      ),
      ['routes for IPv6 on both sides', A, B, 22, 'yes', OVER_6],
    ),
    ...rows('vpc-peering-routing', joined(route6('a', peering, '${aws_vpc.b.ipv6_cidr_block}')), [
      'on one side',
      A,
      B,
      22,
      'no: no route',
    ]),
    ...rows('vpc-peering-routing', joined(), ['without any', A, B, 22, 'no: no route']),
    ...rows(
      'tgw-vpc-attachments',
      joined(
        route6('a', { transit_gateway_id: 'tgw-1' }, '${aws_vpc.b.ipv6_cidr_block}'),
        route6('b', { transit_gateway_id: 'tgw-1' }, '${aws_vpc.a.ipv6_cidr_block}'),
      ),
      ['over a transit gateway', A, B, 22, 'unknown', 'tgw-1'],
    ),
  ]);
});
