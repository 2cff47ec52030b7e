import type { Link } from '../link';
import type { Context } from './context';

/**
 * The subnets with the endpoints of a firewall (`subnet_mapping`), or of a Gateway Load Balancer (`subnet_ids`).
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-components.html
 */
export function inspectionSubnets(context: Context, address: string): Link[] {
  const args = context.at(address);
  return [
    ...(args?.links('subnet_ids') ?? []),
    ...(args?.blocks('subnet_mapping') ?? []).map((block) => block.link('subnet_id')),
  ];
}
