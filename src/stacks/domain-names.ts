import type { Environment } from '../config';

/** Host names that have a certificate and records: of the domain, of routes, and of servers behind its load balancer. Empty without a domain. */
export function domainNames({ loadBalancer, servers }: Environment): string[] {
  if (!loadBalancer?.domain) return [];
  const routed = loadBalancer.routes.flatMap(({ hosts }) => hosts);
  return [
    ...new Set([loadBalancer.domain.name, ...routed, ...servers.flatMap(({ hostName }) => hostName ?? [])]),
  ];
}
