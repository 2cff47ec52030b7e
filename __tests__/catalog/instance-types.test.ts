import { architectureOf } from '../../src/catalog/instance-types';

describe('architectureOf', () => {
  test.each([
    'a1.medium',
    't4g.micro',
    'm6gd.large',
    'c7gn.xlarge',
    'im4gn.large',
    'x2gd.medium',
    'g5g.xlarge',
  ])('reads arm64 from %s', (type) => expect(architectureOf(type)).toBe('arm64'));

  test.each(['t2.micro', 't3a.medium', 'm7i-flex.large', 'g4dn.xlarge', 'g5.xlarge', 'p4d.24xlarge'])(
    'reads x86_64 from %s',
    (type) => expect(architectureOf(type)).toBe('x86_64'),
  );
});
