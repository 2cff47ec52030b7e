import { domain } from './domain';
import { logBucket } from './log-bucket';
import { privateDns } from './private-dns';
import type { Part } from './resource-type';
import { webFirewall } from './web-firewall';

/** Names in public and private zones, and what may stand beside a load balancer: a certificate, access logs, and a firewall. */
export const web = {
  resources: {
    ...privateDns.resources,
    ...domain.resources,
    ...logBucket.resources,
    ...webFirewall.resources,
  },
  dataSources: { ...domain.dataSources, ...logBucket.dataSources },
  prices: [...privateDns.prices, ...logBucket.prices, ...webFirewall.prices],
} satisfies Part;
