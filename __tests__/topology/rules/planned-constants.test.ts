import { of, plan, rule, type Planned } from '../support/planned';
import { answersOf, flipsOf } from '../support/unreadable';

const WEB = 'aws_instance.web';
const GROUP = 'sg-0123456789abcdef0';

/** Whether web is reached from each of the others. */
function verdicts(web: Planned, from: readonly string[], others: Readonly<Record<string, Planned>> = {}) {
  const topology = plan(web, [], others);
  return from.map((one) => topology.reach(one, WEB, 'tcp', 80).verdict);
}

/** A server with these groups. */
const server = (groups: Planned): Planned => ({
  values: groups.values,
  unknown: { subnet_id: true, ...groups.unknown },
  expressions: { subnet_id: of('aws_subnet.a.id'), ...groups.expressions },
  ...(groups.before && { before: groups.before }),
});

const front = of('aws_security_group.front.id');
/** A rule whose groups are not known as a whole: a set is so as soon as one of its elements is. */
const sources = (ingress: unknown): Planned => ({
  values: { ingress: [rule(80)] },
  unknown: { ingress: [{ security_groups: true }] },
  expressions: { ingress },
});

describe('Groups that a rule of a plan names', () => {
  const outsider = server({ values: { vpc_security_group_ids: [GROUP] } });
  const ask = (web: Planned): string[] =>
    verdicts(web, ['aws_instance.front', 'aws_instance.jump', 'internet', 'aws_instance.outsider'], {
      'aws_instance.outsider': outsider,
    });

  it.each<[string, Planned, readonly string[]]>([
    [
      'may be ids of others beside what a block mentions',
      sources([{ security_groups: front }]),
      ['yes', 'no', 'no', 'unknown'],
    ],
    ['may be ids of others beside what all blocks mention', sources(front), ['yes', 'no', 'no', 'unknown']],
    [
      'are those that a text names',
      sources([{ security_groups: { ...front, constant_value: ['${aws_security_group.front.id}'] } }]),
      ['yes', 'no', 'no', 'no'],
    ],
    [
      'are not those of the plan where an id is stated',
      { values: { ingress: [rule(80, { security_groups: [GROUP] })] } },
      ['no', 'no', 'no', 'unknown'],
    ],
    [
      'are not those of the plan where an id of another account is stated',
      { values: { ingress: [rule(80, { security_groups: [`123456789012/${GROUP}`] })] } },
      ['no', 'no', 'no', 'unknown'],
    ],
  ])('%s', (_, web, expected) => {
    expect(ask(web)).toEqual(expected);
  });

  it('may be the default one of a VPC of the plan', () => {
    const bare = server({ values: {} });
    const web = { values: { ingress: [rule(80, { security_groups: [GROUP] })] } };
    expect(verdicts(web, ['aws_instance.bare'], { 'aws_instance.bare': bare })).toEqual(['unknown']);
  });
});

describe('Prefix lists that a rule of a plan names', () => {
  const list = of('aws_ec2_managed_prefix_list.office.id');
  const office: Planned = { values: { entry: [{ cidr: '203.0.113.0/24' }] }, unknown: { id: true } };
  const listed = (expression: unknown): Planned => ({
    values: { ingress: [rule(80)] },
    unknown: { ingress: [{ prefix_list_ids: true }] },
    expressions: { ingress: [{ prefix_list_ids: expression }] },
  });

  it.each<[string, Planned, readonly string[]]>([
    ['may be ids of others beside what it mentions', listed(list), ['yes', 'unknown']],
    [
      'are those that a text names',
      listed({ ...list, constant_value: ['${aws_ec2_managed_prefix_list.office.id}'] }),
      ['yes', 'no'],
    ],
  ])('%s', (_, web, expected) => {
    const others = { 'aws_ec2_managed_prefix_list.office': office };
    expect(verdicts(web, ['203.0.113.9', '198.51.100.9'], others)).toEqual(expected);
  });
});

describe('Groups of a server in a plan', () => {
  const groups = (before: readonly string[] | null): Planned =>
    server({
      values: {},
      unknown: { vpc_security_group_ids: true },
      expressions: { vpc_security_group_ids: of('aws_security_group.web.id') },
      ...(before && { before: { vpc_security_group_ids: before } }),
    });
  const web: Planned = {
    values: { ingress: [rule(80, { self: true })] },
    before: { id: 'sg-0fedcba9876543210' },
  };

  const text = (before: readonly string[]): Planned => ({
    ...groups(before),
    expressions: {
      subnet_id: of('aws_subnet.a.id'),
      vpc_security_group_ids: {
        ...of('aws_security_group.web.id'),
        constant_value: ['${aws_security_group.web.id}'],
      },
    },
  });

  it.each<[string, Planned, string]>([
    ['are those that it mentions', groups(null), 'no'],
    ['are those of its text', text([GROUP]), 'no'],
    ['may be ids of others that it had', groups([GROUP]), 'unknown'],
    ['are not those of the plan that it had and that are replaced', groups(['sg-0fedcba9876543210']), 'no'],
  ])('%s', (_, one, fromInternet) => {
    expect(verdicts(web, ['internet'], { [WEB]: one })).toEqual([fromInternet]);
  });
});

