import { autoScaling } from './auto-scaling';
import { containerRegistry } from './registry';
import type { Part } from './resource-type';

/** Auto Scaling groups, and the images that they run. */
export const scalingAndImages = {
  resources: { ...autoScaling.resources, ...containerRegistry.resources },
  dataSources: {},
  prices: [...autoScaling.prices, ...containerRegistry.prices],
} satisfies Part;
