import { Topology } from '../../src/topology';
import { compareTopologies, type Change } from '../../src/topology/compare';
import {
  ANYWHERE,
  WEB_AND_APP,
  ingress,
  instance,
  route,
  terraform,
  type Resources,
} from './support/network';

const read = (...parts: readonly Resources[]): Topology => Topology.read(terraform(WEB_AND_APP, ...parts));

const line = ({ from, to, protocol, ports, before, after, answer }: Change): string =>
  [
    `${from} > ${to} ${protocol} ${ports.map((range) => `${range.from}-${range.to}`).join(',')}`,
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
