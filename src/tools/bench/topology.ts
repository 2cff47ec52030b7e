import { Topology } from '../../topology';
import { hubOf, meshOf } from './transit-gateways';

const SERVERS = 1000;
const GROUPS = [1, 10, 100, 1000];

type Body = Record<string, unknown>;
const id = (address: string): string => `\${${address}.id}`;

/** Terraform JSON of a VPC with servers in a number of security groups, each of which allows the next. */
function network(groups: number): object {
  const group: Record<string, Body> = {};
  const ingress: Record<string, Body> = {};
  const egress: Record<string, Body> = {};
  const instance: Record<string, Body> = {};
  const rule = (own: number, other: number): Body => ({
    security_group_id: id(`aws_security_group.g${own}`),
    referenced_security_group_id: id(`aws_security_group.g${other}`),
    ip_protocol: 'tcp',
    from_port: 8080,
    to_port: 8080,
  });
  for (let own = 0; own < groups; own += 1) {
    const next = (own + 1) % groups;
    group[`g${own}`] = { vpc_id: id('aws_vpc.main') };
    egress[`g${own}`] = rule(own, next);
    ingress[`g${next}`] = rule(next, own);
  }
  for (let server = 0; server < SERVERS; server += 1) {
    instance[`s${server}`] = {
      subnet_id: id(`aws_subnet.${server % 2 === 0 ? 'a' : 'c'}`),
      vpc_security_group_ids: [id(`aws_security_group.g${server % groups}`)],
    };
  }
  const subnet = (cidr_block: string): Body => ({ vpc_id: id('aws_vpc.main'), cidr_block });
  return {
    resource: {
      aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
      aws_subnet: { a: subnet('10.0.0.0/20'), c: subnet('10.0.16.0/20') },
      aws_security_group: group,
      aws_vpc_security_group_ingress_rule: ingress,
      aws_vpc_security_group_egress_rule: egress,
      aws_instance: instance,
    },
  };
}

function timed(network: object): number {
  const json = JSON.stringify(network);
  const began = performance.now();
  Topology.read(json).matrix();
  return performance.now() - began;
}

/** Duration of the matrix of 1000 servers, including parsing, by number of security groups, compared with one group. */
export function matrixByGroups(): string[][] {
  const costs = GROUPS.map((groups) => ({ groups, milliseconds: timed(network(groups)) }));
  const [least] = costs;
  return costs.map(({ groups, milliseconds }) => [
    `who reaches whom among ${SERVERS} servers in ${groups} groups`,
    `${(milliseconds / (least?.milliseconds ?? 1)).toFixed(1)}×`,
    `${Math.round(milliseconds)} ms`,
  ]);
}

/** Duration of the matrix over transit gateways, including parsing, compared with a tenth of the VPCs. */
export function matrixOfTransitGateways(): string[][] {
  const [few, many, mesh] = [timed(hubOf(30)), timed(hubOf(300)), timed(meshOf(9))];
  const row = (title: string, milliseconds: number): string[] => [
    title,
    `${(milliseconds / few).toFixed(1)}×`,
    `${Math.round(milliseconds)} ms`,
  ];
  return [
    row('who reaches whom among 30 VPCs on one transit gateway', few),
    row('who reaches whom among 300 VPCs on one transit gateway', many),
    row('who reaches whom in a mesh of 9 VPCs and 9 transit gateways', mesh),
  ];
}
