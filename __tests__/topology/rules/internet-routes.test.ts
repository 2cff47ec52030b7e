import { ANYWHERE, APP, WEB, check, group, ingress, instance, ref, rows } from '../support/network';
import { base, without, withMore } from '../support/routes';

describe('Internet gateways, public addresses and routes', () => {
  check([
    ...rows(
      'VPC_Internet_Gateway',
      base,
      ['the internet reaches a public instance', 'internet', WEB, 80, 'yes'],
      ['a public instance reaches the internet', WEB, 'internet', 443, 'yes'],
      ['the internet does not reach a private instance', 'internet', APP, 8080, 'no: no route'],
      ['a public address reaches a public instance', '203.0.113.9', WEB, 80, 'yes'],
      ['a public CIDR block reaches a public instance', '198.51.100.0/24', WEB, 80, 'yes'],
      ['a public instance reaches a public CIDR block', WEB, '198.51.100.0/24', 443, 'yes'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      without('aws_route.public_0_0_0_0_0'),
      ['the internet reaches nothing in a subnet without a route to it', 'internet', WEB, 80, 'no: no route'],
      [
        'a server in a subnet without a route to the internet does not reach it',
        WEB,
        'internet',
        443,
        'no: no route',
      ],
    ),
    ...rows('VPC_Internet_Gateway', withMore({ 'aws_internet_gateway.main': {} }), [
      'a route to a detached internet gateway is a blackhole',
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
      ['an internet gateway attached by a separate resource works', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'VPC_Internet_Gateway',
      withMore({
        'aws_vpc.other': { cidr_block: '10.9.0.0/16' },
        'aws_internet_gateway.main': { vpc_id: ref('aws_vpc.other') },
      }),
      ['an internet gateway of another VPC does not work', 'internet', WEB, 80, 'no: no route'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore({ 'aws_subnet.public': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.0.0/24' } }),
      [
        'the internet does not reach an instance without a public address',
        'internet',
        WEB,
        80,
        'no: no public address',
      ],
      [
        'an instance without a public address does not reach the internet',
        WEB,
        'internet',
        443,
        'no: no public address',
      ],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore(instance('web', 'public', { associate_public_ip_address: false })),
      [
        'an instance can refuse the public address of its subnet',
        'internet',
        WEB,
        80,
        'no: no public address',
      ],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore(
        { 'aws_subnet.public': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.0.0/24' } },
        instance('web', 'public', { associate_public_ip_address: true }),
      ),
      ['an instance can ask for a public address in any subnet', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'vpc-ip-addressing',
      withMore(
        instance('app', 'private', { associate_public_ip_address: true }),
        ingress('app', 80, ANYWHERE),
      ),
      [
        'the internet does not reach a public address in a private subnet',
        'internet',
        APP,
        80,
        'no: no route',
      ],
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
      [
        'an unknown setting of the subnet leaves the answer open',
        'internet',
        WEB,
        80,
        'unknown',
        'map public ip on launch',
      ],
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
      'an Elastic IP address can name its instance',
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
      [
        'an Elastic IP address can be associated by a separate resource',
        'internet',
        WEB,
        80,
        'yes',
        'aws_eip_association.web',
      ],
    ),
    ...rows(page, withMore(plain, { 'aws_eip.web': {} }), [
      'an unassociated Elastic IP address does not work',
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
      ['an Elastic IP address can name the network interface of an instance', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'using-instance-addressing',
      withMore(nic, {
        [WEB]: {
          network_interface: { device_index: 0, network_interface_id: ref('aws_network_interface.web') },
        },
      }),
      [
        'a network interface created before gets no public address',
        'internet',
        WEB,
        80,
        'no: no public address',
      ],
    ),
    ...rows(
      page,
      withMore(plain, { 'aws_eip.web': { network_interface: ref(WEB, 'primary_network_interface_id') } }),
      ['an Elastic IP address can name the primary network interface', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(page, withMore(plain, { 'aws_eip.web': { count: '${var.n}', instance: ref(WEB) } }), [
      'an Elastic IP address with an unknown count leaves the answer open',
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
      ['a private instance reaches the internet', APP, 'internet', 443, 'yes', 'aws_nat_gateway.main'],
      ['the internet does not reach a private instance', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({
        'aws_nat_gateway.main': { connectivity_type: 'private', subnet_id: ref('aws_subnet.public') },
      }),
      ['a private NAT gateway does not reach the internet', APP, 'internet', 443, 'no: no route'],
    ),
    ...rows(
      page,
      withMore({
        'aws_nat_gateway.main': { allocation_id: ref('aws_eip.nat'), subnet_id: ref('aws_subnet.private') },
      }),
      ['a NAT gateway in a private subnet does not reach the internet', APP, 'internet', 443, 'no: no route'],
    ),
    ...rows(page, without('aws_route.public_0_0_0_0_0'), [
      'a NAT gateway in a subnet without a route does not reach the internet',
      APP,
      'internet',
      443,
      'no: no route',
    ]),
    ...rows(page, without('aws_route.private_0_0_0_0_0'), [
      'a subnet without a route to the NAT gateway does not use it',
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
      [
        'a NAT gateway in an unknown subnet leaves the answer open',
        APP,
        'internet',
        443,
        'unknown',
        'data source',
      ],
    ),
    ...rows('nat-gateway-troubleshooting', withMore(instance('web', 'private'), group('web')), [
      'a server moved behind it keeps its egress rules',
      WEB,
      'internet',
      443,
      'yes',
    ]),
  ]);
});
