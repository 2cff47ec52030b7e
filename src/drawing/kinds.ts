type Facts = Readonly<Record<string, string>>;

/** What lies over zones, from the top: the first above the servers of its tier, the others below, what is asked below who asks it. */
export const BANDS = ['entrance', 'balancer', 'group', 'service', 'data'] as const;

/** How resources of a type are drawn. */
export interface Kind {
  readonly label: string;
  /** File of the `aws-icons` package, without `.svg`. */
  readonly icon: string;
  /** What it is over its zones, even where it is in one. @default `service`, where it is in several subnets */
  readonly band?: (typeof BANDS)[number];
  /** What is worth knowing of it, in a line. */
  readonly detail?: (facts: Facts) => string | undefined;
}

const ENGINES: Readonly<Record<string, string>> = {
  mysql: 'MySQL',
  postgres: 'PostgreSQL',
  mariadb: 'MariaDB',
  'aurora-mysql': 'Aurora MySQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
};

const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined).join(' · ') || undefined;

const gigabytes = (size: string | undefined): string | undefined => size && `${size} GiB`;

function engineOf({ engine, engine_version: version }: Facts): string | undefined {
  return engine && [ENGINES[engine] ?? engine, version].filter(Boolean).join(' ');
}

function sizeOfGroup({ min_size: least, max_size: most }: Facts): string | undefined {
  if (least === undefined || most === undefined) return undefined;
  return least === most ? `always ${least}` : `${least} to ${most}`;
}

const balancer = (type: string, icon: string): Kind => ({
  label: `${type} load balancer`,
  icon: `resource/ElasticLoadBalancing${icon}LoadBalancer`,
  band: 'entrance',
  detail: ({ internal }) => (internal === 'true' ? 'internal' : undefined),
});

const APPLICATION = balancer('application', 'Application');
const BALANCERS: Readonly<Record<string, Kind>> = {
  application: APPLICATION,
  network: balancer('network', 'Network'),
  gateway: balancer('gateway', 'Gateway'),
};

const database = (label: string, icon: string): Kind => ({
  label,
  icon: `architecture-service/${icon}`,
  band: 'data',
  detail: (facts) =>
    joined(
      engineOf(facts),
      facts['instance_class'] ?? facts['node_type'],
      gigabytes(facts['allocated_storage']),
      facts['multi_az'] === 'true' ? 'standby in another zone' : undefined,
    ),
});

const service = (label: string, icon: string): Kind => ({ label, icon: `architecture-service/${icon}` });
const gateway = (label: string, icon: string): Kind => ({ label, icon: `resource/AmazonVPC${icon}` });

const INSTANCE: Kind = {
  label: 'EC2 instance',
  icon: 'architecture-service/AmazonEC2',
  detail: ({ instance_type: type }) => type,
};

/** The name of the service that an endpoint leads to: `s3` of `com.amazonaws.eu-west-1.s3`. */
const shortService = (name: string | undefined): string | undefined => name?.split('.').slice(3).join('.');

const KINDS: Readonly<Record<string, Kind>> = {
  aws_instance: INSTANCE,
  aws_spot_instance_request: { ...INSTANCE, label: 'spot instance' },
  aws_autoscaling_group: {
    label: 'Auto Scaling group',
    icon: 'architecture-service/AmazonEC2AutoScaling',
    band: 'group',
    detail: (facts) => joined(sizeOfGroup(facts), facts['instance_type']),
  },
  aws_network_interface: gateway('network interface', 'ElasticNetworkInterface'),
  aws_lb: APPLICATION,
  aws_alb: APPLICATION,
  aws_elb: balancer('classic', 'Classic'),
  aws_db_instance: database('RDS database', 'AmazonRDS'),
  aws_rds_cluster: database('RDS cluster', 'AmazonRDS'),
  aws_db_proxy: database('RDS proxy', 'AmazonRDS'),
  aws_docdb_cluster: database('DocumentDB cluster', 'AmazonDocumentDB'),
  aws_neptune_cluster: database('Neptune cluster', 'AmazonNeptune'),
  aws_redshift_cluster: database('Redshift cluster', 'AmazonRedshift'),
  aws_elasticache_cluster: database('ElastiCache cluster', 'AmazonElastiCache'),
  aws_elasticache_replication_group: database('ElastiCache', 'AmazonElastiCache'),
  aws_memorydb_cluster: database('MemoryDB cluster', 'AmazonMemoryDB'),
  aws_opensearch_domain: database('OpenSearch domain', 'AmazonOpenSearchService'),
  aws_msk_cluster: database('MSK cluster', 'AmazonManagedStreamingforApacheKafka'),
  aws_mq_broker: database('MQ broker', 'AmazonMQ'),
  aws_efs_mount_target: service('EFS mount target', 'AmazonEFS'),
  aws_eks_cluster: service('EKS cluster', 'AmazonElasticKubernetesService'),
  aws_eks_node_group: service('EKS node group', 'AmazonElasticKubernetesService'),
  aws_ecs_service: service('ECS service', 'AmazonElasticContainerService'),
  aws_lambda_function: service('Lambda function', 'AWSLambda'),
  aws_nat_gateway: gateway('NAT gateway', 'NATGateway'),
  aws_internet_gateway: gateway('internet gateway', 'InternetGateway'),
  aws_default_internet_gateway: gateway('internet gateway', 'InternetGateway'),
  aws_egress_only_internet_gateway: gateway('egress-only gateway', 'InternetGateway'),
  aws_vpn_gateway: gateway('VPN gateway', 'VPNGateway'),
  aws_ec2_carrier_gateway: gateway('carrier gateway', 'CarrierGateway'),
  aws_ec2_instance_connect_endpoint: gateway('EC2 Instance Connect Endpoint', 'Endpoints'),
  aws_vpc_endpoint: {
    ...gateway('VPC endpoint', 'Endpoints'),
    detail: ({ service_name: name }) => shortService(name),
  },
};

/** How a resource is drawn; a type that is not listed gets a plain shape with its type. */
export function kindOf(type: string, facts: Facts): Kind {
  if (type === 'aws_lb' || type === 'aws_alb') {
    const kind = BALANCERS[facts['load_balancer_type'] ?? ''] ?? APPLICATION;
    // Servers ask an internal one, and what comes from the tier above passes to them.
    return facts['internal'] === 'true' ? { ...kind, band: 'balancer' } : kind;
  }
  return KINDS[type] ?? { label: type.replace(/^aws_/, '').replaceAll('_', ' '), icon: '' };
}
