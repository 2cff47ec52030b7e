import { grantsOf, serviceLinkedRole } from '../iam/grants';
import { hourly, priceOf } from './charges';
import { FREE, importById, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { reads, readsOwn, makes, uses, usesAny } = grantsOf({
  name: 'elasticache',
  tag: 'AddTagsToResource',
  untag: 'RemoveTagsFromResource',
  tagsOnlyAtCreation: false,
});

const elastiCache = priceOf('AmazonElastiCache');

/** Operations of engines, which share their usage types. AWS: `operation` in the price list of Amazon ElastiCache. */
const OPERATIONS: Readonly<Record<string, string>> = { redis: 'CreateCacheCluster:0002' };

const GROUP = 'replicationgroup:{prefix}*';
const NODES = 'cluster:{prefix}*';
const SUBNETS = 'subnetgroup:{prefix}*';
const USER = 'user:{prefix}*';
const USERS = 'usergroup:{prefix}*';

/** The cache, its users and its subnets. AWS: "Actions, resources, and condition keys for Amazon ElastiCache". */
export const cache = {
  resources: {
    aws_elasticache_replication_group: {
      permissions: [
        reads('replicationgroup:*', 'DescribeReplicationGroups'),
        reads('cluster:*', 'DescribeCacheClusters'),
        ...[GROUP, NODES].map((kind) => readsOwn(kind, 'ListTagsForResource')),
        ...[GROUP, NODES].flatMap((kind) => makes(kind, 'CreateReplicationGroup')),
        uses(SUBNETS, 'CreateReplicationGroup'),
        uses(USERS, 'CreateReplicationGroup', 'ModifyReplicationGroup'),
        // AWS's own parameters for the engine, which the platform does not choose.
        usesAny('parametergroup:default.*', 'CreateReplicationGroup', 'ModifyReplicationGroup'),
        uses(
          GROUP,
          'ModifyReplicationGroup',
          'DeleteReplicationGroup',
          'IncreaseReplicaCount',
          'DecreaseReplicaCount',
        ),
        serviceLinkedRole('elasticache.amazonaws.com'),
      ],
      import: importById('elasticache:replicationgroup', ['elasticache:cluster', 'elasticache:snapshot']),
      // AWS upgrades patch versions.
      derived: { engine_version_actual: 'always' },
      unmanaged: NOT_LISTED,
      charges: (group) => {
        const type = group.text('node_type');
        const price = elastiCache(type && `NodeUsage:${type}`, OPERATIONS[group.text('engine') ?? '']);
        return [hourly('nodes', price, group.number('num_cache_clusters'))];
      },
    },
    aws_elasticache_subnet_group: {
      permissions: [
        reads(SUBNETS, 'DescribeCacheSubnetGroups'),
        readsOwn(SUBNETS, 'ListTagsForResource'),
        ...makes(SUBNETS, 'CreateCacheSubnetGroup'),
        uses(SUBNETS, 'ModifyCacheSubnetGroup', 'DeleteCacheSubnetGroup'),
      ],
      import: importById('elasticache:subnetgroup'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_elasticache_user: {
      permissions: [
        reads('user:*', 'DescribeUsers'),
        readsOwn(USER, 'ListTagsForResource'),
        ...makes(USER, 'CreateUser'),
        uses(USER, 'ModifyUser', 'DeleteUser'),
      ],
      import: importById('elasticache:user'),
      // Servers set the password.
      derived: { authentication_mode: 'always' },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_elasticache_user_group: {
      permissions: [
        reads('usergroup:*', 'DescribeUserGroups'),
        readsOwn(USERS, 'ListTagsForResource'),
        ...makes(USERS, 'CreateUserGroup'),
        uses(USER, 'CreateUserGroup', 'ModifyUserGroup'),
        uses(USERS, 'ModifyUserGroup', 'DeleteUserGroup'),
      ],
      import: importById('elasticache:usergroup'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonElastiCache', usageTypes: /^NodeUsage:/ }],
} satisfies Part;
