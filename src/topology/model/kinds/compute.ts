import { always, block, flag, not, stated, text, within, type Condition } from './conditions';
import { Unknown } from '../../value';
import type { Kind, Kinds } from './kind';

/** HTTP is on until HTTPS is enforced, which the block does unless it says otherwise. */
const isEnforced: Condition = within(['domain_endpoint_options'], flag('enforce_https', true));

/** @see https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html */
const search: Kind = {
  block: 'vpc_options',
  subnets: 'subnet_ids',
  groups: 'security_group_ids',
  listens: [{ ports: [443] }, { ports: [80], when: not(isEnforced) }],
  isHosted: not(block('vpc_options')),
};
/** Connects, and accepts nothing. */
const worker: Kind = {
  block: 'vpc_config',
  groups: 'security_group_ids',
  listens: [],
  wide: true,
  isHosted: not(block('vpc_config')),
};

/**
 * Tasks get IPv6 addresses as a setting of the account says.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
 */
const tasks: Kind = {
  ipv6: ({ owner }) => new Unknown(`whether tasks of ${owner.address} get IPv6 addresses (dualStackIPv6)`),
  isIpv6Public: always,
  block: 'network_configuration',
  subnets: 'subnets',
  groups: 'security_groups',
  isPublic: within(['network_configuration'], flag('assign_public_ip')),
};

export const COMPUTE: Kinds = {
  aws_autoscaling_group: {
    subnets: 'vpc_zone_identifier',
    groups: 'vpc_security_group_ids',
    isLaunched: true,
  },
  /** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-ipv6 */
  aws_lambda_function: {
    ...worker,
    subnets: 'subnet_ids',
    ipv6: within(['vpc_config'], flag('ipv6_allowed_for_dual_stack')),
    isIpv6Public: always,
  },
  aws_codebuild_project: { ...worker, subnets: 'subnets' },
  aws_ecs_service: tasks,
  aws_ecs_task_set: tasks,
  /**
   * The API server: an endpoint on the internet, interfaces in the subnets, or both.
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
   */
  aws_eks_cluster: {
    block: 'vpc_config',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    ownGroup: { of: 'itself', always: true },
    publicEndpoint: {
      isOpen: within(['vpc_config'], flag('endpoint_public_access', true)),
      ranges: 'public_access_cidrs',
    },
    privateEndpoint: within(['vpc_config'], flag('endpoint_private_access')),
    port: 443,
    wide: true,
  },
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html */
  aws_eks_node_group: {
    subnets: 'subnet_ids',
    groups: 'vpc_security_group_ids',
    ownGroup: { of: { argument: 'cluster_name' } },
    isLaunched: true,
  },
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html */
  aws_eks_fargate_profile: {
    subnets: 'subnet_ids',
    ownGroup: { of: { argument: 'cluster_name' } },
  },
  /** @see https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html */
  aws_sagemaker_notebook_instance: {
    subnets: 'subnet_id',
    groups: 'security_groups',
    isHosted: not(stated('subnet_id')),
    alsoHosted: text('direct_internet_access', /^Enabled$/, 'Enabled'),
  },
  /** @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html */
  aws_emr_cluster: {
    block: 'ec2_attributes',
    subnets: ['subnet_id', 'subnet_ids'],
    roles: [
      ['emr_managed_master_security_group', 'additional_master_security_groups'],
      ['emr_managed_slave_security_group', 'additional_slave_security_groups'],
    ],
    ownGroup: { of: 'itself' },
    isLaunched: true,
  },
  aws_mwaa_environment: {
    block: 'network_configuration',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    publicEndpoint: { isOpen: text('webserver_access_mode', /^PUBLIC_ONLY$/, 'PRIVATE_ONLY') },
    privateEndpoint: text('webserver_access_mode', /^PRIVATE_ONLY$/, 'PRIVATE_ONLY'),
    listens: [{ ports: [443] }, { ports: [5432], at: 'private' }],
  },
  aws_opensearch_domain: search,
  aws_elasticsearch_domain: search,
  aws_opensearchserverless_vpc_endpoint: {
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    port: 443,
  },
};

export const NETWORK: Kinds = {
  aws_route53_resolver_endpoint: {
    repeated: 'ip_address',
    subnets: 'subnet_id',
    groups: 'security_group_ids',
    listens: [{ ports: [53], protocols: ['tcp', 'udp'] }],
  },
  aws_vpc_endpoint: {
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    only: text('vpc_endpoint_type', /^Interface$/, 'Gateway'),
    ipv6: text('ip_address_type', /^(dualstack|ipv6)$/, 'ipv4'),
    ipv6Only: text('ip_address_type', /^ipv6$/, 'ipv4'),
  },
  /**
   * Its own interface connects to servers, and accepts nothing.
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html
   */
  aws_ec2_instance_connect_endpoint: {
    subnets: 'subnet_id',
    groups: 'security_group_ids',
    listens: [],
    wide: true,
  },
  /** @see https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_best_practices.html */
  aws_directory_service_directory: {
    block: 'vpc_settings',
    subnets: 'subnet_ids',
    ownGroup: { of: 'itself' },
  },
};
