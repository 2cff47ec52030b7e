import fc from 'fast-check';
import { DNS_LABEL, fittingName, hashedName, shortHash, terraformName } from '../../src/core/names';

const labels = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);

test.each([
  ['a', true],
  ['devloop-server', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['1a', false],
  ['-a', false],
  ['a-', false],
  ['A', false],
  ['a.b', false],
  ['a_b', false],
  ['', false],
  ['a\n', false],
])('DNS_LABEL matches %j: %s', (text, expected) => {
  expect(DNS_LABEL.test(text)).toBe(expected);
});

test('shortHash is stable', () => {
  expect(shortHash('devloop')).toBe('ddb0a3');
});

test('fittingName keeps a name that fits, and cuts a longer one and adds a hash', () => {
  expect(fittingName('devloop-dev', 32)).toBe('devloop-dev');
  expect(fittingName('a'.repeat(32), 32)).toBe('a'.repeat(32));
  expect(fittingName(`${'a'.repeat(32)}b`, 32)).toBe(`${'a'.repeat(25)}-${shortHash(`${'a'.repeat(32)}b`)}`);
});

test('hashedName puts a single hyphen before the hash', () => {
  expect(hashedName('devloop-dev', 'x', 15)).toBe(`devloop-${shortHash('x')}`);
});

test('fittingName returns a DNS label within the limit', () => {
  fc.assert(
    fc.property(labels, (label) => {
      const name = fittingName(label, 32);
      expect(name.length).toBeLessThanOrEqual(32);
      expect(name).toMatch(DNS_LABEL);
    }),
  );
});

test('fittingName keeps long names with a common prefix distinct', () => {
  fc.assert(
    fc.property(labels, labels, (one, other) => {
      fc.pre(one !== other);
      const common = 'x'.repeat(32);
      expect(fittingName(common + one, 32)).not.toBe(fittingName(common + other, 32));
    }),
  );
});

test.each([
  [['network', 'public-a'], 'network_public_a'],
  [['load-balancer'], 'load_balancer'],
  [['a.b', 'c d'], 'a_b_c_d'],
])('terraformName turns %j into %s', (segments, expected) => {
  expect(terraformName(segments)).toBe(expected);
});
