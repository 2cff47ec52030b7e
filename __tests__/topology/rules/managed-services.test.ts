import { inside, network, no, brokers, sasl } from '../support/managed-service';
import { WEB, check, ref, sg, type Body, type Expected, type Resources } from '../support/network';

const subnetGroup = (type: string): Resources => ({
  [`${type}.s`]: { subnet_ids: [ref('aws_subnet.private')] },
});
type Question = readonly [port: number, expected: Expected, protocol?: 'tcp' | 'udp'];
interface Service {
  readonly page: string;
  readonly claim: string;
  readonly type: string;
  readonly body: Body;
  readonly more?: Resources;
  readonly ports: readonly Question[];
}
const transit = (value: string) => ({
  encryption_info: { encryption_in_transit: { client_broker: value } },
});
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
  ...(
    [
      ['HTTP and HTTPS', {}, 'yes'],
      ['HTTPS enforced by default', { domain_endpoint_options: {} }, no],
      ['HTTPS enforced', { domain_endpoint_options: { enforce_https: true } }, no],
      ['HTTPS not enforced', { domain_endpoint_options: { enforce_https: false } }, 'yes'],
      ['HTTPS perhaps enforced', { domain_endpoint_options: { enforce_https: '${data.x.y.z}' } }, 'unknown'],
    ] as const
  ).flatMap(([claim, body, expected]) =>
    ['aws_opensearch_domain', 'aws_elasticsearch_domain'].map((type) => ({
      page: 'opensearch-service/latest/APIReference/API_DomainEndpointOptions',
      claim,
      type,
      body: { ...body, vpc_options: inside },
      ports: [
        [443, 'yes'],
        [80, expected],
        [9200, no],
      ] as const,
    })),
  ),
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
