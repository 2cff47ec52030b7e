import {
  ANYWHERE,
  associate,
  check,
  everythingOut,
  group,
  ingress,
  instance,
  ref,
  rows,
  sg,
  terraform,
  type Body,
  type Resources,
} from '../support/network';

describe('VPC peering', () => {
  const page = 'vpc-peering-basics';
  const vpc = (name: string, second: number): Resources => ({
    [`aws_vpc.${name}`]: { cidr_block: `10.${second}.0.0/16` },
    [`aws_subnet.${name}`]: { vpc_id: ref(`aws_vpc.${name}`), cidr_block: `10.${second}.0.0/24` },
    [`aws_route_table.${name}`]: { vpc_id: ref(`aws_vpc.${name}`) },
    ...associate(name, name),
    ...group(name, {}, name),
    ...instance(name, name),
    ...everythingOut(name),
    ...ingress(name, 22, ANYWHERE),
  });
  const peer = (a: string, b: string, more: Body = { auto_accept: true }): Resources => ({
    [`aws_vpc_peering_connection.${a}${b}`]: {
      vpc_id: ref(`aws_vpc.${a}`),
      peer_vpc_id: ref(`aws_vpc.${b}`),
      ...more,
    },
  });
  const via = (from: string, second: number, peering: string): Resources => ({
    [`aws_route.${from}_${second}`]: {
      route_table_id: ref(`aws_route_table.${from}`),
      destination_cidr_block: `10.${second}.0.0/16`,
      vpc_peering_connection_id: ref(`aws_vpc_peering_connection.${peering}`),
    },
  });
  const two = (...parts: readonly Resources[]) => terraform(vpc('a', 1), vpc('b', 2), ...parts);
  const joined = [peer('a', 'b'), via('a', 2, 'ab'), via('b', 1, 'ab')];
  const [A, B, C] = ['aws_instance.a', 'aws_instance.b', 'aws_instance.c'];
  check([
    ...rows(
      page,
      two(...joined),
      ['with routes on both sides', A, B, 22, 'yes', 'aws_vpc_peering_connection.ab'],
      ['and back', B, A, 22, 'yes'],
      ['subnets as ends', 'aws_subnet.a', 'aws_subnet.b', 22, 'yes'],
      ['and a range of the other side', A, '10.2.0.0/24', 22, 'yes'],
    ),
    ...rows(page, two(), ['VPCs apart', A, B, 22, 'no: no route']),
    ...rows(page, two(peer('a', 'b'), via('a', 2, 'ab')), ['without a route back', A, B, 22, 'no: no route']),
    ...rows(page, two(peer('a', 'b'), via('b', 1, 'ab')), [
      'without a route there',
      A,
      B,
      22,
      'no: no route',
    ]),
    ...rows('accept-vpc-peering-connection', two(peer('a', 'b', {}), via('a', 2, 'ab'), via('b', 1, 'ab')), [
      'not accepted',
      A,
      B,
      22,
      'no: no route',
    ]),
    ...rows(
      'accept-vpc-peering-connection',
      two(peer('a', 'b', {}), via('a', 2, 'ab'), via('b', 1, 'ab'), {
        'aws_vpc_peering_connection_accepter.ab': {
          vpc_peering_connection_id: ref('aws_vpc_peering_connection.ab'),
          auto_accept: true,
        },
      }),
      ['accepted by an accepter', A, B, 22, 'yes'],
    ),
    ...rows(
      'accept-vpc-peering-connection',
      two(peer('a', 'b', { auto_accept: '${var.x}' }), via('a', 2, 'ab'), via('b', 1, 'ab')),
      ['nobody knows', A, B, 22, 'unknown', 'auto accept'],
    ),
    ...rows(
      'invalid-peering-configurations',
      terraform(
        vpc('a', 1),
        vpc('b', 2),
        vpc('c', 3),
        ...joined,
        peer('b', 'c'),
        via('b', 3, 'bc'),
        via('c', 2, 'bc'),
        via('a', 3, 'ab'),
        via('c', 1, 'bc'),
      ),
      ['peering is not transitive', A, C, 22, 'no: no route'],
      ['its neighbours are joined', B, C, 22, 'yes'],
    ),
    ...rows(
      'vpc-peering-security-groups',
      two(...joined, {
        ...group(
          'b',
          { ingress: [{ protocol: 'tcp', from_port: 23, to_port: 23, security_groups: [sg('a')] }] },
          'b',
        ),
      }),
      ['a group of the other side', A, B, 23, 'yes'],
    ),
    ...rows(
      'invalid-peering-configurations',
      two(...joined, {
        'aws_internet_gateway.b': { vpc_id: ref('aws_vpc.b') },
        'aws_route.b': {
          route_table_id: ref('aws_route_table.b'),
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: ref('aws_internet_gateway.b'),
        },
        'aws_route.a': {
          route_table_id: ref('aws_route_table.a'),
          destination_cidr_block: '0.0.0.0/0',
          vpc_peering_connection_id: ref('aws_vpc_peering_connection.ab'),
        },
      }),
      ["another VPC's gateway serves nobody", A, 'internet', 443, 'no: no route'],
    ),
    ...rows(page, two(peer('a', 'b', { peer_vpc_id: 'vpc-1' }), via('a', 9, 'ab')), [
      'into a VPC that is not in the file',
      A,
      '10.9.0.9',
      22,
      'unknown',
      'aws_vpc_peering_connection.ab',
    ]),
    ...rows(
      'tgw-vpc-attachments',
      two({
        'aws_route.a_2': {
          route_table_id: ref('aws_route_table.a'),
          destination_cidr_block: '10.2.0.0/16',
          transit_gateway_id: 'tgw-1',
        },
        'aws_route.b_1': {
          route_table_id: ref('aws_route_table.b'),
          destination_cidr_block: '10.1.0.0/16',
          transit_gateway_id: 'tgw-1',
        },
      }),
      ['through a transit gateway', A, B, 22, 'unknown', 'tgw-1'],
      ['where no rule lets it in', A, B, 23, 'no: ingress rule'],
    ),
  ]);
});
