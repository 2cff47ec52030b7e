import type { Environment } from '../config';
import { reachedByAddress } from '../config/access-mode';
import { INSTANCE_CONNECT_ENDPOINT, terraformName } from '../core/names';
import { placeServers } from '../net/server-placement';

/** Roles of an environment, with the Terraform addresses (or the variable) of each. */
export type Roles = ReadonlyMap<string, readonly string[]>;

/** Terraform addresses of a server group: its instances, or its Auto Scaling group. */
export function serverAddresses(server: Environment['servers'][number]): string[] {
  const { name, zones, count, autoScaling } = server;
  if (autoScaling) return [`aws_autoscaling_group.${terraformName(['servers', name])}`];
  return placeServers(name, zones, count).map((server) => {
    const own = server.name === name ? [] : [server.name.slice(name.length + 1)];
    return `aws_instance.${terraformName(['servers', name, ...own])}`;
  });
}

const CONNECT_ADDRESS = `aws_ec2_instance_connect_endpoint.${terraformName([INSTANCE_CONNECT_ENDPOINT])}`;

/** Names of the endpoints of an environment's network. */
export function platformRoles({
  access,
  bastion,
  servers,
  loadBalancer,
  internalLoadBalancer,
  database,
  cache,
}: Environment): Roles {
  return new Map<string, readonly string[]>([
    ...(reachedByAddress({ bastion, servers }) !== undefined
      ? [['administrators', ['var.admin_cidrs']] as const]
      : []),
    ...(bastion ? [['bastion', ['aws_instance.bastion']] as const] : []),
    ...(access.mode === INSTANCE_CONNECT_ENDPOINT
      ? [[INSTANCE_CONNECT_ENDPOINT, [CONNECT_ADDRESS]] as const]
      : []),
    ...servers.map((server) => [server.name, serverAddresses(server)] as const),
    ...(loadBalancer ? [['load-balancer', ['aws_lb.load_balancer']] as const] : []),
    ...(internalLoadBalancer ? [['internal-load-balancer', ['aws_lb.internal_load_balancer']] as const] : []),
    ...(cache ? [['cache', ['aws_elasticache_replication_group.cache']] as const] : []),
    ...(database ? [['database', ['aws_db_instance.database']] as const] : []),
  ]);
}
