import {
  ANYWHERE,
  BASE,
  WEB,
  check,
  everythingOut,
  group,
  ingress,
  instance,
  ref,
  rows,
  sg,
  terraform,
  type Body,
  type Expected,
  type Resources,
} from '../support/network';

const inside = { subnet_ids: [ref('aws_subnet.private')], security_group_ids: [sg('service')] };
const subnetGroup = (type: string): Resources => ({
  [`${type}.s`]: { subnet_ids: [ref('aws_subnet.private')] },
});

/** Web, and a service whose group lets everything in. */
const network = (...parts: readonly Resources[]) =>
  terraform(
    BASE,
    group('web'),
    instance('web', 'public'),
    everythingOut('web'),
    group('service'),
    ingress('service', 0, ANYWHERE, { ip_protocol: '-1' }),
    ...parts,
  );

type Question = readonly [port: number, expected: Expected, protocol?: 'tcp' | 'udp'];
interface Service {
  readonly page: string;
  readonly claim: string;
  readonly type: string;
  readonly body: Body;
  readonly more?: Resources;
  readonly ports: readonly Question[];
}

const no = 'no: no listener' as const;
const brokers = (more: Body = {}): Body => ({
  broker_node_group_info: { client_subnets: [ref('aws_subnet.private')], security_groups: [sg('service')] },
  kafka_version: '3.6.0',
  ...more,
});
const transit = (value: string) => ({
  encryption_info: { encryption_in_transit: { client_broker: value } },
});
const sasl = (more: Body) => ({ client_authentication: { sasl: more } });
const mq = (engine_type: string): Body => ({
  engine_type,
  subnet_ids: [ref('aws_subnet.private')],
  security_groups: [sg('service')],
});
const msk = { page: 'msk/latest/developerguide/port-info', type: 'aws_msk_cluster' };
const services: readonly Service[] = [
  {
    ...msk,
    claim: 'TLS alone, unless it says otherwise',
    body: brokers(),
    ports: [
      [9094, 'yes'],
      [9092, no],
      [9096, no],
      [9098, no],
      [2181, 'yes'],
    ],
  },
  {
    ...msk,
    claim: 'plaintext',
    body: brokers(transit('PLAINTEXT')),
    ports: [
      [9092, 'yes'],
      [9094, no],
    ],
  },
  {
    ...msk,
    claim: 'both',
    body: brokers(transit('TLS_PLAINTEXT')),
    ports: [
      [9092, 'yes'],
      [9094, 'yes'],
    ],
  },
  {
    ...msk,
    claim: 'IAM',
    body: brokers(sasl({ iam: true })),
    ports: [
      [9098, 'yes'],
      [9094, no],
      [9198, no],
    ],
  },
  {
    ...msk,
    claim: 'SCRAM, and clients without authentication',
    body: brokers({ client_authentication: { unauthenticated: true, sasl: { scram: true } } }),
    ports: [
      [9096, 'yes'],
      [9094, 'yes'],
      [9098, no],
    ],
  },
  {
    ...msk,
    claim: 'an authentication that a variable decides',
    body: brokers(sasl({ iam: '${var.iam}' })),
    ports: [[9098, 'unknown']],
  },
  {
    ...msk,
    claim: 'without ZooKeeper',
    body: brokers({ kafka_version: '3.7.x.kraft' }),
    ports: [[2181, no]],
  },
  {
    page: 'msk/latest/developerguide/serverless-getting-started',
    claim: 'IAM alone',
    type: 'aws_msk_serverless_cluster',
    body: { vpc_config: [inside] },
    ports: [
      [9098, 'yes'],
      [9094, no],
    ],
  },
  {
    page: 'amazon-mq/latest/developer-guide/connecting-to-amazon-mq',
    claim: 'ActiveMQ',
    type: 'aws_mq_broker',
    body: mq('ActiveMQ'),
    ports: [
      [61_617, 'yes'],
      [5671, 'yes'],
      [8162, 'yes'],
      [443, no],
    ],
  },
  {
    page: 'amazon-mq/latest/developer-guide/connecting-to-amazon-mq',
    claim: 'RabbitMQ',
    type: 'aws_mq_broker',
    body: mq('RabbitMQ'),
    ports: [
      [5671, 'yes'],
      [443, 'yes'],
      [61_617, no],
    ],
  },
  {
    page: 'amazondynamodb/latest/developerguide/DAXEncryptionInTransit',
    claim: 'without encryption',
    type: 'aws_dax_cluster',
    body: { subnet_group_name: ref('aws_dax_subnet_group.s', 'name'), security_group_ids: [sg('service')] },
    more: subnetGroup('aws_dax_subnet_group'),
    ports: [
      [8111, 'yes'],
      [9111, no],
    ],
  },
  {
    page: 'amazondynamodb/latest/developerguide/DAXEncryptionInTransit',
    claim: 'with encryption',
    type: 'aws_dax_cluster',
    body: {
      subnet_group_name: ref('aws_dax_subnet_group.s', 'name'),
      security_group_ids: [sg('service')],
      cluster_endpoint_encryption_type: 'TLS',
    },
    more: subnetGroup('aws_dax_subnet_group'),
    ports: [
      [9111, 'yes'],
      [8111, no],
    ],
  },
  {
    page: 'memorydb/latest/devguide/clusters.create',
    claim: 'its own port',
    type: 'aws_memorydb_cluster',
    body: { subnet_group_name: ref('aws_memorydb_subnet_group.s'), security_group_ids: [sg('service')] },
    more: subnetGroup('aws_memorydb_subnet_group'),
    ports: [
      [6379, 'yes'],
      [11_211, no],
    ],
  },
  {
    page: 'AmazonElastiCache/latest/dg/set-up',
    claim: 'a second port for reading',
    type: 'aws_elasticache_serverless_cache',
    body: { ...inside, engine: 'valkey' },
    ports: [
      [6379, 'yes'],
      [6380, 'yes'],
      [11_211, no],
    ],
  },
  {
    page: 'fsx/latest/LustreGuide/limit-access-security-groups',
    claim: 'Lustre',
    type: 'aws_fsx_lustre_file_system',
    body: inside,
    ports: [
      [988, 'yes'],
      [1021, 'yes'],
      [2049, no],
    ],
  },
  {
    page: 'fsx/latest/WindowsGuide/limit-access-security-groups',
    claim: 'SMB',
    type: 'aws_fsx_windows_file_system',
    body: inside,
    ports: [
      [445, 'yes'],
      [139, 'unknown'],
      [22, no],
    ],
  },
  {
    page: 'fsx/latest/ONTAPGuide/limit-access-security-groups',
    claim: 'whatever its volumes serve',
    type: 'aws_fsx_ontap_file_system',
    body: inside,
    ports: [
      [22, 'yes'],
      [2049, 'unknown'],
      [3389, no],
    ],
  },
  {
    page: 'fsx/latest/OpenZFSGuide/limit-access-security-groups',
    claim: 'NFS',
    type: 'aws_fsx_openzfs_file_system',
    body: inside,
    ports: [
      [2049, 'yes'],
      [20_002, 'yes', 'udp'],
    ],
  },
  {
    page: 'transfer/latest/userguide/create-server-in-vpc',
    claim: 'SFTP in a VPC',
    type: 'aws_transfer_server',
    body: { endpoint_type: 'VPC', endpoint_details: { vpc_id: ref('aws_vpc.main'), ...inside } },
    ports: [
      [22, 'yes'],
      [2222, 'yes'],
      [21, no],
    ],
  },
  {
    page: 'documentdb/latest/developerguide/elastic-get-started',
    claim: 'an elastic cluster',
    type: 'aws_docdbelastic_cluster',
    body: { subnet_ids: [ref('aws_subnet.private')], vpc_security_group_ids: [sg('service')] },
    ports: [[27_017, 'yes']],
  },
  {
    page: 'redshift/latest/mgmt/serverless-connecting',
    claim: 'its port',
    type: 'aws_redshiftserverless_workgroup',
    body: inside,
    ports: [
      [5439, 'yes'],
      [5432, no],
    ],
  },
  {
    page: 'mwaa/latest/userguide/vpc-vpe-access',
    claim: 'the web server',
    type: 'aws_mwaa_environment',
    body: { network_configuration: inside },
    ports: [
      [443, 'yes'],
      [8080, no],
    ],
  },
  {
    page: 'emr/latest/ManagementGuide/emr-man-sec-groups',
    claim: 'groups of its own',
    type: 'aws_emr_cluster',
    body: {
      ec2_attributes: {
        subnet_id: ref('aws_subnet.private'),
        emr_managed_master_security_group: sg('service'),
        emr_managed_slave_security_group: sg('web'),
      },
    },
    ports: [[8443, 'yes']],
  },
  {
    page: 'emr/latest/ManagementGuide/emr-man-sec-groups',
    claim: 'groups that EMR makes',
    type: 'aws_emr_cluster',
    body: { ec2_attributes: { subnet_id: ref('aws_subnet.private') } },
    ports: [[8443, 'unknown']],
  },
  {
    page: 'sagemaker/latest/dg/appendix-notebook-and-internet-access',
    claim: 'a notebook in a subnet',
    type: 'aws_sagemaker_notebook_instance',
    body: { subnet_id: ref('aws_subnet.private'), security_groups: [sg('service')] },
    ports: [[8888, 'yes']],
  },
  {
    page: 'directoryservice/latest/admin-guide/ms_ad_best_practices',
    claim: 'rules that AWS makes',
    type: 'aws_directory_service_directory',
    body: { vpc_settings: { vpc_id: ref('aws_vpc.main'), subnet_ids: [ref('aws_subnet.private')] } },
    ports: [[389, 'unknown']],
  },
  {
    page: 'dms/latest/APIReference/API_CreateReplicationInstance',
    claim: 'accepts nothing',
    type: 'aws_dms_replication_instance',
    body: {
      replication_subnet_group_id: ref('aws_dms_replication_subnet_group.s'),
      vpc_security_group_ids: [sg('service')],
    },
    more: subnetGroup('aws_dms_replication_subnet_group'),
    ports: [[3306, no]],
  },
];

