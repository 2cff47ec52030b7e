import type { Link } from '../link';
import { Reference } from '../value';
import { claimsOn, type Context } from './context';
import { matchesOf, uncertain, type Match } from './match';

/**
 * What a virtual private gateway propagates: the static routes of its VPN connections, or what nobody knows where one
 * of them, or a Direct Connect gateway, speaks BGP.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-static-dynamic.html
 */
export function propagatedMatches(context: Context, gateway: Link, by: string): Match[] {
  const learnt = uncertain(`the routes that ${by} propagates`);
  const { sure } = gateway;
  if (!(sure instanceof Reference) || !context.at(sure.address)) return [learnt];
  const byDirect = claimsOn(
    context.all('aws_dx_gateway_association'),
    (args) => args.link('associated_gateway_id'),
    sure.address,
  );
  const connections = claimsOn(
    context.all('aws_vpn_connection'),
    (args) => args.link('vpn_gateway_id'),
    sure.address,
  );
  const dynamic = connections.some(({ args }) => args.flag('static_routes_only', false) !== true);
  if (byDirect.length > 0 || dynamic) return [learnt];
  return connections.flatMap(({ args, leads }) =>
    claimsOn(
      context.all('aws_vpn_connection_route'),
      (one) => one.link('vpn_connection_id'),
      args.owner.address,
    ).flatMap((route) => {
      const isSure = leads === 'yes' && route.leads === 'yes';
      const matches = matchesOf(context, route.args, 'destination_cidr_block');
      return isSure
        ? matches
        : matches.map((one) => ({
            ...one,
            must: [],
            why: `whether ${route.args.owner.address} is of ${sure.address}`,
          }));
    }),
  );
}
