import { of, plan, rule, type Planned } from '../support/planned';

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

  it.each<[string, Planned, string]>([
    ['are those that it mentions', groups(null), 'no'],
    ['may be ids of others that it had', groups([GROUP]), 'unknown'],
    ['are not those of the plan that it had and that are replaced', groups(['sg-0fedcba9876543210']), 'no'],
  ])('%s', (_, one, fromInternet) => {
    expect(verdicts(web, ['internet'], { [WEB]: one })).toEqual([fromInternet]);
  });
});
