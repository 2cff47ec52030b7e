import { OVER_6, dualStack, part, subnet6 } from '../support/dual-stack';
import { ANYWHERE, APP, WEB, check, ingress, instance, ref, rows, type Body } from '../support/network';

describe('IPv6 addresses', () => {
  const page = 'vpc-ip-addressing';
  const plainSubnet = subnet6('public', { assign_ipv6_address_on_creation: undefined });
  /** Web in a subnet that gives no IPv6 addresses by itself. */
  const asking = (web: Body) => dualStack(plainSubnet, instance('web', 'public', web));
  check([
    ...rows(page, dualStack(plainSubnet), [
      'nobody where the subnet gives none',
      '::/0',
      WEB,
      22,
      'no: no address',
      'has no IPv6 address',
    ]),
    ...rows(page, asking({ ipv6_address_count: 1 }), [
      'an instance that asks for one',
      'internet',
      WEB,
      22,
      'yes',
      OVER_6,
    ]),
    ...rows(page, asking({ ipv6_address_count: 0 }), [
      'none where it asks for none',
      '::/0',
      WEB,
      22,
      'no: no address',
    ]),
    ...rows(page, asking({ ipv6_address_count: '${var.n}' }), [
      'who knows how many',
      '::/0',
      WEB,
      22,
      'unknown',
      'var.n',
    ]),
    ...rows(
      page,
      asking({ ipv6_addresses: ['2001:db8:1::5'] }),
      ['one that states it', 'internet', WEB, 22, 'yes', OVER_6],
      ['it is found by it', 'internet', '2001:db8:1::5', 22, 'yes', OVER_6],
    ),
    ...rows(page, dualStack(subnet6('public', { ipv6_cidr_block: undefined })), [
      'a subnet without a block has none to give',
      '::/0',
      WEB,
      22,
      'no: no address',
    ]),
    ...rows(
      page,
      dualStack(
        subnet6('public', {
          ipv6_cidr_block: '${var.six ? cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0) : null}',
        }),
      ),
      ['a block that may be none', '::/0', WEB, 22, 'unknown', 'var.six'],
    ),
    ...rows(page, dualStack({ 'aws_vpc.main': { cidr_block: '10.0.0.0/16' } }), [
      "a part of its VPC's, which has none",
      '::/0',
      WEB,
      22,
      'no: no address',
    ]),
    ...rows(
      page,
      dualStack({
        'aws_vpc.main': { cidr_block: '10.0.0.0/16', assign_generated_ipv6_cidr_block: '${var.six}' },
      }),
      ['a VPC that may have one', '::/0', WEB, 22, 'unknown', 'var.six'],
      ['closed anyway', '::/0', WEB, 23, 'no: ingress rule'],
    ),
    ...rows(
      'vpc-cidr-blocks',
      dualStack(
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
      dualStack(
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
      dualStack(plainSubnet, {
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
      dualStack(plainSubnet, {
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
      dualStack({
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
      dualStack({
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
      dualStack(
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
