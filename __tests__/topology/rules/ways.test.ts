import {
  ANYWHERE,
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

const NAT = 'aws_instance.nat';
const MASQUERADE = '#!/bin/sh\niptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\n';

/** App in the private subnet, whose default route leads to a target of its own. */
const leading = (target: Body, ...parts: readonly Resources[]) =>
  terraform(
    BASE,
    group('app'),
    instance('app', 'private'),
    everythingOut('app'),
    { 'aws_route.private_0_0_0_0_0': null },
    route('private', '0.0.0.0/0', target),
    ...parts,
  );

describe('a NAT instance', () => {
  const page = 'VPC_NAT_Instance';
  const nat = (more: Body = {}, subnet = 'public'): Resources => ({
    ...group('nat'),
    ...instance('nat', subnet, { source_dest_check: false, user_data: MASQUERADE, ...more }),
  });
  const open = {
    ...everythingOut('nat'),
    ...ingress('nat', 0, { cidr_ipv4: '10.0.16.0/24' }, { ip_protocol: '-1' }),
  };
  const byInstance = { network_interface_id: ref(NAT, 'primary_network_interface_id') };
  const network = (more: Body, ...parts: readonly Resources[]) =>
    leading(byInstance, nat(more), open, ...parts);
  const nic: Resources = {
    'aws_network_interface.nat': {
      subnet_id: ref('aws_subnet.public'),
      security_groups: [ref('aws_security_group.nat')],
      source_dest_check: false,
    },
    'aws_eip.own': { network_interface: ref('aws_network_interface.nat') },
  };
  const byInterface = { network_interface_id: ref('aws_network_interface.nat') };
  check([
    ...rows(
      page,
      network({}),
      ['translates', APP, 'internet', 443, 'yes', 'NAT instance'],
      ['lets nobody in', 'internet', APP, 443, 'no: no public address'],
    ),
    ...rows(page, leading({ instance_id: ref(NAT) }, nat(), open), [
      'by the id of the instance',
      APP,
      'internet',
      443,
      'yes',
    ]),
    ...rows(page, network({ user_data: undefined, user_data_base64: btoa(MASQUERADE) }), [
      'its user data in Base64',
      APP,
      'internet',
      443,
      'yes',
    ]),
    ...rows(page, network({ user_data: undefined }), [
      'perhaps it translates nothing',
      APP,
      'internet',
      443,
      'unknown',
      'translates addresses',
    ]),
    ...rows(
      page,
      network({ source_dest_check: true }),
      ['with the check it drops all', APP, 'internet', 443, 'no: no route', 'source_dest_check'],
      ['in both directions', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(page, network({ source_dest_check: undefined }), [
      'which is on by default',
      APP,
      'internet',
      443,
      'no: no route',
      'source_dest_check',
    ]),
    ...rows(page, network({ source_dest_check: '${var.check}' }), [
      'unless a variable decides',
      APP,
      'internet',
      443,
      'unknown',
      'var.check',
    ]),
    ...rows(page, leading(byInstance, nat(), everythingOut('nat')), [
      'its own group does not let it in',
      APP,
      'internet',
      443,
      'no: ingress rule',
      'aws_security_group.nat',
    ]),
    ...rows(page, leading(byInstance, nat(), ingress('nat', 443, ANYWHERE)), [
      'nor out',
      APP,
      'internet',
      443,
      'no: egress rule',
      'aws_security_group.nat',
    ]),
    ...rows(
      page,
      leading(byInstance, nat(), everythingOut('nat'), ingress('nat', 443, { cidr_ipv4: '10.0.16.0/24' })),
      ['on one port', APP, 'internet', 443, 'yes'],
      ['and on no other', APP, 'internet', 80, 'no: ingress rule'],
    ),
    ...rows(page, leading(byInstance, nat({}, 'private'), open), [
      'in a subnet without another way out',
      APP,
      'internet',
      443,
      'no: no route',
      'lead back',
    ]),
    ...rows(page, network({ associate_public_ip_address: false }), [
      'without a public address',
      APP,
      'internet',
      443,
      'no: no public address',
    ]),
    ...rows(
      page,
      network({ associate_public_ip_address: false }, { 'aws_eip.own': { instance: ref(NAT) } }),
      ['with an elastic one', APP, 'internet', 443, 'yes'],
    ),
    ...rows(page, network({}, { 'aws_route.public_0_0_0_0_0': null }), [
      'in a subnet that is not public',
      APP,
      'internet',
      443,
      'no: no route',
    ]),
    ...rows(
      page,
      leading(byInterface, nat({ network_interface: { device_index: 0, ...byInterface } }), open, nic),
      ['by an interface of its own, which has the switch', APP, 'internet', 443, 'yes'],
    ),
    ...rows(
      page,
      leading(byInterface, nat({ network_interface: { device_index: 0, ...byInterface } }), open, nic, {
        'aws_network_interface.nat': { ...nic['aws_network_interface.nat'], source_dest_check: true },
      }),
      ['whose check is on', APP, 'internet', 443, 'no: no route', 'source_dest_check'],
    ),
    ...rows(page, leading(byInterface, group('nat'), open, nic), [
      'an interface that nobody is known to have',
      APP,
      'internet',
      443,
      'unknown',
      'translates addresses',
    ]),
    ...rows('VPC_Route_Tables', leading({ network_interface_id: 'eni-1' }), [
      'an interface elsewhere',
      APP,
      'internet',
      443,
      'unknown',
      'eni-1',
    ]),
  ]);
});

describe('a firewall on the way out', () => {
  const page = 'network-firewall/latest/developerguide/arch-single-zone-igw';
  const endpoint: Resources = {
    'aws_subnet.firewall': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.32.0/28' },
    'aws_vpc_endpoint.firewall': {
      vpc_endpoint_type: 'GatewayLoadBalancer',
      subnet_ids: [ref('aws_subnet.firewall')],
    },
    'aws_route_table.firewall': { vpc_id: ref('aws_vpc.main') },
    ...associate('firewall', 'firewall'),
  };
  const target = { vpc_endpoint_id: ref('aws_vpc_endpoint.firewall') };
  check([
    ...rows(
      page,
      leading(
        target,
        endpoint,
        route('firewall', '0.0.0.0/0', { nat_gateway_id: ref('aws_nat_gateway.main') }),
      ),
      ['what it lets through nobody reads', APP, 'internet', 443, 'unknown', 'lets through'],
    ),
    ...rows(page, leading(target, endpoint), [
      'behind it there is no way out',
      APP,
      'internet',
      443,
      'no: no route',
      'aws_route_table.firewall',
    ]),
    ...rows(
      page,
      leading(
        target,
        endpoint,
        route('firewall', '0.0.0.0/0', { gateway_id: ref('aws_internet_gateway.main') }),
      ),
      ['behind it a public address is needed', APP, 'internet', 443, 'no: no public address'],
    ),
  ]);
});

describe('a VPN gateway', () => {
  const page = 'vpn/latest/s2svpn/vpn-static-dynamic';
  const vpn = (more: Body = {}): Resources => ({
    'aws_vpn_gateway.v': { vpc_id: ref('aws_vpc.main') },
    'aws_vpn_connection.office': { vpn_gateway_id: ref('aws_vpn_gateway.v'), ...more },
    'aws_vpn_connection_route.office': {
      vpn_connection_id: ref('aws_vpn_connection.office'),
      destination_cidr_block: '192.168.0.0/16',
    },
  });
  const propagation = {
    'aws_vpn_gateway_route_propagation.private': {
      vpn_gateway_id: ref('aws_vpn_gateway.v'),
      route_table_id: ref('aws_route_table.private'),
    },
  };
  const inline = {
    'aws_route_table.private': { vpc_id: ref('aws_vpc.main'), propagating_vgws: [ref('aws_vpn_gateway.v')] },
  };
  const nat = { nat_gateway_id: ref('aws_nat_gateway.main') };
  const spread = [
    ['a resource', propagation],
    ['the table itself', inline],
  ] as const;
  check([
    ...spread.flatMap(([how, more]) => [
      ...rows(
        page,
        leading(nat, vpn({ static_routes_only: true }), more),
        [`static routes propagated by ${how} take their own`, APP, '192.168.3.4', 443, 'unknown', 'behind'],
        ['and nothing else', APP, 'internet', 443, 'yes'],
        ['nor any other', APP, '172.16.0.1', 443, 'no: no route'],
      ),
      ...rows(page, leading(nat, vpn(), more), [
        `BGP, propagated by ${how}, may bring any`,
        APP,
        '172.16.0.1',
        443,
        'unknown',
        'propagates',
      ]),
    ]),
    ...rows(page, leading(nat, { 'aws_vpn_gateway.v': { vpc_id: ref('aws_vpc.main') } }, propagation), [
      'a gateway without connections propagates nothing',
      APP,
      'internet',
      443,
      'yes',
    ]),
    ...rows(page, leading({ gateway_id: ref('aws_vpn_gateway.v') }, vpn()), [
      'a default route to it leads who knows where',
      APP,
      'internet',
      443,
      'unknown',
      'aws_vpn_gateway.v',
    ]),
  ]);
});

describe('a transit gateway', () => {
  const page = 'vpc/latest/tgw/how-transit-gateways-work';
  const T = 'aws_ec2_transit_gateway.t';
  const B = 'aws_instance.b';
  const byTransit = { transit_gateway_id: ref(T) };
  const attachment = (vpc: string, subnet: string, more: Body = {}): Resources => ({
    [`aws_ec2_transit_gateway_vpc_attachment.${vpc}`]: {
      transit_gateway_id: ref(T),
      vpc_id: ref(`aws_vpc.${vpc}`),
      subnet_ids: [ref(`aws_subnet.${subnet}`)],
      ...more,
    },
  });
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
  const to = (vpc: string) => ({
    transit_gateway_attachment_id: ref(`aws_ec2_transit_gateway_vpc_attachment.${vpc}`),
  });
  const both = [table('r'), joins('association', 'main'), joins('association', 'other')] as const;
  const inDefault = {
    transit_gateway_route_table_id: ref(T, 'association_default_route_table_id'),
  };
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
    ...rows(page, network(off, ...both, joins('propagation', 'main'), joins('propagation', 'other')), [
      'a table of its own, with propagations',
      APP,
      B,
      443,
      'yes',
    ]),
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
    ...rows(
      page,
      network(
        off,
        ...both,
        joins('propagation', 'main'),
        joins('propagation', 'other'),
        statically('hole', '10.1.0.0/24', { blackhole: true }),
      ),
      ['a blackhole takes its range', APP, B, 443, 'no: no route', 'blackhole'],
    ),
    ...rows(
      page,
      network(
        off,
        ...both,
        joins('propagation', 'main'),
        joins('propagation', 'other'),
        statically('hole', '10.1.0.0/16', { blackhole: true }),
      ),
      ['a static route comes before a propagated one', APP, B, 443, 'no: no route', 'blackhole'],
    ),
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
      network(off, ...both, joins('propagation', 'main'), joins('propagation', 'other'), {
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
          ...inDefault,
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
