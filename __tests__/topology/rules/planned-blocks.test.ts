import { Topology } from '../../../src/topology';

type Values = Readonly<Record<string, unknown>>;

interface Planned {
  readonly values: Values;
  readonly unknown?: Values;
  readonly expressions?: Values;
}

const of = (...names: string[]): Values => ({
  references: names.flatMap((name) => [name, name.replace(/\.\w+$/, '')]),
});

/** A public subnet with servers of the groups web, front and jump, all of which a plan creates. */
function plan(web: Planned, told: readonly object[] = []): Topology {
  const named = (address: string): Values => {
    const [type, name] = address.split('.');
    return { address, mode: 'managed', type, name };
  };
  const server = (name: string): [string, Planned] => [
    `aws_instance.${name}`,
    {
      values: {},
      unknown: { subnet_id: true, vpc_security_group_ids: true },
      expressions: {
        subnet_id: of('aws_subnet.a.id'),
        vpc_security_group_ids: of(`aws_security_group.${name}.id`),
      },
    },
  ];
  const out = { protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] };
  const inVpc = { unknown: { vpc_id: true, id: true }, expressions: { vpc_id: of('aws_vpc.main.id') } };
  const open = { ...inVpc, values: { egress: [out] } };
  const resources: Record<string, Planned> = {
    'aws_vpc.main': { values: { cidr_block: '10.0.0.0/16' }, unknown: { id: true } },
    'aws_subnet.a': { ...inVpc, values: { cidr_block: '10.0.0.0/24', map_public_ip_on_launch: true } },
    'aws_internet_gateway.main': { ...inVpc, values: {} },
    'aws_vpc.ipam': { values: {}, unknown: { id: true, cidr_block: true } },
    'aws_route_table.a': {
      values: { route: [{ cidr_block: '0.0.0.0/0' }] },
      unknown: { vpc_id: true, route: [{ gateway_id: true }] },
      expressions: { vpc_id: of('aws_vpc.main.id'), route: of('aws_internet_gateway.main.id') },
    },
    'aws_route_table_association.a': {
      values: {},
      unknown: { subnet_id: true, route_table_id: true },
      expressions: { subnet_id: of('aws_subnet.a.id'), route_table_id: of('aws_route_table.a.id') },
    },
    'aws_security_group.front': open,
    'aws_security_group.jump': open,
    'aws_security_group.web': {
      values: web.values,
      unknown: { ...inVpc.unknown, ...web.unknown },
      expressions: { ...inVpc.expressions, ...web.expressions },
    },
    ...Object.fromEntries(['front', 'jump', 'web'].map(server)),
  };
  const entries = Object.entries(resources);
  return Topology.read({
    format_version: '1.2',
    planned_values: {
      root_module: { resources: entries.map(([address, { values }]) => ({ ...named(address), values })) },
    },
    resource_changes: entries.map(([address, { unknown = {} }]) => ({
      address,
      change: { after_unknown: unknown },
    })),
    prior_state: { values: { root_module: { resources: told } } },
    configuration: {
      root_module: {
        resources: entries.map(([address, { expressions = {} }]) => ({ ...named(address), expressions })),
      },
    },
  });
}

const rule = (port: number, more: Values = {}): Values => ({
  protocol: 'tcp',
  from_port: port,
  to_port: port,
  ...more,
});

describe('Inline blocks of a plan, of which the configuration has one list of references', () => {
  const front = of('aws_security_group.front.id');
  const ask = (web: Planned, from: string): string =>
    plan(web).reach(from, 'aws_instance.web', 'tcp', 80).verdict;

  it.each<[string, Planned, string, string, string]>([
    [
      'one block that is not known is told by it',
      {
        values: { ingress: [rule(80)] },
        unknown: { ingress: [{ security_groups: true }] },
        expressions: { ingress: front },
      },
      'yes',
      'no',
      'no',
    ],
    [
      'a block beside one that is known',
      {
        values: { ingress: [rule(80), rule(22, { cidr_blocks: ['0.0.0.0/0'] })] },
        unknown: { ingress: [{ security_groups: true }, { cidr_blocks: [false] }] },
        expressions: { ingress: front },
      },
      'yes',
      'no',
      'no',
    ],
    [
      'a dynamic block, beside one whose description alone mentions a group',
      {
        values: { ingress: [rule(80), rule(22, { cidr_blocks: ['0.0.0.0/0'] })] },
        unknown: { ingress: [{ security_groups: true }, { description: true }] },
        expressions: { ingress: front },
      },
      'unknown',
      'unknown',
      'no',
    ],
    [
      'two blocks that are not known',
      {
        values: { ingress: [rule(80), rule(22)] },
        unknown: { ingress: [{ security_groups: true }, { security_groups: true }] },
        expressions: { ingress: of('aws_security_group.front.id', 'aws_security_group.jump.id') },
      },
      'unknown',
      'unknown',
      'no',
    ],
  ])('%s', (_, web, fromFront, fromJump, fromInternet) => {
    expect([ask(web, 'aws_instance.front'), ask(web, 'aws_instance.jump'), ask(web, 'internet')]).toEqual([
      fromFront,
      fromJump,
      fromInternet,
    ]);
  });
});

