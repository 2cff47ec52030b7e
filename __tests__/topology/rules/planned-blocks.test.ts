import { of, plan, rule, type Planned, type Values } from '../support/planned';

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
