import fc from 'fast-check';
import { isIPv6 } from 'node:net';
import { FAMILIES } from '../../src/net/families';
import { formatIpv6, parseIpv6 } from '../../src/net/ipv6';
import {
  ADDRESSES,
  ALL,
  EVERYTHING,
  PUBLIC,
  closed,
  contains,
  describe as described,
  intersect,
  isInternet,
  isMinority,
  named,
  networksAround,
  networksOf,
  overlaps,
  parseLoosely,
  parseRange,
  sizeOf,
  subtract,
  union,
  type RangeSet,
} from '../../src/net/ranges';

const set = (...texts: string[]): RangeSet => union(...texts.map((text) => parseRange(text) ?? []));
const addresses = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
/** Addresses with runs of zeros, of which there are few among random ones. */
const sparse = fc
  .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((sum, group) => (sum << 16n) + BigInt(group), 0n));
const networks = fc.oneof(
  fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
    return `${octets.join('.')}/${prefix}`;
  }),
  fc
    .tuple(fc.oneof(addresses, sparse), fc.integer({ min: 0, max: 128 }))
    .map(([address, prefix]) => `${formatIpv6(address)}/${prefix}`),
);
const sets = fc
  .array(networks, { maxLength: 6 })
  .map((texts) => union(...texts.map((text) => parseLoosely(text) ?? [])));

describe('IPv6 addresses', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(fc.oneof(addresses, sparse), (address) => {
        expect(isIPv6(formatIpv6(address))).toBe(true);
        expect(parseIpv6(formatIpv6(address))).toBe(address);
      }),
    );
  });

  // The examples of RFC 5952.
  it.each([
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::A', '2001:db8::a'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['64:ff9b::203.0.113.7', '64:ff9b::cb00:7107'],
  ])('%s is %s', (text, canonical) => {
    expect(formatIpv6(parseIpv6(text) ?? -1n)).toBe(canonical);
  });

  it('are those that Node.js takes for addresses', () => {
    const letters = fc.array(fc.constantFrom(':', '::', '0', 'f', '12ab', '12345', '1.2.3.4', '.', 'g'), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(letters, (parts) => {
        const text = parts.join('');
        expect([text, parseIpv6(text) !== undefined]).toEqual([text, isIPv6(text)]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Networks of either family', () => {
  it.each([
    '10.0.0.1/16',
    '2001:db8::1/32',
    '2001:db8::/129',
    '10.0.0.0/33',
    '::/00',
    '1::2::3',
    '10.0.0.0/8/8',
    '',
  ])('refuse %j', (text) => expect(parseRange(text)).toBeUndefined());

  it.each([
    ['10.0.0.1/16', '10.0.0.0/16'],
    ['2001:db8::1/32', '2001:db8::/32'],
    [' ::1/0 ', '::/0'],
  ])('lose host bits where AWS masks them: %s', (text, masked) => {
    expect(described(parseLoosely(text) ?? [])).toBe(masked);
  });

  it('are told as they are read', () => {
    fc.assert(
      fc.property(networks, (text) => {
        const range = parseLoosely(text) ?? [];
        const told = described(range).split(', ');
        expect(union(...told.map((one) => parseRange(one) ?? []))).toEqual(range);
      }),
    );
  });

  it('have networks around them, the widest last', () => {
    fc.assert(
      fc.property(networks, (text) => {
        const range = parseLoosely(text) ?? [];
        const family = text.includes(':') ? 'IPv6' : 'IPv4';
        const around = networksAround(range, family);
        expect(around.at(-1)).toBe(networksOf(family, 0)[0]);
        expect(
          around.every((one) => contains(parseRange(one) ?? [], intersect(range, ADDRESSES[family]))),
        ).toBe(true);
      }),
    );
  });
});

describe('Sets of both families', () => {
  it('follow the laws of sets', () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        expect(union(subtract(one, other), intersect(one, other))).toEqual(one);
        expect(intersect(subtract(one, other), other)).toEqual([]);
        expect(contains(union(one, other), one)).toBe(true);
        expect(contains(one, other)).toBe(subtract(other, one).length === 0);
        expect(overlaps(one, other)).toBe(intersect(one, other).length > 0);
        expect(subtract(EVERYTHING, subtract(EVERYTHING, one))).toEqual(one);
      }),
    );
  });

  it('know how many addresses a network has', () => {
    expect([sizeOf(set('10.0.0.0/8')), sizeOf(set('2001:db8::/32')), sizeOf(set('::/0'))]).toEqual([
      2 ** 24,
      2 ** 96,
      2 ** 128 + 2 ** 30,
    ]);
  });

  it('keep the families and their names apart', () => {
    for (const family of FAMILIES) {
      const other = family === 'IPv4' ? 'IPv6' : 'IPv4';
      expect(contains(ALL[family], named('var.x', family))).toBe(true);
      expect(intersect(ALL[family], ALL[other])).toEqual([]);
      expect(intersect(ALL[family], named('var.x', other))).toEqual([]);
    }
  });

  it.each([
    [['::/0'], true],
    [['2000::/3'], true],
    [['2000::/4', '3000::/4'], true],
    [['::/1'], true],
    [['8000::/1'], false],
    [['2000::/4'], false],
    [['fc00::/7'], false],
    [['0.0.0.0/0'], false],
  ])('%s is the internet over IPv6: %s', (texts, expected) => {
    expect(isInternet(set(...texts), 'IPv6')).toBe(expected);
  });

  it.each([
    ['2001:db8::/32', true],
    ['2000::/4', false],
    ['2000::/3', false],
    ['fc00::/7', true],
  ])('%s takes a minority of the internet away: %s', (text, expected) => {
    expect(isMinority(set(text), 'IPv6')).toBe(expected);
  });

  it('are whole with names where they have every address', () => {
    expect(closed(set('::/1', '8000::/1'), 'IPv6')).toEqual(ALL.IPv6);
    expect(closed(set('2000::/3'), 'IPv6')).toEqual(PUBLIC.IPv6);
  });
});