describe('Service with network interfaces in a subnet', () => {
  check(
    services.flatMap(({ page, claim, type, body, more = {}, ports }) =>
      ports.map(([port, expected, protocol = 'tcp' as const]) => ({
        page,
        claim: `${type}: ${claim}`,
        network: network({ [`${type}.x`]: body, ...more }),
        from: WEB,
        to: `${type}.x`,
        port,
        protocol,
        expected,
      })),
    ),
  );
});

describe('Service with a public address', () => {
  const publicBrokers = brokers({
    broker_node_group_info: {
      client_subnets: [ref('aws_subnet.public')],
      security_groups: [sg('service')],
      connectivity_info: { public_access: { type: 'SERVICE_PROVIDED_EIPS' } },
    },
    ...sasl({ iam: true }),
  });
  const server = (more: Body = {}): Resources => ({ 'aws_transfer_server.x': more });
  check([
    ...rows(
      'msk/latest/developerguide/public-access',
      network({ 'aws_msk_cluster.x': publicBrokers }),
      ['on its public port', 'internet', 'aws_msk_cluster.x', 9198, 'yes'],
      ['not on the private one', 'internet', 'aws_msk_cluster.x', 9098, no],
      ['which the VPC uses', WEB, 'aws_msk_cluster.x', 9098, 'yes'],
    ),
    ...rows(
      'amazon-mq/latest/developer-guide/using-amazon-mq-securely',
      network({ 'aws_mq_broker.x': { engine_type: 'RabbitMQ', publicly_accessible: true } }),
      ['a public RabbitMQ broker has no group', 'internet', 'aws_mq_broker.x', 5671, 'yes'],
      ['and is reached over the internet', WEB, 'aws_mq_broker.x', 443, 'yes'],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-sftp',
      network(server()),
      ['public unless it says otherwise', 'internet', 'aws_transfer_server.x', 22, 'yes'],
      ['FTP is another protocol', 'internet', 'aws_transfer_server.x', 21, no],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-in-vpc',
      network(
        server({
          endpoint_type: 'VPC',
          endpoint_details: {
            subnet_ids: [ref('aws_subnet.public')],
            security_group_ids: [sg('service')],
            address_allocation_ids: [ref('aws_eip.nat')],
          },
        }),
      ),
      ['in a VPC with elastic addresses', 'internet', 'aws_transfer_server.x', 22, 'yes'],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-in-vpc',
      network(server({ endpoint_type: 'VPC', endpoint_details: inside })),
      ['in a VPC without', 'internet', 'aws_transfer_server.x', 22, 'no: no route'],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-in-vpc',
      network(server({ endpoint_type: '${var.type}', endpoint_details: inside })),
      ['wherever a variable puts it', 'internet', 'aws_transfer_server.x', 22, 'unknown', 'var.type'],
    ),
    ...rows(
      'mwaa/latest/userguide/configuring-networking',
      network({
        'aws_mwaa_environment.x': { network_configuration: inside, webserver_access_mode: 'PUBLIC_ONLY' },
      }),
      ['a web server on the internet', 'internet', 'aws_mwaa_environment.x', 443, 'yes'],
      ['its database is not', 'internet', 'aws_mwaa_environment.x', 5432, 'no: no listener'],
    ),
    ...rows(
      'sagemaker/latest/dg/appendix-notebook-and-internet-access',
      network({
        'aws_sagemaker_notebook_instance.x': {
          subnet_id: ref('aws_subnet.private'),
          security_groups: [sg('service')],
        },
      }),
      ['a notebook goes out by itself', 'aws_sagemaker_notebook_instance.x', 'internet', 443, 'yes'],
    ),
    ...rows(
      'sagemaker/latest/dg/appendix-notebook-and-internet-access',
      network({
        'aws_sagemaker_notebook_instance.x': {
          subnet_id: ref('aws_subnet.private'),
          security_groups: [sg('service')],
          direct_internet_access: 'Disabled',
        },
      }),
      ['unless that is disabled', 'aws_sagemaker_notebook_instance.x', 'internet', 443, 'no: egress rule'],
    ),
  ]);
});

