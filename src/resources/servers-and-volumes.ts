import { dataVolumes } from './data-volumes';
import { keysAndAliases } from './keys';
import type { Part } from './resource-type';
import { servers } from './servers';

/** Servers, their data volumes and keys, which share a policy: a role has ten at most. */
export const serversAndVolumes = {
  resources: { ...servers.resources, ...dataVolumes.resources, ...keysAndAliases.resources },
  dataSources: { ...servers.dataSources, ...dataVolumes.dataSources },
  prices: [...servers.prices, ...dataVolumes.prices, ...keysAndAliases.prices],
} satisfies Part;
