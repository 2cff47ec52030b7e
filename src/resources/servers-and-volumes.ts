import { dataVolumes } from './data-volumes';
import type { Part } from './resource-type';
import { servers } from './servers';

/** Servers and their data volumes, which share a policy: a role has ten at most. */
export const serversAndVolumes = {
  resources: { ...servers.resources, ...dataVolumes.resources },
  dataSources: { ...servers.dataSources, ...dataVolumes.dataSources },
  prices: [...servers.prices, ...dataVolumes.prices],
} satisfies Part;
