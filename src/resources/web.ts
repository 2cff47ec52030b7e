import { buckets } from './buckets';
import { domain } from './domain';
import { privateDns } from './private-dns';
import type { Part } from './resource-type';
import { webFirewall } from './web-firewall';

/** Names in public and private zones, and what may stand beside a load balancer: a certificate, access logs, and a firewall. */
export const web = {
  resources: {
    ...privateDns.resources,
    ...domain.resources,
    ...buckets.resources,
    ...webFirewall.resources,
  },
  dataSources: { ...domain.dataSources, ...buckets.dataSources },
  prices: [...privateDns.prices, ...buckets.prices, ...webFirewall.prices],
} satisfies Part;
