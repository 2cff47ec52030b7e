import type { Environment } from '../config';

/** Host names that have a certificate and records: of the domain, and of servers behind its load balancer. Empty without a domain. */
export function domainNames({ loadBalancer, servers }: Environment): string[] {
  if (!loadBalancer?.domain) return [];
  return [loadBalancer.domain.name, ...servers.flatMap(({ hostName }) => hostName ?? [])];
}
