import type { Arguments } from '../fields';
import { Link } from '../link';
import { Reference, Unknown } from '../value';
import type { Endpoint, Interface, Listener, Placement } from './endpoints';
import { firstStated, launchTemplates, type Interfaces } from './instances';
import { claimsOn, type Context } from './context';
import type { Subnet } from './network';
import type { Protocol } from './traffic';

/** How a service that AWS runs writes its place in the network into Terraform. */
interface Kind {
  /** The block that holds the arguments, where it is not the resource itself. */
  readonly block?: string;
  /** Blocks of which each has a subnet. */
  readonly repeated?: string;
  readonly subnets?: string;
  /** The argument that names a subnet group, which holds the subnets. */
  readonly subnetGroup?: string;
  readonly groups: string;
  readonly isPublic?: string;
  /** What it is where that argument is not stated; default: no public address. */
  readonly isPublicByDefault?: boolean;
  /** Resources that are its instances, each with the flag of its own. */
  readonly members?: { readonly types: readonly string[]; readonly isPublic?: string };
  /** Without its block it runs on AWS's own network, outside of every VPC. */
  readonly hostedWithout?: boolean;
  /** A fixed port, or a table from the value of an argument to the default of `port`. */
  readonly protocols?: readonly Protocol[];
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

const SEARCH: Kind = {
  block: 'vpc_options',
  subnets: 'subnet_ids',
  groups: 'security_group_ids',
  port: 443,
  hostedWithout: true,
};
const MEMORY: Kind = {
  subnetGroup: 'subnet_group_name',
  groups: 'security_group_ids',
  port: { by: 'node_type', defaults: [[/^/, 6379]] },
};
const FILES: Kind = { subnets: 'subnet_ids', groups: 'security_group_ids' };

const KINDS: Readonly<Record<string, Kind>> = {
  aws_route53_resolver_endpoint: {
    repeated: 'ip_address',
    subnets: 'subnet_id',
    groups: 'security_group_ids',
    protocols: ['tcp', 'udp'],
    port: 53,
  },
  aws_codebuild_project: {
    block: 'vpc_config',
    subnets: 'subnets',
    groups: 'security_group_ids',
    deaf: true,
    wide: true,
    hostedWithout: true,
  },
  aws_mwaa_environment: {
    block: 'network_configuration',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
  },
  aws_msk_cluster: { block: 'broker_node_group_info', subnets: 'client_subnets', groups: 'security_groups' },
  aws_mq_broker: {
    subnets: 'subnet_ids',
    groups: 'security_groups',
    isPublic: 'publicly_accessible',
  },
  aws_memorydb_cluster: MEMORY,
  aws_dax_cluster: {
    subnetGroup: 'subnet_group_name',
    groups: 'security_group_ids',
  },
  aws_elasticache_serverless_cache: {
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    port: { by: 'engine', defaults: CACHES },
  },
  aws_fsx_lustre_file_system: FILES,
  aws_fsx_windows_file_system: FILES,
  aws_fsx_ontap_file_system: FILES,
  aws_fsx_openzfs_file_system: FILES,
  aws_db_instance: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    isPublic: 'publicly_accessible',
    port: engine,
  },
  aws_rds_cluster: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    port: engine,
    members: { types: ['aws_rds_cluster_instance'], isPublic: 'publicly_accessible' },
  },
  aws_docdb_cluster: {
    subnetGroup: 'db_subnet_group_name',
    groups: 'vpc_security_group_ids',
    port: { by: 'engine', defaults: [[/^docdb$/, 27_017]] },
    members: { types: ['aws_docdb_cluster_instance'] },
  },
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
    isPublicByDefault: true,
    port: { by: 'node_type', defaults: [[/^/, 5439]] },
  },
  aws_efs_mount_target: { subnets: 'subnet_id', groups: 'security_groups', port: 2049 },
  aws_opensearch_domain: SEARCH,
  aws_elasticsearch_domain: SEARCH,
  aws_vpc_endpoint: { subnets: 'subnet_ids', groups: 'security_group_ids' },
  aws_lambda_function: {
    block: 'vpc_config',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    deaf: true,
    wide: true,
    hostedWithout: true,
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
  const engines = source.stated((one) =>
    one instanceof Reference ? context.at(one.address)?.text('engine') : new Unknown(one.why),
  );
  return new Set(engines).size > 1 ? new Unknown(source.why) : engines[0];
}

/** Services that AWS runs with interfaces in one's own subnets. */
export function readManaged(context: Context, interfaces: Interfaces): Endpoint[] {
  return Object.entries(KINDS).flatMap(([type, kind]) =>
    context
      .all(type)
      .filter((args) => type !== 'aws_vpc_endpoint' || args.text('vpc_endpoint_type') === 'Interface')
      .flatMap((args) => read(context, interfaces, args, kind)),
  );
}

function read(context: Context, interfaces: Interfaces, args: Arguments, kind: Kind): Endpoint[] {
  const { address, type, certain } = args.owner;
  const listens = listenersOf(context, args, kind);
  const made: Endpoint = {
    address,
    type,
    certain,
    placement: 'one',
    answers: kind.wide ? 'gateway' : 'client',
    interfaces: places(context, interfaces, args, kind),
    ...(listens && { listens }),
  };
  if (kind.hostedWithout === true && kind.block !== undefined && args.blocks(kind.block).length === 0)
    return [{ ...made, interfaces: [], isHosted: true }];
  return kind.members ? withMembers(context, made, kind.members) : [made];
}

