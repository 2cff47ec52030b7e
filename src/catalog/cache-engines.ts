/** Engines of ElastiCache that Spring Data Redis speaks to. AWS: "Supported engines and versions". */
export const CACHE_ENGINES = {
  valkey: { versions: ['7.2', '8.0', '8.1'], defaultUser: false },
  // Without a user `default` of its own a group keeps AWS's, which needs no password.
  redis: { versions: ['7.0', '7.1'], defaultUser: true },
} as const;

export type CacheEngineName = keyof typeof CACHE_ENGINES;
