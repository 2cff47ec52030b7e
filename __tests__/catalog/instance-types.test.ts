import { architectureOf, memoryOf } from '../../src/catalog/instance-types';

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

describe('memoryOf', () => {
  test.each([
    ['t4g.nano', 0.5],
    ['t2.medium', 4],
    ['c5.large', 4],
    ['c7gn.xlarge', 8],
    ['c7i-flex.large', 4],
    ['m6g.medium', 4],
    ['m7i-flex.large', 8],
    ['db.t3.micro', 1],
    ['db.t4g.2xlarge', 32],
    ['db.m7g.large', 8],
    ['db.r6gd.16xlarge', 512],
    ['db.z1d.large', 16],
    ['db.x2g.large', 32],
    ['db.x2iedn.xlarge', 128],
  ])('of %s is %s GiB', (type, memory) => expect(memoryOf(type)).toBe(memory));

  test.each(['db.r4.large', 'c5n.large', 'c4.large', 'p4d.24xlarge', 'm7g.metal'])(
    'of %s is unknown',
    (type) => expect(memoryOf(type)).toBeUndefined(),
  );
});
