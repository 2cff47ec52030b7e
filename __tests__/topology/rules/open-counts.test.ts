import { Topology } from '../../../src/topology';

type Body = Readonly<Record<string, unknown>>;

const ZONES = '${length(data.aws_availability_zones.zones.names)}';
const inVpc = { vpc_id: '${aws_vpc.main.id}' };

/** Public subnets of which nobody knows how many there are, with what associates them, and a server that port 22 is open to. */
function network(association: Body, server: Body, subnets: Body = { count: ZONES }): Topology {
  return Topology.read({
    data: { aws_availability_zones: { zones: {} } },
    variable: { enabled: { type: 'bool' } },
    resource: {
      aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
      aws_internet_gateway: { main: inVpc },
      aws_subnet: {
        public: { ...inVpc, cidr_block: '10.0.0.0/24', map_public_ip_on_launch: true, ...subnets },
      },
      aws_route_table: {
        public: {
          ...inVpc,
          route: [{ cidr_block: '0.0.0.0/0', gateway_id: '${aws_internet_gateway.main.id}' }],
        },
      },
      aws_route_table_association: {
        public: { route_table_id: '${aws_route_table.public.id}', ...association },
      },
      aws_security_group: {
        web: {
          ...inVpc,
          ingress: [{ protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] }],
        },
      },
      aws_instance: { web: { vpc_security_group_ids: ['${aws_security_group.web.id}'], ...server } },
    },
  });
}

const FIRST = { subnet_id: '${aws_subnet.public[0].id}' };
const SECOND = { subnet_id: '${aws_subnet.public[1].id}' };

describe('Subnets of which nobody knows how many there are', () => {
  it.each<[string, Body, Body, string]>([
    [
      'are all associated by as many associations',
      { count: ZONES, subnet_id: '${aws_subnet.public[count.index].id}' },
      FIRST,
      'yes',
    ],
    [
      'are so by an old splat',
      { count: ZONES, subnet_id: '${aws_subnet.public.*.id[count.index]}' },
      SECOND,
      'yes',
    ],
    [
      'are so by element',
      { count: ZONES, subnet_id: '${element(aws_subnet.public[*].id, count.index)}' },
      FIRST,
      'yes',
    ],
    [
      'may not be by another number of them',
      { count: '${var.enabled ? 2 : 3}', subnet_id: '${aws_subnet.public[count.index].id}' },
      FIRST,
      'unknown',
    ],
    ['are not by an association of the first', FIRST, SECOND, 'unknown'],
    [
      'are not by an association of an element',
      { subnet_id: '${element(aws_subnet.public.*.id, 0)}' },
      SECOND,
      'unknown',
    ],
    ['are not by as many associations of the first', { count: ZONES, ...FIRST }, SECOND, 'unknown'],
  ])('%s', (_, association, server, expected) => {
    expect(network(association, server).reach('internet', 'aws_instance.web', 'tcp', 22).verdict).toBe(
      expected,
    );
  });

  it.each([
    ['of the same keys associate each', { subnet_id: '${aws_subnet.public[each.key].id}' }, 'yes'],
    ['of the same keys may associate one', { subnet_id: '${aws_subnet.public["a"].id}' }, 'unknown'],
  ])('and associations %s', (_, association, expected) => {
    const keys = { for_each: '${toset(data.aws_availability_zones.zones.names)}' };
    const server = { subnet_id: '${aws_subnet.public["b"].id}' };
    const topology = network({ ...keys, ...association }, server, keys);
    expect(topology.reach('internet', 'aws_instance.web', 'tcp', 22).verdict).toBe(expected);
  });

  it('are one at most where the count is 1 or 0', () => {
    const one = network(FIRST, FIRST, { count: '${data.aws_availability_zones.zones.id == "a" ? 1 : 0}' });
    expect(one.reach('internet', 'aws_instance.web', 'tcp', 22).verdict).toBe('yes');
  });

  it.each([
    ['length', '${length(aws_subnet.public[*].id)}'],
    ['length of a list with more', '${length(concat(aws_subnet.public[*].id, ["subnet-1"]))}'],
    ['length of a for expression', '${length([for one in aws_subnet.public[*].id : one])}'],
    ['a comparison of the length', '${length(aws_subnet.public.*.id) > 1 ? 1 : 0}'],
  ])('leave it open how many servers there are by their %s', (_, count) => {
    const topology = network(FIRST, { count, ...FIRST });
    expect(topology.ends()).toEqual(['aws_instance.web']);
    expect(topology.reach('internet', 'aws_instance.web', 'tcp', 22).verdict).toBe('unknown');
  });
});
