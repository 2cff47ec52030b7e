import type { Arguments } from '../fields';
import { Reference, Unknown } from '../value';
import type { Context } from './context';
import type { Endpoint, Interface, Listener } from './endpoints';
import { launchTemplate, type Interfaces } from './instances';
import { SUBNET } from './network';

/** How a service that AWS runs writes its place in the network into Terraform. */
interface Kind {
  /** The block that holds the arguments, where it is not the resource itself. */
  readonly block?: string;
  readonly subnets?: string;
  /** The argument that names a subnet group, which holds the subnets. */
  readonly subnetGroup?: string;
  readonly groups: string;
  readonly isPublic?: string;
  /** A fixed port, or a table from the value of an argument to the default of `port`. */
  readonly port?: number | { readonly by: string; readonly defaults: readonly (readonly [RegExp, number])[] };
  /** It accepts no connection. */
  readonly deaf?: boolean;
  readonly wide?: boolean;
}

/**
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
const ENGINES: readonly (readonly [RegExp, number])[] = [
  [/^(mysql|mariadb|aurora|aurora-mysql|MYSQL)$/, 3306],
  [/^(postgres|aurora-postgresql|POSTGRESQL)$/, 5432],
  [/^(custom-)?oracle-/, 1521],
  [/^(custom-)?sqlserver-|^SQLSERVER$/, 1433],
  [/^db2-/, 50_000],
];
const CACHES: readonly (readonly [RegExp, number])[] = [
  [/^memcached$/, 11_211],
  [/^(redis|valkey)$/, 6379],
];
const engine = { by: 'engine', defaults: ENGINES };

const KINDS: Readonly<Record<string, Kind>> = {
  aws_db_instance: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    isPublic: 'publicly_accessible',
    port: engine,
  },
  aws_rds_cluster: { subnetGroup: 'db_subnet_group_name', groups: 'vpc_security_group_ids', port: engine },
  aws_docdb_cluster: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine', defaults: [[/^docdb$/, 27_017]] },
  },
  aws_neptune_cluster: {
    subnetGroup: 'neptune_subnet_group_name',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine', defaults: [[/^neptune$/, 8182]] },
  },
  aws_db_proxy: {
    subnets: 'vpc_subnet_ids',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine_family', defaults: ENGINES },
  },
  aws_elasticache_cluster: {
    subnetGroup: 'subnet_group_name',
    groups: 'security_group_ids',
    port: { by: 'engine', defaults: CACHES },
  },
  aws_elasticache_replication_group: {
    subnetGroup: 'subnet_group_name',
    groups: 'security_group_ids',
    port: { by: 'engine', defaults: CACHES },
  },
  aws_redshift_cluster: {
    subnetGroup: 'cluster_subnet_group_name',
    groups: 'vpc_security_group_ids',
    isPublic: 'publicly_accessible',
    port: { by: 'node_type', defaults: [[/^/, 5439]] },
  },
  aws_efs_mount_target: { subnets: 'subnet_id', groups: 'security_groups', port: 2049 },
  aws_opensearch_domain: {
    block: 'vpc_options',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    port: 443,
  },
  aws_vpc_endpoint: { subnets: 'subnet_ids', groups: 'security_group_ids' },
  aws_lambda_function: {
    block: 'vpc_config',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    deaf: true,
    wide: true,
  },
  aws_ecs_service: {
    block: 'network_configuration',
    subnets: 'subnets',
    groups: 'security_groups',
    isPublic: 'assign_public_ip',
  },
  aws_autoscaling_group: { subnets: 'vpc_zone_identifier', groups: 'vpc_security_group_ids' },
};

/** Engines that state no `engine` in some resources, because there is but one. */
const ONLY_ENGINE: Readonly<Record<string, string>> = {
  aws_docdb_cluster: 'docdb',
  aws_neptune_cluster: 'neptune',
  aws_redshift_cluster: 'redshift',
  aws_elasticache_replication_group: 'redis',
  aws_rds_cluster: 'aurora',
};