describe('Groups in a block of a plan', () => {
  const lambda = (before: readonly string[] | null): Planned => ({
    values: { vpc_config: [{ subnet_ids: null, security_group_ids: null }] },
    unknown: { vpc_config: [{ subnet_ids: true, security_group_ids: true }] },
    expressions: {
      vpc_config: [
        { subnet_ids: of('aws_subnet.a.id'), security_group_ids: of('aws_security_group.jump.id') },
      ],
    },
    ...(before && { before: { vpc_config: [{ security_group_ids: before }] } }),
  });

  it.each([
    ['are those that it mentions', null, 'no'],
    ['may be ids of others that it had', [GROUP], 'unknown'],
  ])('%s', (_, before, expected) => {
    const others = { 'aws_lambda_function.job': lambda(before) };
    expect(verdicts(sources([{ security_groups: front }]), ['aws_lambda_function.job'], others)).toEqual([
      expected,
    ]);
  });
});

describe('A NAT instance of a plan, which has a hash of its user data', () => {
  const HASH = '481e6385ac246940aa3e2708202066c34fee5810';
  const nat = (user_data: object | undefined): Planned => ({
    values: { user_data: HASH, source_dest_check: false },
    unknown: { subnet_id: true, vpc_security_group_ids: true },
    expressions: {
      subnet_id: of('aws_subnet.a.id'),
      vpc_security_group_ids: front,
      ...(user_data && { user_data }),
    },
  });
  const anywhere = { protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] };
  const inVpc = { unknown: { vpc_id: true, id: true }, expressions: { vpc_id: of('aws_vpc.main.id') } };
  const ask = (user_data: object | undefined): string =>
    plan({ values: { egress: [anywhere] } }, [], {
      'aws_instance.nat': nat(user_data),
      'aws_security_group.front': { ...inVpc, values: { ingress: [anywhere], egress: [anywhere] } },
      'aws_subnet.b': { ...inVpc, values: { cidr_block: '10.0.1.0/24' } },
      'aws_route_table.b': {
        values: { route: [{ cidr_block: '0.0.0.0/0' }] },
        unknown: { vpc_id: true, route: [{ network_interface_id: true }] },
        expressions: {
          vpc_id: of('aws_vpc.main.id'),
          route: of('aws_instance.nat.primary_network_interface_id'),
        },
      },
      'aws_route_table_association.b': {
        values: {},
        unknown: { subnet_id: true, route_table_id: true },
        expressions: { subnet_id: of('aws_subnet.b.id'), route_table_id: of('aws_route_table.b.id') },
      },
      [WEB]: {
        values: {},
        unknown: { subnet_id: true, vpc_security_group_ids: true },
        expressions: {
          subnet_id: of('aws_subnet.b.id'),
          vpc_security_group_ids: of('aws_security_group.web.id'),
        },
      },
    }).reach(WEB, 'internet', 'tcp', 443).verdict;

  it.each([
    [
      'translates as its configuration says',
      { constant_value: 'iptables -t nat -A POSTROUTING -j MASQUERADE' },
      'yes',
    ],
    ['may translate where its configuration does not say', { constant_value: 'true' }, 'unknown'],
    ['may translate where its configuration mentions something', of('var.script'), 'unknown'],
    ['may translate without a configuration', undefined, 'unknown'],
  ])('%s', (_, user_data, expected) => {
    expect(ask(user_data)).toBe(expected);
  });
});

describe('An answer about a rule of a plan that mentions something', () => {
  const others = {
    'aws_instance.outsider': server({ values: { vpc_security_group_ids: [GROUP] } }),
    'aws_ec2_managed_prefix_list.office': {
      values: { entry: [{ cidr: '203.0.113.0/24' }] },
      unknown: { id: true },
    },
  };
  const answers = (name: string, expression: object) =>
    answersOf(
      plan(
        {
          values: { ingress: [rule(80)] },
          unknown: { ingress: [{ [name]: true }] },
          expressions: { ingress: [{ [name]: expression }] },
        },
        [],
        others,
      ),
    );

  it.each([
    ['security_groups', 'aws_security_group.front.id', GROUP],
    ['prefix_list_ids', 'aws_ec2_managed_prefix_list.office.id', 'pl-0123456789abcdef0'],
    ['cidr_blocks', 'aws_vpc.ipam.cidr_block', '0.0.0.0/0'],
    ['cidr_blocks', 'aws_vpc.ipam.cidr_block', '10.0.0.0/16'],
    ['ipv6_cidr_blocks', 'aws_vpc.main.ipv6_cidr_block', '::/0'],
  ])('is not the opposite of the one with its text: %s with %s and %s', (name, mentioned, constant) => {
    const mention = of(mentioned);
    const text = { ...mention, constant_value: [`\${${mentioned}}`, constant] };
    expect(flipsOf(answers(name, mention), answers(name, text))).toEqual([]);
  });
});
