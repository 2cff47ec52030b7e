import { borders } from './borders';
import { loadBalancer } from './load-balancer';
import type { Part } from './resource-type';

/** Load balancers and the borders of subnets, which share a policy: a role has ten at most. */
export const balancerAndBorders = {
  resources: { ...loadBalancer.resources, ...borders.resources },
  dataSources: { ...loadBalancer.dataSources, ...borders.dataSources },
  prices: [...loadBalancer.prices, ...borders.prices],
} satisfies Part;
