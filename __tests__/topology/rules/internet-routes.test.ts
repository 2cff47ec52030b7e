import { ANYWHERE, APP, WEB, check, group, ingress, instance, ref, rows } from '../support/network';
import { base, without, withMore } from '../support/routes';

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
      'a group moved behind it keeps its egress rules',
      WEB,
      'internet',
      443,
      'yes',
    ]),
  ]);
});
