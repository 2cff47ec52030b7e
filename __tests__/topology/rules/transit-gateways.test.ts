import { T, attachment, byTransit, to } from '../support/transit-gateway';
import {
  APP,
  BASE,
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
  type Body,
  type Resources,
} from '../support/network';

describe('Transit gateways', () => {
  const page = 'vpc/latest/tgw/how-transit-gateways-work';
  const B = 'aws_instance.b';
  /** Main, with app in its private subnet, and another VPC, with B in its only one. */
  const network = (gateway: Body, ...parts: readonly Resources[]) =>
    terraform(
      BASE,
      group('app'),
      instance('app', 'private'),
      everythingOut('app'),
      { 'aws_vpc.other': { cidr_block: '10.1.0.0/16' } },
      { 'aws_subnet.b': { vpc_id: ref('aws_vpc.other'), cidr_block: '10.1.0.0/24' } },
      { 'aws_route_table.b': { vpc_id: ref('aws_vpc.other') } },
      associate('b', 'b'),
      group('b', {}, 'other'),
      instance('b', 'b'),
      ingress('b', 443, { cidr_ipv4: '10.0.0.0/16' }),
      ingress('b', 22, { referenced_security_group_id: ref('aws_security_group.app') }),
      { [T]: gateway },
      attachment('main', 'private'),
      attachment('other', 'b'),
      route('private', '10.1.0.0/16', byTransit),
      route('b', '10.0.0.0/16', byTransit),
      ...parts,
    );
  const off = { default_route_table_association: 'disable', default_route_table_propagation: 'disable' };
  const table = (name: string): Resources => ({
    [`aws_ec2_transit_gateway_route_table.${name}`]: { transit_gateway_id: ref(T) },
  });
  const joins = (kind: 'association' | 'propagation', vpc: string, to = 'r'): Resources => ({
    [`aws_ec2_transit_gateway_route_table_${kind}.${vpc}_${to}`]: {
      transit_gateway_attachment_id: ref(`aws_ec2_transit_gateway_vpc_attachment.${vpc}`),
      transit_gateway_route_table_id: ref(`aws_ec2_transit_gateway_route_table.${to}`),
    },
  });
  const statically = (name: string, to: string, more: Body, own = 'r'): Resources => ({
    [`aws_ec2_transit_gateway_route.${name}`]: {
      destination_cidr_block: to,
      transit_gateway_route_table_id: ref(`aws_ec2_transit_gateway_route_table.${own}`),
      ...more,
    },
  });
  const both = [table('r'), joins('association', 'main'), joins('association', 'other')] as const;
  const propagated = [...both, joins('propagation', 'main'), joins('propagation', 'other')] as const;
  check([
    ...rows(
      page,
      network({}),
      ['joins VPCs by its default table', APP, B, 443, 'yes', T],
      ['groups of another VPC are not known there', APP, B, 22, 'no: ingress rule'],
      ['nobody is let in from outside', 'internet', B, 443, 'no: no route'],
    ),
    ...rows(page, network({ security_group_referencing_support: 'enable' }), [
      'unless it supports that',
      APP,
      B,
      22,
      'yes',
    ]),
    ...rows(page, network({}, { 'aws_route.b_10_0_0_0_16': null }), [
      'answers need a route as well',
      APP,
      B,
      443,
      'no: no route',
    ]),
    ...rows(page, network(off), ['without any table', APP, B, 443, 'no: no route', 'no route table']),
    ...rows(page, network({ default_route_table_propagation: 'disable' }), [
      'a default table into which nothing is propagated',
      APP,
      B,
      443,
      'no: no route',
    ]),
    ...rows(page, network({ default_route_table_propagation: '${var.on}' }), [
      'or who knows what',
      APP,
      B,
      443,
      'unknown',
    ]),
    ...rows(page, network(off, ...propagated), ['a table of its own, with propagations', APP, B, 443, 'yes']),
    ...rows(page, network(off, ...both, joins('propagation', 'other')), [
      'without one of them answers are lost',
      APP,
      B,
      443,
      'no: no route',
    ]),
    ...rows(
      page,
      network(
        off,
        ...both,
        statically('out', '10.1.0.0/16', to('other')),
        statically('back', '10.0.0.0/16', to('main')),
      ),
      ['with static routes', APP, B, 443, 'yes'],
    ),
    ...rows(page, network(off, ...propagated, statically('hole', '10.1.0.0/24', { blackhole: true })), [
      'a blackhole takes its range',
      APP,
      B,
      443,
      'no: no route',
      'blackhole',
    ]),
    ...rows(page, network(off, ...propagated, statically('hole', '10.1.0.0/16', { blackhole: true })), [
      'a static route comes before a propagated one',
      APP,
      B,
      443,
      'no: no route',
      'blackhole',
    ]),
    ...rows(
      page,
      network(
        off,
        ...both,
        table('s'),
        joins('propagation', 'main', 's'),
        joins('propagation', 'other', 's'),
      ),
      ['propagations into another table', APP, B, 443, 'no: no route'],
    ),
    ...rows(
      page,
      network(off, ...propagated, {
        'aws_ec2_transit_gateway_route_table_association.other_r': null,
      }),
      ['one attachment without a table', APP, B, 443, 'no: no route'],
    ),
    ...rows(
      'vpc/latest/tgw/create-prefix-list-reference',
      network(off, ...both, joins('propagation', 'main'), {
        'aws_ec2_managed_prefix_list.l': { entry: [{ cidr: '10.1.0.0/16' }] },
        'aws_ec2_transit_gateway_prefix_list_reference.l': {
          prefix_list_id: ref('aws_ec2_managed_prefix_list.l'),
          transit_gateway_route_table_id: ref('aws_ec2_transit_gateway_route_table.r'),
          ...to('other'),
        },
      }),
      ['a prefix list in its table', APP, B, 443, 'yes'],
    ),
    ...rows(
      page,
      network(
        {},
        { 'aws_route.private_10_1_0_0_16': null },
        { 'aws_ec2_managed_prefix_list.l': { entry: [{ cidr: '10.1.0.0/16' }] } },
        {
          'aws_route.list': {
            route_table_id: ref('aws_route_table.private'),
            destination_prefix_list_id: ref('aws_ec2_managed_prefix_list.l'),
            ...byTransit,
          },
        },
      ),
      ['a prefix list in the route table of the subnet', APP, B, 443, 'yes'],
    ),
    ...rows(page, network({}, { 'aws_ec2_transit_gateway_vpc_attachment.other': null }), [
      'a VPC that is attached nowhere in the file',
      APP,
      B,
      443,
      'unknown',
      'aws_vpc.other',
    ]),
    ...rows(page, network({}, { 'aws_ec2_transit_gateway_vpc_attachment.main': null }), [
      'nor is the one that it starts from',
      APP,
      B,
      443,
      'unknown',
      'by which attachment',
    ]),
    ...rows(page, network({}, { 'aws_vpn_connection.office': { transit_gateway_id: ref(T) } }), [
      'a VPN that is attached too may take any address',
      APP,
      B,
      443,
      'unknown',
      'aws_vpn_connection.office',
    ]),
    ...rows(
      'vpc/latest/tgw/tgw-vpc-attachments',
      network({}, attachment('main', 'public'), {
        'aws_subnet.public': { ...BASE['aws_subnet.public'], availability_zone: 'eu-west-1a' },
        'aws_subnet.private': { ...BASE['aws_subnet.private'], availability_zone: 'eu-west-1b' },
      }),
      ['a zone without a subnet of the attachment', APP, B, 443, 'no: no route', 'zone'],
    ),
    ...rows('vpc/latest/tgw/tgw-vpc-attachments', network({}, attachment('main', 'public')), [
      'zones that are not stated',
      APP,
      B,
      443,
      'unknown',
      'Availability Zone',
    ]),
    ...rows(
      'vpc/latest/tgw/tgw-nacls',
      network({}, attachment('main', 'public'), {
        'aws_subnet.public': { ...BASE['aws_subnet.public'], availability_zone: 'eu-west-1a' },
        'aws_subnet.private': { ...BASE['aws_subnet.private'], availability_zone: 'eu-west-1a' },
        'aws_network_acl.n': { vpc_id: ref('aws_vpc.main'), subnet_ids: [ref('aws_subnet.public')] },
      }),
      ["the ACL of the attachment's subnet", APP, B, 443, 'no: ACL', 'aws_network_acl.n'],
    ),
  ]);
});
