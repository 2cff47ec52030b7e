import { ANYWHERE6, DUAL_STACK, EVERYTHING6, part, route6, subnet6 } from '../support/dual-stack';
import {
  ANYWHERE,
  APP,
  WEB,
  WEB_AND_APP,
  check,
  egress,
  group,
  ingress,
  instance,
  members,
  ref,
  rows,
  terraform,
  type Body,
  type Resources,
} from '../support/network';

const OVER_4 = '"over":["IPv4"]';
const OVER_6 = '"over":["IPv6"]';
const OVER_BOTH = '"over":["IPv4","IPv6"]';

/** Web and app of the usual network, dual-stack; on 22 IPv6 alone is let in. */
const network = (...more: readonly Resources[]) =>
  terraform(
    WEB_AND_APP,
    DUAL_STACK,
    ingress('web', 22, ANYWHERE6),
    ingress('app', 22, ANYWHERE6),
    egress('web', 0, EVERYTHING6),
    egress('app', 0, EVERYTHING6),
    ...more,
  );
const plainSubnet = (more: Body = {}) =>
  subnet6('public', { assign_ipv6_address_on_creation: undefined, ...more });

describe('the internet over IPv6', () => {
  check([
    ...rows(
      'working-with-aws-services-ipv6',
      network(),
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
      network(),
      ['lets nothing in', 'internet', APP, 22, 'no: no route'],
      ['and lets out', APP, '::/0', 443, 'yes', 'aws_egress_only_internet_gateway.main'],
      ['beside NAT for IPv4', APP, 'internet', 443, 'yes', OVER_BOTH],
    ),
    ...rows(
      'egress-only-internet-gateway',
      network(
        { 'aws_vpc.other': { cidr_block: '10.9.0.0/16' } },
        {
          'aws_egress_only_internet_gateway.main': { vpc_id: ref('aws_vpc.other') },
        },
      ),
      ['of another VPC', APP, '::/0', 443, 'no: no route'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      network({ 'aws_route.public_six': null }),
      ['without a route for ::/0', 'internet', WEB, 22, 'no: ingress rule'],
      ['the family alone', '::/0', WEB, 22, 'no: no route'],
      ['IPv4 goes on', 'internet', WEB, 80, 'yes', OVER_4],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      network(
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
      network(route6('public', { gateway_id: ref('aws_internet_gateway.main') }, '2000::/3')),
      ['a route for every public address', 'internet', WEB, 22, 'yes', OVER_6],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      network(route6('public', { gateway_id: ref('aws_internet_gateway.main') }, '2001:db8::/32')),
      ['a route for a few addresses is none to the internet', '::/0', WEB, 22, 'no: no route'],
      ['but to those', '2001:db8::1', WEB, 22, 'yes'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      network(route6('public', { gateway_id: ref('aws_internet_gateway.main') }, '${var.six}')),
      ['a route that nobody knows', '::/0', WEB, 22, 'unknown', 'var.six'],
    ),
    ...rows(
      'nat-gateway-nat64-dns64',
      network(
        { 'aws_route.private_six': null },
        route6('private', { nat_gateway_id: ref('aws_nat_gateway.main') }, '64:ff9b::/96'),
      ),
      ['NAT64 is no way to IPv6 hosts', APP, '::/0', 443, 'no: no route'],
      ['IPv4 goes by NAT', APP, 'internet', 443, 'yes', OVER_4],
      ['what NAT64 makes of an IPv4 address', APP, '64:ff9b::203.0.113.7', 443, 'unknown', 'DNS64'],
    ),
  ]);
});

describe('who has an IPv6 address', () => {
  const page = 'vpc-ip-addressing';
  check([
    ...rows(page, network(plainSubnet()), [
      'nobody where the subnet gives none',
      '::/0',
      WEB,
      22,
      'no: no address',
      'has no IPv6 address',
    ]),
    ...rows(page, network(plainSubnet(), instance('web', 'public', { ipv6_address_count: 1 })), [
      'an instance that asks for one',
      'internet',
      WEB,
      22,
      'yes',
      OVER_6,
    ]),
    ...rows(page, network(plainSubnet(), instance('web', 'public', { ipv6_address_count: 0 })), [
      'none where it asks for none',
      '::/0',
      WEB,
      22,
      'no: no address',
    ]),
    ...rows(page, network(plainSubnet(), instance('web', 'public', { ipv6_address_count: '${var.n}' })), [
      'who knows how many',
      '::/0',
      WEB,
      22,
      'unknown',
      'var.n',
    ]),
    ...rows(
      page,
      network(plainSubnet(), instance('web', 'public', { ipv6_addresses: ['2001:db8:1::5'] })),
      ['one that states it', 'internet', WEB, 22, 'yes', OVER_6],
      ['it is found by it', 'internet', '2001:db8:1::5', 22, 'yes', OVER_6],
    ),
    ...rows(page, network(subnet6('public', { ipv6_cidr_block: undefined })), [
      'a subnet without a block has none to give',
      '::/0',
      WEB,
      22,
      'no: no address',
    ]),
    ...rows(
      page,
      network(
        subnet6('public', {
          ipv6_cidr_block: '${var.six ? cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0) : null}',
        }),
      ),
      ['a block that may be none', '::/0', WEB, 22, 'unknown', 'var.six'],
    ),
    ...rows(page, network({ 'aws_vpc.main': { cidr_block: '10.0.0.0/16' } }), [
      "a part of its VPC's, which has none",
      '::/0',
      WEB,
      22,
      'no: no address',
    ]),
    ...rows(
      page,
      network({
        'aws_vpc.main': { cidr_block: '10.0.0.0/16', assign_generated_ipv6_cidr_block: '${var.six}' },
      }),
      ['a VPC that may have one', '::/0', WEB, 22, 'unknown', 'var.six'],
      ['closed anyway', '::/0', WEB, 23, 'no: ingress rule'],
    ),
    ...rows(
      'vpc-cidr-blocks',
      network(
        { 'aws_vpc.main': { cidr_block: '10.0.0.0/16' } },
        {
          'aws_vpc_ipv6_cidr_block_association.more': {
            vpc_id: ref('aws_vpc.main'),
            assign_generated_ipv6_cidr_block: true,
          },
        },
        subnet6('public', {
          ipv6_cidr_block: '${cidrsubnet(aws_vpc_ipv6_cidr_block_association.more.ipv6_cidr_block, 8, 1)}',
        }),
      ),
      ['a block by an association', 'internet', WEB, 22, 'yes', OVER_6],
    ),
    ...rows(
      'create-subnets',
      network(
        {
          'aws_subnet.public': {
            vpc_id: ref('aws_vpc.main'),
            ipv6_native: true,
            ipv6_cidr_block: part(0),
            assign_ipv6_address_on_creation: true,
          },
        },
        ingress('web', 443, ANYWHERE),
      ),
      ['an IPv6-only subnet', 'internet', WEB, 22, 'yes', OVER_6],
      ['has no IPv4', '0.0.0.0/0', WEB, 443, 'no: no address', 'has no IPv4 address'],
      ['and reaches none but by NAT64', WEB, '203.0.113.7', 443, 'no: no address'],
      ['an IPv4 rule opens nothing', 'internet', WEB, 443, 'no: ingress rule'],
      ['nor is there IPv4 to the private subnet', WEB, APP, 8080, 'yes', OVER_6],
    ),
    ...rows(
      'using-eni',
      network(plainSubnet(), {
        'aws_network_interface.n': {
          subnet_id: ref('aws_subnet.public'),
          security_groups: [ref('aws_security_group.web')],
          ipv6_address_count: 1,
        },
        [WEB]: {
          network_interface: [{ network_interface_id: ref('aws_network_interface.n'), device_index: 0 }],
        },
      }),
      ['an interface with one', 'internet', WEB, 22, 'yes', OVER_6],
    ),
    ...rows(
      'create-launch-template',
      network(plainSubnet(), {
        'aws_launch_template.t': {
          vpc_security_group_ids: [],
          network_interfaces: [{ security_groups: [ref('aws_security_group.web')], ipv6_address_count: 1 }],
        },
        'aws_autoscaling_group.g': {
          vpc_zone_identifier: [ref('aws_subnet.public')],
          launch_template: [{ id: ref('aws_launch_template.t') }],
        },
        [WEB]: {
          subnet_id: ref('aws_subnet.public'),
          launch_template: [{ id: ref('aws_launch_template.t') }],
        },
      }),
      ['by a launch template', 'internet', WEB, 22, 'yes', OVER_6],
      ['in a group', 'internet', 'aws_autoscaling_group.g', 22, 'yes', OVER_6],
    ),
    ...rows(
      'vpc-ip-addressing: private IPv6',
      network({
        'aws_vpc.main': {
          cidr_block: '10.0.0.0/16',
          ipv6_ipam_pool_id: 'ipam-pool-1',
          ipv6_netmask_length: 56,
        },
      }),
      ['a pool that nobody knows', '::/0', WEB, 22, 'unknown', 'advertised'],
      ['within the VPC', WEB, APP, 22, 'yes', OVER_6],
    ),
    ...rows(
      'vpc-ip-addressing: private IPv6',
      network({
        'aws_vpc_ipam_pool.p': { address_family: 'ipv6', publicly_advertisable: true },
        'aws_vpc.main': {
          cidr_block: '10.0.0.0/16',
          ipv6_ipam_pool_id: ref('aws_vpc_ipam_pool.p'),
          ipv6_netmask_length: 56,
        },
      }),
      ['a pool that is advertised', 'internet', WEB, 22, 'yes', OVER_6],
    ),
    ...rows(
      'vpc-ip-addressing: private IPv6',
      network(
        {
          'aws_vpc.main': {
            cidr_block: '10.0.0.0/16',
            ipv6_cidr_block: 'fd00:1::/56',
            ipv6_ipam_pool_id: 'p',
          },
        },
        subnet6('public', { ipv6_cidr_block: 'fd00:1::/64' }),
      ),
      ['unique local addresses', '::/0', WEB, 22, 'no: no public address'],
    ),
  ]);
});

describe('rules, ACLs and routes for IPv6 within a VPC', () => {
  const closed = { 'aws_vpc_security_group_ingress_rule.app': null };
  const only = (from: Body) =>
    terraform(WEB_AND_APP, DUAL_STACK, egress('web', 0, EVERYTHING6), closed, ingress('app', 22, from));
  const acl = (...rules: Body[]) =>
    network({
      'aws_network_acl.private': {
        vpc_id: ref('aws_vpc.main'),
        subnet_ids: [ref('aws_subnet.private')],
        ingress: rules,
        egress: rules,
      },
    });
  const entry = (rule_no: number, action: string, range: Body): Body => ({
    rule_no,
    action,
    protocol: '-1',
    from_port: 0,
    to_port: 0,
    ...range,
  });
  check([
    ...rows(
      'security-group-rules',
      only({ cidr_ipv6: '${aws_vpc.main.ipv6_cidr_block}' }),
      ["the VPC's block", WEB, APP, 22, 'yes', OVER_6],
      ['is not the internet', 'internet', APP, 22, 'no: no route'],
    ),
    ...rows('security-group-rules', only({ cidr_ipv6: '${aws_subnet.public.ipv6_cidr_block}' }), [
      "a subnet's block",
      WEB,
      APP,
      22,
      'yes',
      OVER_6,
    ]),
    ...rows('security-group-rules', only({ cidr_ipv6: '${aws_subnet.private.ipv6_cidr_block}' }), [
      "another subnet's block",
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows('security-group-rules', only({ cidr_ipv6: '2600:1f18::/36' }), [
      'a block that may hold what Amazon will give',
      WEB,
      APP,
      22,
      'unknown',
    ]),
    ...rows('security-group-rules', only({ cidr_ipv6: 'fd00::/8' }), [
      'one that does not',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows('security-group-rules', only(members('web')), [
      'members of a group, over both',
      WEB,
      APP,
      22,
      'yes',
      OVER_BOTH,
    ]),
    ...rows(
      'security-group-rules',
      terraform(
        WEB_AND_APP,
        DUAL_STACK,
        closed,
        group('app', {
          ingress: [
            { protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: [], ipv6_cidr_blocks: ['::/0'] },
          ],
        }),
        egress('web', 0, EVERYTHING6),
      ),
      ['an inline rule', WEB, APP, 22, 'yes', OVER_6],
    ),
    ...rows(
      'security-group-rules',
      terraform(WEB_AND_APP, DUAL_STACK, closed, egress('web', 0, EVERYTHING6), {
        'aws_security_group_rule.six': {
          security_group_id: ref('aws_security_group.app'),
          type: 'ingress',
          protocol: 'tcp',
          from_port: 22,
          to_port: 22,
          ipv6_cidr_blocks: ['::/1', '8000::/1'],
        },
      }),
      ['a legacy rule, two halves', WEB, APP, 22, 'yes', OVER_6],
    ),
    ...rows(
      'security-group-rules',
      terraform(WEB_AND_APP, DUAL_STACK, ingress('app', 22, ANYWHERE6)),
      ['an egress rule for IPv4 does not let IPv6 out', WEB, APP, 22, 'no: ingress rule'],
      ['the private subnet neither', APP, '::/0', 443, 'no: egress rule'],
    ),
    ...rows(
      'managed-prefix-lists',
      network(
        closed,
        {
          'aws_ec2_managed_prefix_list.six': {
            address_family: 'IPv6',
            max_entries: 1,
            entry: [{ cidr: '2001:db8::/32' }],
          },
        },
        ingress('web', 25, { prefix_list_id: ref('aws_ec2_managed_prefix_list.six') }),
      ),
      ['a prefix list', '2001:db8::1', WEB, 25, 'yes', OVER_6],
      ['is not the internet', 'internet', WEB, 25, 'no: ingress rule'],
    ),
    ...rows(
      'nacl-rules',
      acl(entry(100, 'allow', { cidr_block: '0.0.0.0/0' })),
      ['an ACL for IPv4 alone stops IPv6', WEB, APP, 22, 'no: ingress rule'],
      ['and not IPv4', WEB, APP, 8080, 'yes', OVER_4],
      ['nor lets it out', APP, '::/0', 443, 'no: ACL'],
    ),
    ...rows(
      'nacl-rules',
      acl(entry(100, 'allow', { cidr_block: '0.0.0.0/0' }), entry(101, 'allow', { ipv6_cidr_block: '::/0' })),
      ['one for both', WEB, APP, 22, 'yes', OVER_6],
      ['out', APP, 'internet', 443, 'yes', OVER_BOTH],
    ),
    ...rows(
      'nacl-rules',
      acl(
        entry(90, 'deny', { ipv6_cidr_block: '::/0' }),
        entry(100, 'allow', { cidr_block: '0.0.0.0/0' }),
        entry(101, 'allow', { ipv6_cidr_block: '::/0' }),
      ),
      ['a denial of IPv6', APP, 'internet', 443, 'yes', OVER_4],
      ['alone', APP, '::/0', 443, 'no: ACL'],
    ),
    ...rows(
      'nacl-rules',
      acl(
        entry(90, 'deny', { ipv6_cidr_block: '2000::/3' }),
        entry(101, 'allow', { ipv6_cidr_block: '::/0' }),
        entry(102, 'allow', { cidr_block: '0.0.0.0/0' }),
      ),
      ['a denial of every public address', APP, '::/0', 443, 'no: ACL'],
    ),
    ...rows(
      'nacl-rules',
      acl(
        entry(90, 'deny', { ipv6_cidr_block: '2001:db8::/32' }),
        entry(101, 'allow', { ipv6_cidr_block: '::/0' }),
      ),
      ['a denial of a few', APP, '::/0', 443, 'yes', OVER_6],
      ['those themselves', APP, '2001:db8::1', 443, 'no: ACL'],
    ),
  ]);
});

describe('IPv6 between VPCs', () => {
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

describe('load balancers for IPv6', () => {
  const LB = 'aws_lb.web';
  const balancer = (more: Body, target: Body = {}, ...others: readonly Resources[]) =>
    network(
      group('lb'),
      ingress('lb', 443, ANYWHERE6),
      ingress('lb', 80, ANYWHERE),
      egress('lb', 0, EVERYTHING6),
      egress('lb', 0, { ...ANYWHERE, ip_protocol: '-1' }),
      ingress('app', 8081, members('lb')),
      {
        [LB]: {
          subnets: [ref('aws_subnet.public')],
          security_groups: [ref('aws_security_group.lb')],
          ip_address_type: 'dualstack',
          ...more,
        },
        'aws_lb_listener.https': { load_balancer_arn: ref(LB, 'arn'), port: 443, protocol: 'HTTPS' },
        'aws_lb_listener.http': {
          load_balancer_arn: ref(LB, 'arn'),
          port: 80,
          protocol: 'HTTP',
          default_action: [{ type: 'forward', target_group_arn: ref('aws_lb_target_group.app', 'arn') }],
        },
        'aws_lb_target_group.app': { port: 8081, protocol: 'HTTP', vpc_id: ref('aws_vpc.main'), ...target },
        'aws_lb_target_group_attachment.app': {
          target_group_arn: ref('aws_lb_target_group.app', 'arn'),
          target_id: ref(APP),
        },
      },
      ...others,
    );
  const page = 'application-load-balancers#ip-address-type';
  check([
    ...rows(
      page,
      balancer({}),
      ['dual-stack over IPv6', 'internet', LB, 443, 'yes', OVER_6],
      ['dual-stack over IPv4', 'internet', LB, 80, 'yes', OVER_4],
      ['it talks IPv4 to its targets', LB, APP, 8081, 'yes', OVER_4],
    ),
    ...rows(
      page,
      balancer({ ip_address_type: undefined }),
      ['one for IPv4, which is the default', 'internet', LB, 443, 'no: ingress rule'],
      ['asked over IPv6', '::/0', LB, 443, 'no: no address'],
    ),
    ...rows(
      page,
      balancer({ ip_address_type: 'dualstack-without-public-ipv4' }),
      ['one without public IPv4', 'internet', LB, 443, 'yes', OVER_6],
      ['is not reached over IPv4', 'internet', LB, 80, 'no: no public address'],
      ['but from within', WEB, LB, 80, 'yes', OVER_4],
    ),
    ...rows(
      page,
      balancer({ internal: true }),
      ['an internal one', 'internet', LB, 443, 'no: no public address'],
      ['over IPv6, though its addresses are public', '::/0', LB, 443, 'no: no public address'],
      ['from within', WEB, LB, 443, 'yes', OVER_6],
    ),
    ...rows(page, balancer({ ip_address_type: '${var.kind}' }), [
      'who knows which',
      '::/0',
      LB,
      443,
      'unknown',
      'var.kind',
    ]),
    ...rows(
      'load-balancer-target-groups#target-group-ip-address-type',
      balancer({}, { ip_address_type: 'ipv6', target_type: 'ip' }),
      ['targets over IPv6', LB, APP, 8081, 'yes', OVER_6],
    ),
    ...rows(
      'load-balancer-target-groups#target-group-ip-address-type',
      balancer(
        {},
        { ip_address_type: 'ipv6', target_type: 'ip' },
        subnet6('private', { ipv6_cidr_block: undefined }),
      ),
      ['which have none', LB, APP, 8081, 'no: not a target'],
    ),
    ...rows(page, balancer({}, {}, { 'aws_route.public_six': null }), [
      'without a route',
      '::/0',
      LB,
      443,
      'no: no route',
    ]),
  ]);
});

describe('services that AWS runs, over IPv6', () => {
  const DB = 'aws_db_instance.d';
  const FUNCTION = 'aws_lambda_function.f';
  const SERVICE = 'aws_ecs_service.s';
  const CACHE = 'aws_elasticache_cluster.c';
  const groups = [ref('aws_security_group.app')];
  const services = (db: Body = {}, cache: Body = {}, lambda: Body = {}) =>
    network(ingress('app', 5432, ANYWHERE6), ingress('app', 6379, ANYWHERE6), {
      'aws_db_subnet_group.g': { subnet_ids: [ref('aws_subnet.public')] },
      [DB]: {
        engine: 'postgres',
        db_subnet_group_name: ref('aws_db_subnet_group.g', 'name'),
        vpc_security_group_ids: groups,
        ...db,
      },
      'aws_elasticache_subnet_group.g': { subnet_ids: [ref('aws_subnet.private')] },
      [CACHE]: {
        engine: 'redis',
        subnet_group_name: ref('aws_elasticache_subnet_group.g', 'name'),
        security_group_ids: groups,
        ...cache,
      },
      [FUNCTION]: {
        vpc_config: [{ subnet_ids: [ref('aws_subnet.private')], security_group_ids: groups, ...lambda }],
      },
      [SERVICE]: {
        network_configuration: [{ subnets: [ref('aws_subnet.public')], security_groups: groups }],
      },
    });
  check([
    ...rows(
      'USER_VPC.WorkingWithRDSInstanceinaVPC',
      services(),
      ['a database has IPv4 alone', WEB, DB, 5432, 'no: ingress rule'],
      ['asked over IPv6', '::/0', DB, 5432, 'no: no address'],
    ),
    ...rows(
      'USER_VPC.WorkingWithRDSInstanceinaVPC',
      services({ network_type: 'DUAL' }),
      ['unless it is dual-stack', WEB, DB, 5432, 'yes', OVER_6],
      ['which is private', '::/0', DB, 5432, 'no: no public address'],
    ),
    ...rows('network-type', services({}, { network_type: 'dual_stack' }), [
      'a dual-stack cache',
      WEB,
      CACHE,
      6379,
      'yes',
      OVER_6,
    ]),
    ...rows(
      'network-type',
      services({}, { network_type: 'ipv6' }),
      ['a cache with IPv6 alone', WEB, CACHE, 6379, 'yes', OVER_6],
      ['has no IPv4', '10.0.0.0/24', CACHE, 6379, 'no: no address'],
    ),
    ...rows('configuration-vpc#configuration-vpc-ipv6', services(), [
      'a function has IPv4 alone',
      FUNCTION,
      'internet',
      443,
      'yes',
      OVER_4,
    ]),
    ...rows(
      'configuration-vpc#configuration-vpc-ipv6',
      services({}, {}, { ipv6_allowed_for_dual_stack: true }),
      ['unless it may have both', FUNCTION, 'internet', 443, 'yes', OVER_BOTH],
    ),
    ...rows(
      'ecs-account-settings',
      services(),
      ['tasks depend on the account', '::/0', SERVICE, 22, 'unknown', 'dualStackIPv6'],
      ['but not on a port that is closed', '::/0', SERVICE, 23, 'no: ingress rule'],
    ),
    ...rows(
      'gettingstarted-features-network: outside of a VPC',
      network({ 'aws_lambda_function.out': {} }, ingress('web', 8443, ANYWHERE6)),
      ['a function outside of a VPC', 'aws_lambda_function.out', WEB, 80, 'yes', OVER_4],
      ['may or may not have IPv6', 'aws_lambda_function.out', WEB, 8443, 'unknown', 'has IPv6'],
    ),
  ]);
});