describe('CIDR blocks of a plan that are not known', () => {
  const ipam = of('aws_vpc.ipam.cidr_block');

  it.each<[string, Planned, string]>([
    [
      'may hold constants beside what an inline block mentions',
      {
        values: { ingress: [rule(80)] },
        unknown: { ingress: [{ cidr_blocks: true }] },
        expressions: { ingress: ipam },
      },
      'unknown',
    ],
    [
      'may hold constants beside what one of several blocks mentions',
      {
        values: { ingress: [rule(80)] },
        unknown: { ingress: [{ cidr_blocks: true }] },
        expressions: { ingress: [{ cidr_blocks: ipam }] },
      },
      'unknown',
    ],
    [
      'hold nothing beside one element that is not known',
      {
        values: { ingress: [rule(80, { cidr_blocks: [null] })] },
        unknown: { ingress: [{ cidr_blocks: [true] }] },
        expressions: { ingress: [{ cidr_blocks: ipam }] },
      },
      'no',
    ],
    [
      'hold nothing beside their text',
      {
        values: { ingress: [rule(80)] },
        unknown: { ingress: [{ cidr_blocks: true }] },
        expressions: {
          ingress: [{ cidr_blocks: { ...ipam, constant_value: ['${aws_vpc.ipam.cidr_block}'] } }],
        },
      },
      'no',
    ],
  ])('%s', (_, web, fromInternet) => {
    expect(plan(web).reach('internet', 'aws_instance.web', 'tcp', 80).verdict).toBe(fromInternet);
  });
});

describe('Prefix list that a data source found while planning', () => {
  const list = (type: string, values: Values): object => ({
    address: `data.${type}.list`,
    mode: 'data',
    type,
    name: 'list',
    values: { id: 'pl-0123456789abcdef0', ...values },
  });
  const web = { values: { ingress: [rule(80, { prefix_list_ids: ['pl-0123456789abcdef0'] })] } };
  const ask = (told: object, from: string): string =>
    plan(web, [told]).reach(from, 'aws_instance.web', 'tcp', 80).verdict;
  const MANAGED = 'aws_ec2_managed_prefix_list';
  const entries = [{ cidr: '203.0.113.0/24', description: '' }];

  it.each<[string, object, string, string, string]>([
    ['has its entries', list(MANAGED, { owner_id: '123456789012', entries }), 'yes', 'no', 'no'],
    ['has none', list(MANAGED, { owner_id: '123456789012', entries: [] }), 'no', 'no', 'no'],
    [
      'may hold anything without its entries',
      list(MANAGED, { owner_id: '123456789012' }),
      'unknown',
      'unknown',
      'unknown',
    ],
    ['of AWS has some public addresses', list(MANAGED, { owner_id: 'AWS', entries }), 'unknown', 'no', 'no'],
    [
      'of AWS by its older name',
      list('aws_prefix_list', { cidr_blocks: ['203.0.113.0/24'] }),
      'unknown',
      'no',
      'no',
    ],
    ['is another one', list(MANAGED, { id: 'pl-0', entries }), 'unknown', 'unknown', 'unknown'],
  ])('%s', (_, told, fromEntry, fromInternet, fromFront) => {
    expect([ask(told, '203.0.113.9'), ask(told, 'internet'), ask(told, 'aws_instance.front')]).toEqual([
      fromEntry,
      fromInternet,
      fromFront,
    ]);
  });
});
