import { NOTHING, PUBLIC, union } from '../../net/ranges';
import type { Arguments } from '../fields';
import type { Link } from '../link';
import type { Context } from './context';
import { uncertain, type Match } from './match';
import { propagatedMatches } from './vpn';
import type { Route } from './route';

/** A route, and the table that it may be in. */
export type Placed = Route & { readonly table: Link };

/** A route to who knows where, which may be through a middlebox from under the local route. */
export const uncertainRoute = (by: string, destination: Match): Route => ({
  by,
  destination,
  targets: [{ kind: 'unknown', why: destination.why ?? by, middlebox: true }],
  certain: false,
});

/** Routes that a VPN gateway propagates into a table. */
export function propagation(context: Context, by: string, gateway: Link): Route[] {
  return propagatedMatches(context, gateway, by).map((destination) => ({
    ...uncertainRoute(by, destination),
    targets: [{ kind: 'unknown', why: destination.why ?? `what is behind ${gateway.why}` }],
    certain: destination.why === undefined,
    isPropagated: true,
  }));
}

export const propagations = (context: Context): Placed[] =>
  context.all('aws_vpn_gateway_route_propagation').flatMap((args) =>
    propagation(context, args.owner.address, args.link('vpn_gateway_id')).map((route) => ({
      ...route,
      certain: route.certain && args.owner.certain,
      table: args.link('route_table_id'),
    })),
  );

/** A gateway endpoint takes its service's addresses, a few of the internet's. */
export function endpointRoutes(context: Context): Placed[] {
  const gateways = context
    .all('aws_vpc_endpoint')
    .filter((args) => !['Interface', 'GatewayLoadBalancer'].includes(String(args.text('vpc_endpoint_type'))));
  const route = (args: Arguments): Route =>
    uncertainRoute(args.owner.address, {
      ...uncertain(`which addresses ${args.owner.address} takes`, NOTHING, NOTHING),
      may: union(PUBLIC.IPv4, PUBLIC.IPv6),
    });
  return [
    ...gateways.flatMap((args) => args.links('route_table_ids').map((table) => ({ ...route(args), table }))),
    ...context.all('aws_vpc_endpoint_route_table_association').map((args) => ({
      ...route(args),
      table: args.link('route_table_id'),
    })),
  ];
}
