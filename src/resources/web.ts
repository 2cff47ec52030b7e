import { domain } from './domain';
import { logBucket } from './log-bucket';
import type { Part } from './resource-type';
import { webFirewall } from './web-firewall';

/** What may stand before and beside a load balancer: host names with a certificate, access logs, and a firewall. */
export const web = {
  resources: { ...domain.resources, ...logBucket.resources, ...webFirewall.resources },
  dataSources: { ...domain.dataSources, ...logBucket.dataSources },
  prices: [...logBucket.prices, ...webFirewall.prices],
} satisfies Part;