describe('EKS', () => {
  const page = 'eks/latest/userguide/cluster-endpoint';
  const C = 'aws_eks_cluster.c';
  const N = 'aws_eks_node_group.n';
  const cluster = (more: Body = {}): Resources => ({
    [C]: {
      name: 'shop',
      vpc_config: { subnet_ids: [ref('aws_subnet.private')], ...more },
    },
    [N]: { cluster_name: ref(C, 'name'), subnet_ids: [ref('aws_subnet.private')] },
  });
  const own = { security_group_id: '${aws_eks_cluster.c.vpc_config[0].cluster_security_group_id}' };
  const web443 = {
    'aws_vpc_security_group_ingress_rule.web': {
      ...own,
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      referenced_security_group_id: sg('web'),
    },
  };
  const template = (more: Body): Resources => ({
    'aws_launch_template.t': more,
    [N]: {
      cluster_name: 'shop',
      subnet_ids: [ref('aws_subnet.private')],
      launch_template: { id: ref('aws_launch_template.t'), version: '1' },
    },
  });
  const ssh = (more: Body = {}): Resources => ({
    [N]: {
      cluster_name: ref(C, 'name'),
      subnet_ids: [ref('aws_subnet.public')],
      remote_access: { ec2_ssh_key: 'k', ...more },
    },
  });
  check([
    ...rows(
      page,
      network(cluster()),
      ['the API server is on the internet', 'internet', C, 443, 'yes'],
      ['and nowhere else', 'internet', C, 22, 'no: no listener'],
      ['clients in the VPC go over the internet', WEB, C, 443, 'yes'],
    ),
    ...rows(
      page,
      network(cluster({ public_access_cidrs: ['203.0.113.0/24'] })),
      ['to some of it', '203.0.113.7', C, 443, 'yes'],
      ['not to everyone', 'internet', C, 443, 'no: ingress rule'],
      ['which may take the VPC in', WEB, C, 443, 'unknown', 'address'],
    ),
    ...rows(
      page,
      network(cluster({ endpoint_public_access: false, endpoint_private_access: true })),
      ['a private one', 'internet', C, 443, 'no: no public address'],
      ['which its group closes to others', WEB, C, 443, 'no: ingress rule'],
      ['and opens to its nodes', N, C, 443, 'yes'],
    ),
    ...rows(
      page,
      network(cluster({ endpoint_public_access: false, endpoint_private_access: true }), web443),
      ["a rule of the cluster's own group", WEB, C, 443, 'yes'],
    ),
    ...rows(
      page,
      network(
        cluster({
          endpoint_public_access: false,
          endpoint_private_access: true,
          security_group_ids: [sg('service')],
        }),
      ),
      ['a group beside its own', WEB, C, 443, 'yes'],
    ),
    ...rows(page, network(cluster({ endpoint_public_access: '${var.open}' })), [
      'what a variable opens',
      'internet',
      C,
      443,
      'unknown',
      'var.open',
    ]),
    ...rows(
      'eks/latest/userguide/sec-group-reqs',
      network(cluster(), group('app'), instance('app', 'private')),
      ['nodes are in the group of the cluster', N, C, 443, 'yes'],
      ['and go out', N, 'internet', 443, 'yes'],
      ['others do not reach them', WEB, N, 10_250, 'no: ingress rule'],
      ['the cluster does', C, N, 10_250, 'yes'],
    ),
    ...rows(
      'eks/latest/userguide/launch-templates',
      network(cluster(), template({ vpc_security_group_ids: [sg('service')] })),
      ['groups of a launch template are the only ones', WEB, N, 22, 'yes'],
    ),
    ...rows('eks/latest/userguide/launch-templates', network(cluster(), template({})), [
      'a template without groups has that of the cluster',
      WEB,
      N,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'eks/latest/APIReference/API_RemoteAccessConfig',
      network(cluster(), ssh()),
      ['an SSH key opens port 22 to the internet', 'internet', N, 22, 'yes', 'remote access'],
      ['and no other', 'internet', N, 443, 'no: ingress rule'],
    ),
    ...rows(
      'eks/latest/APIReference/API_RemoteAccessConfig',
      network(cluster(), ssh({ source_security_group_ids: [sg('web')] })),
      ['to some groups alone', 'internet', N, 22, 'no: ingress rule'],
      ['which are let in', WEB, N, 22, 'yes'],
    ),
    ...rows(
      'eks/latest/userguide/fargate-profile',
      network(cluster(), {
        'aws_eks_fargate_profile.f': {
          cluster_name: ref(C, 'name'),
          subnet_ids: [ref('aws_subnet.private')],
        },
      }),
      ['pods on Fargate have the group of the cluster', 'aws_eks_fargate_profile.f', N, 8080, 'yes'],
    ),
    ...rows(
      'eks/latest/userguide/sec-group-reqs',
      network({
        [N]: { cluster_name: '${data.aws_eks_cluster.c.name}', subnet_ids: [ref('aws_subnet.private')] },
      }),
      ['nodes of a cluster elsewhere', WEB, N, 22, 'unknown', 'aws_eks_cluster.c'],
    ),
  ]);
});
