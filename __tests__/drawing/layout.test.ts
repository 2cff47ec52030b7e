import fc from 'fast-check';
import { layoutOf } from '../../src/drawing/layout';
import { sceneOf } from '../../src/drawing/scene';
import { Topology } from '../../src/topology';
import { faultsOf } from './support/faults';
import { networkOf, networkSizes, type NetworkSize } from './support/networks';

const drawn = (json: object) => {
  const topology = Topology.read(json);
  return layoutOf(sceneOf('a network', topology.inventory(), topology.matrix()));
};

/** Group and zone of each server, a digit each. */
const serversOf = (places: string): NetworkSize['servers'] =>
  places.split(' ').map((place) => ({ group: Number(place[0]), zone: Number(place[1]) }));

/** A line passed another one's port as if that were its own. */
const crowded: NetworkSize = {
  zones: 1,
  servers: serversOf('52 24 55 02 30 14 51 42 54 04 30 24 22 41 35'),
  isolated: true,
  scaling: false,
};

describe('The layout', () => {
  it('overlaps, crosses and exceeds nothing with 1 to 6 zones and 1 to 60 servers', () => {
    fc.assert(
      fc.property(networkSizes, (size) => {
        expect(faultsOf(drawn(networkOf(size)))).toEqual([]);
      }),
      { numRuns: 10, examples: [[crowded]] },
    );
  });
});
