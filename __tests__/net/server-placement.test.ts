import fc from 'fast-check';
import { placeServers } from '../../src/net/server-placement';

const namesOf = (zones: string[], count?: number) =>
  placeServers('web', zones, count).map(({ name, zone }) => `${name} in ${zone}`);

test.each([
  [['c'], undefined, ['web in c']],
  [['c'], 1, ['web-c-1 in c']],
  [['a', 'c'], 2, ['web-a-1 in a', 'web-c-1 in c']],
  [['c', 'a'], 3, ['web-a-1 in a', 'web-a-2 in a', 'web-c-1 in c']],
  [['a', 'b', 'c'], 2, ['web-a-1 in a', 'web-b-1 in b']],
])('placeServers over zones %j with count %j returns %j', (zones, count, expected) => {
  expect(namesOf(zones, count)).toEqual(expected);
});

const zones = fc.subarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 1 });
const counts = fc.integer({ min: 1, max: 60 });

test('placeServers spreads the count evenly under unique names', () => {
  fc.assert(
    fc.property(zones, counts, (letters, count) => {
      const planned = placeServers('web', letters, count);
      expect(new Set(planned.map(({ name }) => name)).size).toBe(count);
      const perZone = letters.map((zone) => planned.filter((server) => server.zone === zone).length);
      expect(Math.max(...perZone) - Math.min(...perZone)).toBeLessThanOrEqual(1);
    }),
  );
});

test('placeServers keeps names and zones when the count grows', () => {
  fc.assert(
    fc.property(zones, counts, counts, (letters, count, more) => {
      expect(placeServers('web', letters, count + more)).toEqual(
        expect.arrayContaining(placeServers('web', letters, count)),
      );
    }),
  );
});

test('placeServers ignores the order of zones', () => {
  fc.assert(
    fc.property(zones, counts, (letters, count) => {
      expect(placeServers('web', [...letters].reverse(), count)).toEqual(placeServers('web', letters, count));
    }),
  );
});
