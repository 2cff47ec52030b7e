import { RecordedRules } from '../../src/topology/read/recorded-rules';

const destroyed = (type: string, before: object) => ({
  address: `${type}.one`,
  type,
  change: { actions: ['delete'], before, after: null },
});

const entry = (port: number, peers: object = {}) => ({
  protocol: 'tcp',
  from_port: port,
  to_port: port,
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  ...peers,
});

const rule = (port: number, peer: object) =>
  destroyed('aws_vpc_security_group_ingress_rule', {
    security_group_id: 'sg-1',
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
    ...peer,
  });

const without = (changes: readonly object[], type: string, values: object, stated: object = {}) =>
  new RecordedRules(changes as never).without(type, { id: 'sg-1', ...values } as never, stated as never);

describe('Lists that a state has of rules and routes of their own', () => {
  test('lose each rule of a group, and keep the ranges that somebody else opened', () => {
    const ingress = [entry(22, { cidr_blocks: ['10.0.0.0/8', '192.0.2.0/24'] }), entry(80, { self: true })];
    const changes = [
      rule(22, { cidr_ipv4: '10.0.0.0/8' }),
      rule(80, { referenced_security_group_id: 'sg-1' }),
      rule(443, { cidr_ipv4: '0.0.0.0/0' }),
    ];
    expect(without(changes, 'aws_security_group', { ingress })).toMatchObject({
      ingress: [entry(22, { cidr_blocks: ['192.0.2.0/24'] })],
    });
  });

  test('know a rule about all protocols, and one in the older style', () => {
    const all = { protocol: '-1', from_port: 0, to_port: 0 };
    const changes = [
      destroyed('aws_security_group_rule', {
        security_group_id: 'sg-1',
        type: 'egress',
        ...all,
        cidr_blocks: ['0.0.0.0/0'],
      }),
      rule(0, { ip_protocol: '-1', from_port: null, to_port: null, cidr_ipv4: '10.0.0.0/8' }),
    ];
    expect(
      without(changes, 'aws_security_group', {
        ingress: [{ ...entry(0, { cidr_blocks: ['10.0.0.0/8'] }), ...all }],
        egress: [{ ...entry(0, { cidr_blocks: ['0.0.0.0/0'] }), ...all }],
      }),
    ).toMatchObject({ ingress: [], egress: [] });
  });

  test('keep what the configuration states in a group, and rules of another group', () => {
    const values = { ingress: [entry(22, { cidr_blocks: ['10.0.0.0/8'] })] };
    const changes = [rule(22, { cidr_ipv4: '10.0.0.0/8' })];
    expect(without(changes, 'aws_security_group', values, { ingress: {} })).toMatchObject(values);
    expect(without(changes, 'aws_security_group', { ...values, id: 'sg-2' })).toMatchObject(values);
  });

  test('lose rules of a network ACL by direction and number, and routes by destination', () => {
    const acl = [
      destroyed('aws_network_acl_rule', { network_acl_id: 'sg-1', egress: true, rule_number: 100 }),
    ];
    const numbers = { ingress: [{ rule_no: 100 }], egress: [{ rule_no: 100 }, { rule_no: 200 }] };
    expect(without(acl, 'aws_network_acl', numbers)).toMatchObject({
      ingress: [{ rule_no: 100 }],
      egress: [{ rule_no: 200 }],
    });
    const route = [destroyed('aws_route', { route_table_id: 'sg-1', destination_cidr_block: '0.0.0.0/0' })];
    const list = [
      { cidr_block: '0.0.0.0/0', ipv6_cidr_block: '' },
      { cidr_block: '', ipv6_cidr_block: '::/0' },
    ];
    expect(without(route, 'aws_route_table', { route: list })).toMatchObject({ route: [list[1]] });
  });
});
