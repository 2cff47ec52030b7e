import { creditsPerHour } from '../../src/catalog/database-classes';

test.each([
  ['t2.micro', 6],
  ['t3.medium', 24],
  ['t4g.xlarge', 96],
  ['db.t3.micro', 12],
  ['m7g.large', undefined],
])('creditsPerHour of %s is %s', (type, credits) => {
  expect(creditsPerHour(type)).toBe(credits);
});
