import { Unknown } from '../value';
import type { Context } from './context';
import { interfacesOf, type Endpoint } from './endpoints';

/** What states something of a subnet, by one of these arguments. */
const STATEMENTS = [
  'aws_route_table_association',
  'aws_network_acl',
  'aws_network_acl_association',
  'aws_nat_gateway',
];

/** Subnets that are mentioned and not in the file, which may be of any VPC: what mentions them. */
export function subnetsElsewhere(context: Context, ends: Iterable<Endpoint>): string[] {
  const stating = context
    .all(...STATEMENTS)
    .filter((args) =>
      ['subnet_id', 'subnet_ids'].some((name) => args.links(name).some((one) => one.mayLeave)),
    )
    .map(({ owner }) => owner.address);
  const inside = [...ends].filter((end) =>
    interfacesOf(end).some(
      ({ subnet }) =>
        subnet instanceof Unknown || (subnet.vpc instanceof Unknown && !context.at(subnet.address)),
    ),
  );
  return [...stating, ...inside.map(({ address }) => address)];
}
