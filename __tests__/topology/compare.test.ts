import { Topology } from '../../src/topology';
import { compareTopologies, type Change } from '../../src/topology/compare';
import { ANYWHERE6, dualStack } from './support/dual-stack';
import {
  ANYWHERE,
  WEB,
  WEB_AND_APP,
  ingress,
  instance,
  route,
  sg,
  terraform,
  type Body,
  type Resources,
} from './support/network';

const read = (...parts: readonly Resources[]): Topology => Topology.read(terraform(WEB_AND_APP, ...parts));

const line = ({ from, to, protocol, ports, over, before, after, answer }: Change): string =>
  [
    `${from} > ${to} ${protocol} ${ports.map((range) => `${range.from}-${range.to}`).join(',')}${over.includes('IPv6') ? ` ${over.join('+')}` : ''}`,
    `${before} to ${after}`,
    ...(answer ? [answer.verdict] : []),
  ].join(': ');

const changes = (before: Topology, after: Topology): string[] =>
  compareTopologies(before, after).map(line).sort();

const unknownRange: Resources = {
  'aws_vpc_security_group_ingress_rule.open': {
    security_group_id: '${aws_security_group.web.id}',
    ip_protocol: 'tcp',
    from_port: 22,
    to_port: 22,
    cidr_ipv4: '${data.http.me.body}',
  },
};

describe('compareTopologies', () => {
  it('finds no change between a network and itself', () => {
    expect(changes(read(), read())).toEqual([]);
  });

  it.each<[string, Topology, Topology, string[]]>([
    [
      'a port that is opened',
      read(),
      read(ingress('web', 22, ANYWHERE)),
      [
        'aws_instance.app > aws_instance.web tcp 22-22: no to yes: yes',
        'internet > aws_instance.web tcp 22-22: no to yes: yes',
      ],
    ],
    [
      'a port that is closed',
      read(ingress('web', 22, ANYWHERE)),
      read(),
      [
        'aws_instance.app > aws_instance.web tcp 22-22: yes to no: no',
        'internet > aws_instance.web tcp 22-22: yes to no: no',
      ],
    ],
    [
      'a wider range, with the ports that are new alone',
      read(ingress('web', 22, ANYWHERE)),
      read(ingress('web', 20, ANYWHERE, { to_port: 25 })),
      [
        'aws_instance.app > aws_instance.web tcp 20-21,23-25: no to yes: yes',
        'internet > aws_instance.web tcp 20-21,23-25: no to yes: yes',
      ],
    ],
    [
      'a route that is gone',
      read(),
      read({
        ...Object.fromEntries(Object.keys(route('public', '0.0.0.0/0', {})).map((key) => [key, null])),
      }),
      ['internet > aws_instance.web tcp 80-80: yes to no: no'],
    ],
    [
      'what is not known afterwards',
      read(),
      read(unknownRange),
      ['internet > aws_instance.web tcp 22-22: no to unknown: unknown'],
    ],
    [
      'an instance that is gone',
      read(instance('other', 'public', { vpc_security_group_ids: ['${aws_security_group.web.id}'] })),
      read(),
      ['internet > aws_instance.other tcp 80-80: yes to no'],
    ],
  ])('finds %s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual(expect.arrayContaining(expected));
    expect(changes(before, after).filter((one) => one.startsWith('internet >'))).toEqual(
      expected.filter((one) => one.startsWith('internet >')),
    );
  });

  it('counts the other pairs with the same change', () => {
    const more = ['a', 'b'].map((name) =>
      instance(name, 'public', { vpc_security_group_ids: ['${aws_security_group.web.id}'] }),
    );
    const [change] = compareTopologies(read(...more), read(...more, ingress('web', 22, ANYWHERE))).filter(
      ({ from }) => from === 'internet',
    );
    expect(change).toMatchObject({ before: 'no', after: 'yes', others: 2 });
  });
});

const dual = (...more: readonly Resources[]): Topology => Topology.read(dualStack(...more));

const fromInternet = (before: Topology, after: Topology): string[] =>
  compareTopologies(before, after)
    .filter(({ from, to }) => from === 'internet' && to === WEB)
    .map((change) => {
      const [, rule] = /ingress_rule\.(\w+)/.exec(JSON.stringify(change.answer)) ?? [];
      return rule === undefined ? line(change) : `${line(change)}: by ${rule}`;
    })
    .sort();

