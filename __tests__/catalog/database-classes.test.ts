import { creditsPerHour, memoryOf } from '../../src/catalog/database-classes';

test.each([
  ['db.t3.micro', 1],
  ['db.t4g.2xlarge', 32],
  ['db.m7g.large', 8],
  ['db.r6gd.16xlarge', 512],
  ['db.z1d.large', 16],
  ['db.x2g.large', 32],
  ['db.x2iedn.xlarge', 128],
  ['db.r4.large', undefined],
])('memoryOf of %s is %s GiB', (instanceClass, memory) => {
  expect(memoryOf(instanceClass)).toBe(memory);
});

test.each([
  ['t2.micro', 6],
  ['t3.medium', 24],
  ['t4g.xlarge', 96],
  ['db.t3.micro', 12],
  ['m7g.large', undefined],
])('creditsPerHour of %s is %s', (type, credits) => {
  expect(creditsPerHour(type)).toBe(credits);
});
