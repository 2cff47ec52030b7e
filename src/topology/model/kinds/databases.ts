import { flag, text } from './conditions';
import type { Kind, Kinds, PortByEngine } from './kind';

/**
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
const ENGINES: PortByEngine['defaults'] = [
  [/^(mysql|mariadb|aurora|aurora-mysql|MYSQL)$/, 3306],
  [/^(postgres|aurora-postgresql|POSTGRESQL)$/, 5432],
  [/^(custom-)?oracle-/, 1521],
  [/^(custom-)?sqlserver-|^SQLSERVER$/, 1433],
  [/^db2-/, 50_000],
];
const CACHES: PortByEngine['defaults'] = [
  [/^memcached$/, 11_211],
  [/^(redis|valkey)$/, 6379],
];
const engine = { by: 'engine', defaults: ENGINES };
/**
 * Dual-stack databases are private: they cannot be publicly accessible.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
 */
const isDual = text('network_type', /^dual(_stack)?$/i, 'IPV4');
/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/network-type.html */
const isIpv6Cache = text('network_type', /^(dual_stack|ipv6)$/, 'ipv4');
const cache: Kind = {
  subnetGroup: 'subnet_group_name',
  groups: 'security_group_ids',
  port: { by: 'engine', defaults: CACHES },
  ipv6: isIpv6Cache,
  ipv6Only: text('network_type', /^ipv6$/, 'ipv4'),
};
const isMemcached = text('engine', /^memcached$/);

/** Engines that state no `engine` in some resources, because there is but one. */
export const ONLY_ENGINE: Readonly<Record<string, string>> = {
  aws_docdb_cluster: 'docdb',
  aws_neptune_cluster: 'neptune',
  aws_elasticache_replication_group: 'redis',
  aws_rds_cluster: 'aurora',
};

export const DATABASES: Kinds = {
  aws_db_instance: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    isPublic: flag('publicly_accessible'),
    ipv6: isDual,
    port: engine,
  },
  aws_rds_cluster: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    ipv6: isDual,
    port: engine,
    members: { types: ['aws_rds_cluster_instance'], isPublic: 'publicly_accessible' },
  },
  aws_docdb_cluster: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine', defaults: [[/^docdb$/, 27_017]] },
    members: { types: ['aws_docdb_cluster_instance'] },
  },
  /** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/elastic-get-started.html */
  aws_docdbelastic_cluster: { subnets: 'subnet_ids', groups: 'vpc_security_group_ids', port: 27_017 },
  aws_neptune_cluster: {
    subnetGroup: 'neptune_subnet_group_name',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine', defaults: [[/^neptune$/, 8182]] },
    members: { types: ['aws_neptune_cluster_instance'], isPublic: 'publicly_accessible' },
  },
  aws_db_proxy: {
    subnets: 'vpc_subnet_ids',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine_family', defaults: ENGINES },
  },
  aws_timestreaminfluxdb_db_instance: {
    subnets: 'vpc_subnet_ids',
    groups: 'vpc_security_group_ids',
    isPublic: flag('publicly_accessible'),
    port: 8086,
  },
  aws_elasticache_cluster: cache,
  aws_elasticache_replication_group: cache,
  /** Clients read on the second port. @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html */
  aws_elasticache_serverless_cache: {
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    listens: [
      { ports: [11_211, 11_212], when: isMemcached },
      { ports: [6379, 6380], when: text('engine', /^(redis|valkey)$/) },
    ],
  },
  aws_memorydb_cluster: { subnetGroup: 'subnet_group_name', groups: 'security_group_ids', port: 6379 },
  /** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html */
  aws_dax_cluster: {
    subnetGroup: 'subnet_group_name',
    groups: 'security_group_ids',
    listens: [
      { ports: [9111], when: text('cluster_endpoint_encryption_type', /^TLS$/) },
      { ports: [8111], when: text('cluster_endpoint_encryption_type', /^NONE$/, 'NONE') },
    ],
  },
  aws_redshift_cluster: {
    subnetGroup: 'cluster_subnet_group_name',
    groups: 'vpc_security_group_ids',
    isPublic: flag('publicly_accessible', true),
    port: 5439,
  },
  /** @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html */
  aws_redshiftserverless_workgroup: {
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    isPublic: flag('publicly_accessible'),
    port: 5439,
  },
  /** It connects to databases and accepts no connection. @see https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationInstance.html */
  aws_dms_replication_instance: {
    subnetGroup: 'replication_subnet_group_id',
    groups: 'vpc_security_group_ids',
    isPublic: flag('publicly_accessible', true),
    listens: [],
  },
};
