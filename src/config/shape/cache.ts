import * as z from 'zod';
import { CACHE_ENGINES, type CacheEngineName } from '../../catalog/cache-engines';
import { clients, pattern, whole } from '../fields';

/** AWS: "Supported node types". */
const nodeType = pattern(
  /^cache\.[a-z][a-z0-9]*\.(micro|small|medium|large|\d*xlarge)$/,
  'is not a node type',
  'cache, family and size, e.g. cache.t4g.micro',
);

export const cache = z.strictObject({
  engine: z
    .enum(Object.keys(CACHE_ENGINES) as CacheEngineName[])
    .default('valkey')
    .describe('`valkey` or `redis`'),
  version: z.string().describe('version, e.g. `8.0` of Valkey or `7.1` of Redis'),
  nodeType: nodeType.default('cache.t4g.micro').describe('ElastiCache node type'),
  replicas: whole(0, 5)
    .default(0)
    .describe('copies in other Availability Zones, one of which takes over where the primary fails'),
  tier: z
    .enum(['private', 'isolated'])
    .default('private')
    .describe('`private`, or `isolated`: subnets of their own without a route to the internet'),
  clients,
});
