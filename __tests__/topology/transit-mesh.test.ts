import { LIMITS, exceeded } from '../../src/topology/limits';
import { Topology } from '../../src/topology';
import { hubOf, meshOf } from '../../src/tools/bench/transit-gateways';

describe('Topology of transit gateways', () => {
  const read = (json: object): Topology => Topology.read(JSON.stringify(json));

  it('answers for a mesh that the path to the internet is unknown after a bounded number of gateways', () => {
    const answer = read(meshOf(8)).reach('aws_instance.n0', 'internet', 'tcp', 443);
    expect(answer).toMatchObject({
      verdict: 'unknown',
      unknown: expect.arrayContaining([exceeded(LIMITS.gateways)]),
    });
  });

  it('names each attachment of a mesh behind which it did not look, once', () => {
    const answer = read(meshOf(8)).reach('aws_instance.n0', '203.0.113.7', 'tcp', 443);
    expect(answer).toEqual({
      verdict: 'unknown',
      unknown: [
        exceeded(LIMITS.gateways),
        ...[3, 6, 2, 1, 0].map(
          (vpc) => `in which subnet of aws_ec2_transit_gateway_vpc_attachment.n4_${vpc} they come out`,
        ),
      ],
    });
  });

  it('lists each pair of VPCs on one gateway as a yes, and the internet not at all', () => {
    const vpcs = 40;
    const { entries } = read(hubOf(vpcs)).matrix();
    expect(entries).toHaveLength(vpcs * (vpcs - 1));
    expect(new Set(entries.map(({ verdict }) => verdict))).toEqual(new Set(['yes']));
    expect(new Set(entries.map(({ ports }) => JSON.stringify(ports)))).toEqual(
      new Set(['[{"from":443,"to":443}]']),
    );
  });

  it('follows a route to one VPC among the routes to many', () => {
    const answer = read(hubOf(40)).reach('aws_instance.n0', 'aws_instance.n39', 'tcp', 443);
    expect(answer).toMatchObject({
      verdict: 'yes',
      path: expect.arrayContaining([
        expect.objectContaining({ at: 'aws_ec2_transit_gateway_vpc_attachment.n39' }),
      ]),
    });
  });
});
