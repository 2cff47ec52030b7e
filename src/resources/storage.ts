import { cache } from './cache';
import { contentDelivery } from './content-delivery';
import { mail } from './mail';
import { queues } from './queues';
import type { Part } from './resource-type';

/** What applications use beside servers, database and buckets. */
export const storage = {
  resources: {
    ...cache.resources,
    ...contentDelivery.resources,
    ...mail.resources,
    ...queues.resources,
  },
  dataSources: {},
  prices: [...cache.prices, ...contentDelivery.prices, ...mail.prices, ...queues.prices],
} satisfies Part;
