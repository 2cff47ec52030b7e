import fc from 'fast-check';
import { layoutOf } from '../../src/drawing/layout';
import { sceneOf } from '../../src/drawing/scene';
import { Topology } from '../../src/topology';
import { everything } from '../support/fixtures/environments';
import { synth } from '../support/fixtures/synth';
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
  it('overlaps, crosses and exceeds nothing for an environment with everything', () => {
    expect(faultsOf(drawn(synth(everything)))).toEqual([]);
  });

  it('places what is asked below who asks it: balancers, groups, endpoints, then data', () => {
    const { boxes } = drawn(synth(everything));
    const bands = boxes.filter(({ content }) => content.shape === 'row' && content.box.end !== undefined);
    expect([...bands].sort((a, b) => a.y - b.y).map(({ content }) => content.box.id)).toEqual([
      'aws_lb.load_balancer',
      'aws_lb.internal_load_balancer',
      'aws_autoscaling_group.servers_order_server',
      'aws_autoscaling_group.servers_worker_server',
      'aws_vpc_endpoint.endpoints_ecr_api',
      'aws_db_instance.database',
      'aws_elasticache_replication_group.cache',
    ]);
  });

  it('overlaps, crosses and exceeds nothing with 1 to 6 zones and 1 to 60 servers', () => {
    fc.assert(
      fc.property(networkSizes, (size) => {
        expect(faultsOf(drawn(networkOf(size)))).toEqual([]);
      }),
      { numRuns: 10, examples: [[crowded]] },
    );
  });
});