const rule = (name: string, port: number, range: Body, more: Body = {}): Resources => ({
  [`aws_vpc_security_group_ingress_rule.${name}`]: {
    security_group_id: sg('web'),
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
    ...range,
    ...more,
  },
});
const gone = (...addresses: string[]): Resources =>
  Object.fromEntries(addresses.map((address) => [address, null]));

describe('compareTopologies over IPv4 and IPv6', () => {
  it.each<[string, Topology, Topology, string[]]>([
    [
      'an opening over IPv6 of a port that is open over IPv4',
      dual(rule('four', 443, ANYWHERE)),
      dual(rule('four', 443, ANYWHERE), rule('six', 443, ANYWHERE6)),
      ['tcp 443-443 IPv6: no to yes: yes: by six'],
    ],
    [
      'an opening over IPv4 of a port that is open over IPv6',
      dual(rule('six', 443, ANYWHERE6)),
      dual(rule('four', 443, ANYWHERE), rule('six', 443, ANYWHERE6)),
      ['tcp 443-443: no to yes: yes: by four'],
    ],
    [
      'an opening over both by two rules, each with its path',
      dual(),
      dual(rule('four', 443, ANYWHERE), rule('six', 443, ANYWHERE6)),
      ['tcp 443-443 IPv6: no to yes: yes: by six', 'tcp 443-443: no to yes: yes: by four'],
    ],
    [
      'a closing over IPv6 alone',
      dual(rule('four', 443, ANYWHERE), rule('six', 443, ANYWHERE6)),
      dual(rule('four', 443, ANYWHERE)),
      ['tcp 443-443 IPv6: yes to no: no'],
    ],
    [
      'a route that is gone over IPv6, with the ports that were open over it',
      dual(rule('six', 443, ANYWHERE6)),
      dual(rule('six', 443, ANYWHERE6), gone('aws_route.public_six')),
      ['tcp 22-22,443-443 IPv6: yes to no: no'],
    ],
    [
      'what is not known over IPv6, where IPv4 stays open',
      dual(rule('four', 443, ANYWHERE)),
      dual(rule('four', 443, ANYWHERE), rule('six', 443, { cidr_ipv6: '${data.http.me.body}' })),
      ['tcp 443-443 IPv6: no to unknown: unknown: by six'],
    ],
    [
      'one more port over IPv6, by a rule whose range grows',
      dual(rule('four', 443, ANYWHERE, { to_port: 444 }), rule('six', 443, ANYWHERE6)),
      dual(rule('four', 443, ANYWHERE, { to_port: 444 }), rule('six', 443, ANYWHERE6, { to_port: 444 })),
      ['tcp 444-444 IPv6: no to yes: yes: by six'],
    ],
    [
      'ports that are opened by several rules, each with its path',
      dual(),
      dual(rule('web', 80, ANYWHERE), rule('tls', 443, ANYWHERE), rule('dns', 53, ANYWHERE)),
      ['tcp 443-443: no to yes: yes: by tls', 'tcp 53-53: no to yes: yes: by dns'],
    ],
    [
      'one more port over UDP',
      dual(),
      dual(rule('dns', 53, ANYWHERE, { ip_protocol: 'udp' })),
      ['udp 53-53: no to yes: yes: by dns'],
    ],
    [
      'no change where a rule is moved',
      dual(rule('one', 443, ANYWHERE6)),
      dual(rule('two', 443, ANYWHERE6)),
      [],
    ],
  ])('finds %s', (_, before, after, expected) => {
    expect(fromInternet(before, after)).toEqual(expected.map((one) => `internet > ${WEB} ${one}`).sort());
  });

  it('tells what is closed and opened the other way round', () => {
    const [narrow, wide] = [dual(), dual(rule('six', 443, ANYWHERE6))];
    const told = ({ over, before, after }: Change): unknown => ({ over, before, after });
    expect(compareTopologies(wide, narrow).map(told)).toContainEqual({
      over: ['IPv6'],
      before: 'yes',
      after: 'no',
    });
    expect(compareTopologies(narrow, wide).map(told)).toContainEqual({
      over: ['IPv6'],
      before: 'no',
      after: 'yes',
    });
  });
});
