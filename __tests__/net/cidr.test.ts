import fc from 'fast-check';
import {
  cidrProblem,
  containsCidr,
  formatCidr,
  isPrivateCidr,
  networkOf,
  overlapsCidr,
  parseCidr,
  sizeOf,
  subnetOf,
} from '../../src/net/cidr';
import { messagesOf } from '../support/fixtures/environments';

const cidrs = fc
  .record({ address: fc.nat(0xffffffff), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(networkOf);

test.each([
  ['10.0.0.0/16', 0x0a000000, 16],
  ['0.0.0.0/0', 0, 0],
  ['255.255.255.255/32', 0xffffffff, 32],
  ['192.168.128.0/17', 0xc0a88000, 17],
])('parseCidr reads %s', (text, address, prefix) => {
  expect(parseCidr(text)).toEqual({ address, prefix });
});

const notation = 'is not an IPv4 network in CIDR notation';
const form = 'four numbers of 0-255 and a prefix, as 10.0.0.0/16';
test.each([
  ['10.0.0.0', notation, form],
  ['10.0.0/16', notation, form],
  ['10.0.0.256/32', notation, form],
  ['10.0.0.0/33', notation, form],
  ['010.0.0.0/16', notation, form],
  ['10.0.0.0/016', notation, form],
  ['10.0.0.0/16\n', notation, form],
  [' 10.0.0.0/16', notation, form],
  ['2001:db8::/32', notation, form],
  ['${aws_vpc.main.cidr_block}', notation, form],
  ['', notation, form],
  ['10.0.1.0/16', 'has host bits set', '10.0.0.0/16'],
  ['255.255.255.255/0', 'has host bits set', '0.0.0.0/0'],
])('parseCidr rejects %j', (text, message, accepted) => {
  expect(cidrProblem(text)).toEqual({ message, accepted });
  expect(messagesOf(() => parseCidr(text, 'a.path'))).toEqual([
    `a.path: ${JSON.stringify(text)} ${message}; accepted: ${accepted} [CIDR_INVALID]`,
  ]);
});

test('formatCidr is the inverse of parseCidr', () => {
  fc.assert(fc.property(cidrs, (cidr) => expect(parseCidr(formatCidr(cidr))).toEqual(cidr)));
});

test('overlapsCidr is true exactly when one network contains the other', () => {
  fc.assert(
    fc.property(cidrs, cidrs, (one, other) =>
      expect(overlapsCidr(one, other)).toBe(containsCidr(one, other) || containsCidr(other, one)),
    ),
  );
});

test('subnetOf returns adjacent networks that fit and do not overlap', () => {
  const ranges = fc
    .record({ address: fc.nat(0xffffffff), prefix: fc.integer({ min: 8, max: 24 }) })
    .map(networkOf);
  fc.assert(
    fc.property(ranges, fc.nat(254), (range, number) => {
      const [one, next] = [number, number + 1].map((n) => subnetOf(range, range.prefix + 8, n));
      if (!one || !next) throw new Error('two networks');
      expect([containsCidr(range, one), containsCidr(range, next)]).toEqual([true, true]);
      expect(overlapsCidr(one, next)).toBe(false);
      expect(next.address - one.address).toBe(sizeOf(one));
    }),
  );
});

test.each([
  ['10.255.0.0/16', true],
  ['172.16.0.0/12', true],
  ['172.31.255.0/24', true],
  ['192.168.0.0/16', true],
  ['172.32.0.0/16', false],
  ['192.169.0.0/16', false],
  ['10.0.0.0/7', false],
  ['100.64.0.0/16', false],
])('isPrivateCidr of %s is %s', (text, expected) => {
  const cidr = networkOf(parseCidr(text));
  expect(isPrivateCidr(cidr)).toBe(expected);
});
