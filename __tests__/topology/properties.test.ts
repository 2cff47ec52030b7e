import fc from 'fast-check';
import { Topology } from '../../src/topology';
import { BASE, group, instance, ref, terraform, type Body, type Resources } from './support/network';

const NAMES = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...NAMES);
const port = fc.constantFrom(22, 80, 8080);
const range = fc.constantFrom(
  '0.0.0.0/0',
  '10.0.0.0/24',
  '10.0.16.0/24',
  '203.0.113.0/24',
  '0.0.0.0/1',
  '${var.ranges}',
);
const peer = fc.oneof(
  range.map((cidr_ipv4): Body => ({ cidr_ipv4 })),
  name.map((one): Body => ({ referenced_security_group_id: ref(`aws_security_group.${one}`) })),
  fc.constant<Body>({ prefix_list_id: 'pl-1' }),
);
const rule = fc.record({
  direction: fc.constantFrom('ingress', 'egress'),
  own: name,
  port,
  peer,
  all: fc.boolean(),
});
type Rule = typeof rule extends fc.Arbitrary<infer T> ? T : never;

const asResource = ({ direction, own, port: at, peer: other, all }: Rule, i: number): Resources => ({
  [`aws_vpc_security_group_${direction}_rule.r${i}`]: {
    security_group_id: ref(`aws_security_group.${own}`),
    ip_protocol: all ? '-1' : 'tcp',
    from_port: at,
    to_port: at,
    ...other,
  },
});

const aclRule = fc.record({
  rule_no: fc.integer({ min: 1, max: 9 }),
  action: fc.constantFrom('allow', 'deny'),
  protocol: fc.constantFrom('-1', 'tcp'),
  from_port: fc.constantFrom(0, 80, 1024),
  to_port: fc.constantFrom(80, 65535),
  cidr_block: fc.constantFrom('0.0.0.0/0', '10.0.0.0/16', '203.0.113.0/24'),
});
const unique = (rules: readonly { rule_no: number }[]): Body[] => [
  ...new Map(rules.map((one) => [one.rule_no, one])).values(),
];
const acl = fc
  .record({ ingress: fc.array(aclRule, { maxLength: 4 }), egress: fc.array(aclRule, { maxLength: 4 }) })
  .map((made): Body => ({ ingress: unique(made.ingress), egress: unique(made.egress) }));

const network = fc
  .record({
    places: fc.tuple(...NAMES.map(() => fc.constantFrom('public', 'private'))),
    rules: fc.array(rule, { maxLength: 8 }),
    acl: fc.option(acl, { nil: undefined }),
    dropped: fc.subarray([
      'aws_route.public_0_0_0_0_0',
      'aws_route_table_association.private',
      'aws_nat_gateway.main',
    ]),
  })
  .map(({ places, rules, acl: rulesOfAcl, dropped }): Resources => ({
    ...BASE,
    ...Object.assign({}, ...NAMES.flatMap((one, i) => [group(one), instance(one, places[i] ?? 'public')])),
    ...Object.assign({}, ...rules.map(asResource)),
    ...(rulesOfAcl && {
      'aws_network_acl.x': {
        vpc_id: ref('aws_vpc.main'),
        subnet_ids: [ref('aws_subnet.public')],
        ...rulesOfAcl,
      },
    }),
    ...Object.fromEntries(dropped.map((address) => [address, null])),
  }));

const VARIABLE = { variable: { ranges: { type: 'string' } } };
const ENDS = [
  'internet',
  'var.ranges',
  '203.0.113.9',
  'aws_subnet.private',
  ...NAMES.map((one) => `aws_instance.${one}`),
];
const pairs = ENDS.flatMap((from) => ENDS.map((to) => [from, to] as const)).filter(
  ([from, to]) => /^aws/.test(from) || /^aws/.test(to),
);
const verdicts = (resources: Resources, ends: (end: string) => string = (end) => end): string[] => {
  const topology = Topology.read({ ...terraform(resources), ...VARIABLE });
  return pairs.flatMap(([from, to]) =>
    [22, 80].map((at) => `${from} ${to} ${at} ${topology.reach(ends(from), ends(to), 'tcp', at).verdict}`),
  );
};

describe('Topology of random networks', () => {
  it('never changes yes to no when an allow rule is added', () => {
    fc.assert(
      fc.property(network, rule, (resources, more) => {
        const after = verdicts({ ...resources, ...asResource(more, 99) });
        verdicts(resources).forEach((before, i) => {
          const isBetter =
            before.endsWith(' no') || after[i] === before || after[i]?.endsWith(' yes') === true;
          expect({ before, after: after[i], isBetter }).toEqual({ before, after: after[i], isBetter: true });
        });
      }),
      { numRuns: 60 },
    );
  });

  it('does not change with an unrelated resource', () => {
    const unrelated = fc.constantFrom<Resources>(
      { 'aws_s3_bucket.x': { bucket: 'x' } },
      { 'aws_iam_role.x': { name: 'x' } },
      { 'aws_vpc.x': { cidr_block: '10.0.0.0/16' } },
      {
        'aws_security_group.x': {
          vpc_id: ref('aws_vpc.main'),
          ingress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] }],
        },
      },
      {
        'aws_route_table.x': {
          vpc_id: ref('aws_vpc.main'),
          route: [{ cidr_block: '0.0.0.0/0', transit_gateway_id: 'tgw-1' }],
        },
      },
      { 'aws_network_acl.y': { vpc_id: ref('aws_vpc.main') } },
      { 'aws_eip.x': { domain: 'vpc' } },
    );
    fc.assert(
      fc.property(network, unrelated, (resources, more) => {
        expect(verdicts({ ...more, ...resources })).toEqual(verdicts(resources));
      }),
      { numRuns: 40 },
    );
  });

  it('does not change when resources are renamed', () => {
    fc.assert(
      fc.property(network, (resources) => {
        const rename = (text: string): string =>
          text.replaceAll(/(aws_(?:instance|security_group|subnet|vpc)\.)(\w+)/g, '$1renamed_$2');
        const renamed = JSON.parse(rename(JSON.stringify(resources))) as Resources;
        expect(verdicts(renamed, rename)).toEqual(verdicts(resources));
      }),
      { numRuns: 40 },
    );
  });

  it('returns the same answers in the matrix as for single queries', () => {
    fc.assert(
      fc.property(network, (resources) => {
        const topology = Topology.read({ ...terraform(resources), ...VARIABLE });
        const { ends, entries } = topology.matrix();
        for (const from of ends) {
          for (const to of ends.filter(({ name: own }) => own !== from.name)) {
            const [one = '', other = ''] = [from.members[0], to.members[0]];
            if (!/^aws/.test(one) && !/^aws/.test(other)) continue;
            if (other.startsWith('var.')) continue;
            const listed = entries.find(
              (entry) =>
                entry.from === from.name &&
                entry.to === to.name &&
                entry.protocol === 'tcp' &&
                entry.ports.some((span) => span.from <= 80 && 80 <= span.to),
            );
            expect(`${one} ${other} ${listed?.verdict ?? 'no'}`).toBe(
              `${one} ${other} ${topology.reach(one, other, 'tcp', 80).verdict}`,
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
