import fc from 'fast-check';
import { layoutOf } from '../../src/drawing/layout';
import { sceneOf } from '../../src/drawing/scene';
import { Topology } from '../../src/topology';
import { faultsOf } from './support/faults';
import { networkOf, networkSizes } from './support/networks';

const drawn = (json: object) => {
  const topology = Topology.read(json);
  return layoutOf(sceneOf('a network', topology.inventory(), topology.matrix()));
};

describe('The layout', () => {
  it('overlaps, crosses and exceeds nothing with 1 to 6 zones and 1 to 60 servers', () => {
    fc.assert(
      fc.property(networkSizes, (size) => {
        expect(faultsOf(drawn(networkOf(size)))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
