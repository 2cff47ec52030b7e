import { MASQUERADE, NAT } from '../support/nat-instance';
import { T, attachment, byTransit, to } from '../support/transit-gateway';
import {
  APP,
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

describe('Central egress through a transit gateway', () => {
  const egress = (...parts: readonly Resources[]) =>
    terraform(
      { 'aws_vpc.main': { cidr_block: '10.0.0.0/16' }, 'aws_vpc.hub': { cidr_block: '10.9.0.0/16' } },
      { 'aws_subnet.app': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.1.0/24' } },
      {
        'aws_subnet.edge': {
          vpc_id: ref('aws_vpc.hub'),
          cidr_block: '10.9.0.0/24',
          availability_zone: 'eu-west-1a',
          map_public_ip_on_launch: true,
        },
        'aws_subnet.inner': {
          vpc_id: ref('aws_vpc.hub'),
          cidr_block: '10.9.1.0/28',
          availability_zone: 'eu-west-1a',
        },
        'aws_internet_gateway.g': { vpc_id: ref('aws_vpc.hub') },
        'aws_eip.n': {},
        'aws_nat_gateway.n': { allocation_id: ref('aws_eip.n'), subnet_id: ref('aws_subnet.edge') },
        'aws_route_table.app': { vpc_id: ref('aws_vpc.main') },
        'aws_route_table.edge': { vpc_id: ref('aws_vpc.hub') },
        'aws_route_table.inner': { vpc_id: ref('aws_vpc.hub') },
      },
      associate('app', 'app'),
      associate('edge', 'edge'),
      associate('inner', 'inner'),
      route('app', '0.0.0.0/0', byTransit),
      route('edge', '0.0.0.0/0', { gateway_id: ref('aws_internet_gateway.g') }),
      route('edge', '10.0.0.0/16', byTransit),
      route('inner', '0.0.0.0/0', { nat_gateway_id: ref('aws_nat_gateway.n') }),
      { [T]: {} },
      attachment('main', 'app'),
      attachment('hub', 'inner'),
      {
        'aws_ec2_transit_gateway_route.out': {
          destination_cidr_block: '0.0.0.0/0',
          transit_gateway_route_table_id: ref(T, 'association_default_route_table_id'),
          ...to('hub'),
        },
      },
      group('app'),
      instance('app', 'app', { associate_public_ip_address: true }),
      everythingOut('app'),
      ...parts,
    );
  const out = 'vpc/latest/tgw/transit-gateway-nat-igw';
  check([
    ...rows(
      out,
      egress(),
      ['central egress by a NAT gateway', APP, 'internet', 443, 'yes', 'aws_nat_gateway.n'],
      ['which lets nobody in', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(out, egress({ 'aws_route.edge_10_0_0_0_16': null }), [
      'answers that do not find back',
      APP,
      'internet',
      443,
      'no: no route',
      'find back',
    ]),
    ...rows(out, egress({ 'aws_ec2_transit_gateway_route.out': null }), [
      'no default route in the table of the gateway',
      APP,
      'internet',
      443,
      'no: no route',
    ]),
    ...rows(
      out,
      egress(
        { 'aws_route.inner_0_0_0_0_0': null },
        route('inner', '0.0.0.0/0', { gateway_id: ref('aws_internet_gateway.g') }),
      ),
      [
        'an internet gateway does not translate for others',
        APP,
        'internet',
        443,
        'no: no route',
        'translate',
      ],
    ),
    ...rows(
      out,
      egress({
        'aws_subnet.edge': {
          vpc_id: ref('aws_vpc.hub'),
          cidr_block: '10.9.0.0/24',
          map_public_ip_on_launch: true,
        },
      }),
      ['in a zone that is not stated', APP, 'internet', 443, 'unknown', 'Availability Zone'],
    ),
    ...rows(
      out,
      egress(
        { 'aws_route.inner_0_0_0_0_0': null },
        route('inner', '0.0.0.0/0', { network_interface_id: ref(NAT, 'primary_network_interface_id') }),
        group('nat', {}, 'hub'),
        instance('nat', 'edge', { source_dest_check: false, user_data: MASQUERADE }),
        everythingOut('nat'),
        ingress('nat', 0, { cidr_ipv4: '10.0.0.0/8' }, { ip_protocol: '-1' }),
      ),
      ['by a NAT instance', APP, 'internet', 443, 'yes', NAT],
    ),
    ...rows(out, egress({ 'aws_route.inner_0_0_0_0_0': null }, route('inner', '0.0.0.0/0', byTransit)), [
      'in circles',
      APP,
      'internet',
      443,
      'no: no route',
      'lead back',
    ]),
  ]);
});
