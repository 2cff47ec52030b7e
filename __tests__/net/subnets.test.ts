import fc from 'fast-check';
import { containsCidr, formatCidr, networkOf, overlapsCidr, parseCidr } from '../../src/net/cidr';
import { LONGEST_SLOTTED_PREFIX, allocateSubnets, slotOf, TIERS, ZONE_LETTERS } from '../../src/net/subnets';

const vpc = parseCidr('10.0.0.0/16');

test.each([
  ['10.0.0.0/16', 'public', 'a', '10.0.0.0/24'],
  ['10.0.0.0/16', 'public', 'c', '10.0.2.0/24'],
  ['10.0.0.0/16', 'private', 'a', '10.0.16.0/24'],
  ['10.0.0.0/16', 'private', 'c', '10.0.18.0/24'],
  ['10.0.0.0/16', 'isolated', 'a', '10.0.32.0/24'],
  ['10.0.0.0/16', 'isolated', 'p', '10.0.47.0/24'],
  ['192.168.64.0/18', 'private', 'b', '192.168.68.64/26'],
  ['172.16.16.0/20', 'isolated', 'd', '172.16.18.48/28'],
] as const)('slotOf in %s for %s %s returns %s', (range, tier, zone, expected) => {
  expect(formatCidr(slotOf(parseCidr(range), tier, zone))).toBe(expected);
});

test('allocateSubnets returns slots that fit the VPC and do not overlap', () => {
  const vpcs = fc
    .record({ address: fc.nat(0xffffffff), prefix: fc.integer({ min: 16, max: LONGEST_SLOTTED_PREFIX }) })
    .map(networkOf);
  fc.assert(
    fc.property(vpcs, (range) => {
      const slots = allocateSubnets(range, TIERS, [...ZONE_LETTERS]).map(({ cidr }) => cidr);
      expect(slots).toHaveLength(48);
      expect(slots.filter((slot) => !containsCidr(range, slot))).toEqual([]);
      const inOrder = slots.sort((one, other) => one.address - other.address);
      const clashes = inOrder.filter((slot, at) => {
        const next = inOrder[at + 1];
        return next !== undefined && overlapsCidr(slot, next);
      });
      expect(clashes).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('allocateSubnets returns the same slot whatever other zones exist', () => {
  fc.assert(
    fc.property(fc.subarray([...ZONE_LETTERS]), (zones) => {
      for (const { tier, zone, cidr } of allocateSubnets(vpc, TIERS, zones)) {
        expect(cidr).toEqual(slotOf(vpc, tier, zone));
      }
    }),
    { numRuns: 30 },
  );
});

test('allocateSubnets replaces only the slot of a configured CIDR block', () => {
  const planned = allocateSubnets(vpc, ['public', 'private'], ['a', 'c'], {
    private: { c: '10.0.128.0/20' },
  });
  expect(planned.map(({ tier, zone, cidr }) => `${tier} ${zone} ${formatCidr(cidr)}`)).toEqual([
    'public a 10.0.0.0/24',
    'public c 10.0.2.0/24',
    'private a 10.0.16.0/24',
    'private c 10.0.128.0/20',
  ]);
});

test('allocateSubnets rejects an invalid CIDR block with its path', () => {
  expect(() => allocateSubnets(vpc, ['public'], ['a'], { public: { a: '10.0.0.1/24' } })).toThrow(
    'subnetCidrs.public.a: "10.0.0.1/24" has host bits set; accepted: 10.0.0.0/24',
  );
});
