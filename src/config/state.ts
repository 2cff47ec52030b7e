import type { StateBucketSettings } from './schema';

/** The bucket that holds every environment's state. The names of buckets are shared by all of AWS: choose your own. */
export const stateBucket: StateBucketSettings = {
  bucket: 'devloop-terraform-state',
  region: 'ap-northeast-2',
};