/** A cluster is where its instances are, each of which has, or has not, a public address of its own. */
function withMembers(
  context: Context,
  cluster: Endpoint,
  { types, isPublic }: NonNullable<Kind['members']>,
): Endpoint[] {
  const claims = claimsOn(context.all(...types), (args) => args.link('cluster_identifier'), cluster.address);
  const members = claims.map(({ args, leads }): Endpoint => {
    const own = isPublic === undefined ? false : args.flag(isPublic, false);
    const placed = cluster.interfaces.map((one) => ({
      ...one,
      alternatives: one.alternatives.map((at) => ({ ...at, isPublic: own })),
    }));
    return {
      ...cluster,
      address: args.owner.address,
      type: args.owner.type,
      certain: cluster.certain && leads === 'yes',
      interfaces: placed,
      ...(cluster.listens && { listens: cluster.listens.map((one) => ({ ...one, by: args.owner.address })) }),
    };
  });
  const flags = members.map(({ interfaces }) => interfaces[0]?.alternatives[0]?.isPublic ?? false);
  const published = flags.includes(true) || (flags.find((flag) => flag instanceof Unknown) ?? false);
  const interfaces = cluster.interfaces.map((one) => ({
    ...one,
    alternatives: one.alternatives.map((at) => ({ ...at, isPublic: published })),
  }));
  return [{ ...cluster, interfaces }, ...members];
}

function listenersOf(context: Context, args: Arguments, kind: Kind): Listener[] | undefined {
  if (kind.deaf) return [];
  if (kind.port === undefined) return undefined;
  const { protocols = ['tcp'] } = kind;
  return [{ protocols, port: portOf(context, args), by: args.owner.address, certain: true }];
}

function places(context: Context, interfaces: Interfaces, args: Arguments, kind: Kind): Placement[] {
  const what = `${args.owner.address}'s subnet`;
  const block = kind.block === undefined ? args : args.blocks(kind.block)[0];
  const links = subnetLinks(context, args, block, kind);
  const templates = launchTemplates(context, args);
  const at = (link: Link, certain: boolean): Placement => ({
    alternatives: interfaces
      .subnetsOf(link, what)
      .flatMap((subnet) =>
        templates.map((template) => place(interfaces, args, block, template, kind, subnet)),
      ),
    certain,
    why: link.why,
  });
  const stated = links.map((link) => at(link.certainly(), link.isCertain));
  return links.some((link) => link.isCertain) ? stated : [...stated, at(implied(what), links.length === 0)];
}

/** The account's own subnet group, which may hold any subnets of its default VPC. */
function implied(what: string): Link {
  const why = `${what}: it names none, so that it is in the default VPC, which is not in this file`;
  return Link.of([new Unknown(why, [], 'outside')], what);
}

/** What has its subnets from a group of them is in those; a group that nobody can read has any. */
function subnetLinks(
  context: Context,
  args: Arguments,
  block: Arguments | undefined,
  kind: Kind,
): readonly Link[] {
  const { subnets, repeated } = kind;
  if (subnets !== undefined && repeated !== undefined)
    return args.blocks(repeated).flatMap((one) => one.links(subnets));
  const own = subnets === undefined ? [] : (block?.links(subnets) ?? []);
  if (kind.subnetGroup === undefined) return own;
  const group = args.link(kind.subnetGroup);
  const alternatives = group.stated((one): readonly Link[] => {
    const holder = one instanceof Reference ? context.at(one.address) : undefined;
    const gap = one instanceof Unknown ? one : new Unknown(one.address, [], 'outside');
    return holder?.links('subnet_ids') ?? [Link.of([gap], gap.why)];
  });
  return alternatives.length > 1 || !group.isCertain
    ? alternatives.flat().map((link) => link.perhaps())
    : alternatives.flat();
}

function place(
  interfaces: Interfaces,
  args: Arguments,
  block: Arguments | undefined,
  template: Arguments | undefined,
  kind: Kind,
  subnet: Subnet | Unknown,
): Interface {
  const [nic] = template?.blocks('network_interfaces') ?? [];
  const groups = firstStated([
    block?.links(kind.groups) ?? [],
    nic?.links('security_groups') ?? [],
    template?.links(kind.groups) ?? [],
    template?.links('security_groups') ?? [],
  ]);
  const launched = args.owner.type === 'aws_autoscaling_group';
  const asked = [nic, template].find((one) => one?.has('associate_public_ip_address'));
  const assigned = subnet instanceof Unknown ? subnet : subnet.assignsPublic;
  const isPublic = kind.isPublic
    ? (block?.flag(kind.isPublic, kind.isPublicByDefault ?? false) ?? false)
    : launched && assigned;
  return {
    subnet,
    names: [],
    groups: interfaces.groupsOf(groups, subnet),
    isPublic: launched && asked ? asked.flag('associate_public_ip_address', false) : isPublic,
  };
}
