import { contentDelivery } from './content-delivery';
import type { Part } from './resource-type';

/** What applications use beside servers and database. */
export const storage = {
  resources: { ...contentDelivery.resources },
  dataSources: {},
  prices: [...contentDelivery.prices],
} satisfies Part;