/** A database's port: as stated, or its engine's default. */
export function portOf(context: Context, args: Arguments): number | Unknown {
  const stated = args.number('port');
  if (stated !== undefined) return stated;
  const rule = KINDS[args.owner.type]?.port;
  if (typeof rule === 'number') return rule;
  const value = rule && (args.text(rule.by) ?? sourceEngine(context, args) ?? ONLY_ENGINE[args.owner.type]);
  const found =
    typeof value === 'string' ? rule?.defaults.find(([pattern]) => pattern.test(value)) : undefined;
  return found?.[1] ?? new Unknown(`${args.owner.address}'s port`);
}

/** A replica has its source's engine. */
function sourceEngine(context: Context, args: Arguments): string | Unknown | undefined {
  const source = args.link('replicate_source_db');
  return source instanceof Reference ? context.at(source.address)?.text('engine') : undefined;
}

/** Services that AWS runs with interfaces in one's own subnets. */
export function readManaged(context: Context, interfaces: Interfaces): Endpoint[] {
  return Object.entries(KINDS).flatMap(([type, kind]) =>
    context
      .all(type)
      .filter((args) => type !== 'aws_vpc_endpoint' || args.text('vpc_endpoint_type') === 'Interface')
      .map((args) => read(context, interfaces, args, kind)),
  );
}

function read(context: Context, interfaces: Interfaces, args: Arguments, kind: Kind): Endpoint {
  const { address, type, certain } = args.owner;
  const listens = listenersOf(context, args, kind);
  return {
    address,
    type,
    certain,
    placement: 'one',
    answers: kind.wide ? 'gateway' : 'client',
    interfaces: places(context, interfaces, args, kind),
    ...(listens && { listens }),
  };
}

function listenersOf(context: Context, args: Arguments, kind: Kind): Listener[] | undefined {
  if (kind.deaf) return [];
  if (kind.port === undefined) return undefined;
  return [{ protocols: ['tcp'], port: portOf(context, args), by: args.owner.address, certain: true }];
}

function places(context: Context, interfaces: Interfaces, args: Arguments, kind: Kind): Interface[] {
  const what = `${args.owner.address}'s subnet`;
  const block = kind.block === undefined ? args : args.blocks(kind.block)[0];
  const group = kind.subnetGroup === undefined ? undefined : args.link(kind.subnetGroup);
  const holder = group instanceof Reference ? context.at(group.address) : undefined;
  const links = holder
    ? holder.links('subnet_ids', SUBNET)
    : kind.subnets
      ? (block?.links(kind.subnets, SUBNET) ?? [])
      : [];
  const template = launchTemplate(context, args);
  const [nic] = template?.blocks('network_interfaces') ?? [];
  const groups = [block, nic && renamed(nic), template]
    .map((one) => one?.links(kind.groups) ?? [])
    .concat([template?.links('security_groups') ?? []])
    .find((found) => found.length > 0);
  const asked = [nic, template].find((one) => one?.has('associate_public_ip_address'));
  const subnets =
    links.length > 0
      ? links.map((link) => interfaces.subnetOf(link, what))
      : [interfaces.subnetOf(group instanceof Unknown ? group : undefined, what)];
  return subnets.map((subnet) => {
    const launched = args.owner.type === 'aws_autoscaling_group';
    const assigned = subnet instanceof Unknown ? subnet : subnet.assignsPublic;
    const isPublic = kind.isPublic ? (block?.flag(kind.isPublic, false) ?? false) : launched && assigned;
    return {
      subnet,
      names: [],
      groups: interfaces.groupsOf(groups ?? [], subnet),
      isPublic: launched && asked ? asked.flag('associate_public_ip_address', false) : isPublic,
    };
  });
}

/** A launch template's interface calls its groups otherwise than the template does. */
function renamed(nic: Arguments): { links: (name: string) => (Reference | Unknown)[] } {
  return { links: () => nic.links('security_groups') };
}
