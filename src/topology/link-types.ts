/** What an argument of this name leads to, whatever resource or block it stands in. */
export interface LinkType {
  readonly types: RegExp;
  /** The attribute by which a VPC itself leads there. */
  readonly ofVpc?: string;
  /** Attributes by which resources of other types lead there. */
  readonly ofOthers?: Readonly<Record<string, RegExp>>;
  /** The argument by which people name such a resource before it exists. */
  readonly named?: string;
  /** What is not known but comes of a plan can be nothing but one of those that it creates. */
  readonly isClosed?: boolean;
}

/** An id as AWS gives it, of another account too. */
export const ID = /^(\d{12}\/)?[a-z]+-[0-9a-f]+$/;

export const VPC = /^aws_(default_)?vpc$/;
export const SUBNET = /^aws_(default_)?subnet$/;
export const INSTANCE = /^aws_(instance|spot_instance_request)$/;
const NIC = /^aws_(network_interface|instance|spot_instance_request)$/;
const GROUP = /^aws_(default_)?security_group$/;

const vpc: LinkType = { types: VPC, isClosed: true };
const subnet: LinkType = { types: SUBNET };
const group: LinkType = {
  types: GROUP,
  ofVpc: 'default_security_group_id',
  ofOthers: {
    aws_eks_cluster: /(^|\.)cluster_security_group_id$/,
    aws_directory_service_directory: /^security_group_id$/,
  },
};
const routeTable: LinkType = { types: /^aws_(default_)?route_table$/, ofVpc: 'default_route_table_id' };
const acl: LinkType = { types: /^aws_(default_)?network_acl$/, ofVpc: 'default_network_acl_id' };
const balancer: LinkType = { types: /^aws_a?lb$/ };
const targetGroup: LinkType = { types: /^aws_a?lb_target_group$/ };
const instance: LinkType = { types: INSTANCE };
const nic: LinkType = { types: NIC };
const template: LinkType = { types: /^aws_launch_(template|configuration)$/ };
const namedTemplate: LinkType = { ...template, named: 'name' };
const classic: LinkType = { types: /^aws_elb$/, named: 'name' };
const prefixList: LinkType = { types: /^aws_ec2_managed_prefix_list$/ };
const subnetGroup: LinkType = { types: /^aws_\w+_subnet_group$/, named: 'name' };
const peering: LinkType = { types: /^aws_vpc_peering_connection(_accepter)?$/ };
const scalingGroup: LinkType = {
  types: /^aws_autoscaling_group$/,
  ofOthers: { aws_eks_node_group: /(^|\.)autoscaling_groups\b/ },
  named: 'name',
};

export const LINKS: Readonly<Record<string, LinkType>> = {
  vpc_id: vpc,
  peer_vpc_id: vpc,
  subnet_id: subnet,
  subnet_ids: subnet,
  subnets: subnet,
  client_subnets: subnet,
  source_security_group_ids: group,
  emr_managed_master_security_group: group,
  emr_managed_slave_security_group: group,
  additional_master_security_groups: group,
  additional_slave_security_groups: group,
  replication_subnet_group_id: subnetGroup,
  cluster_name: { types: /^aws_e[ck]s_cluster$/, named: 'name' },
  cluster_identifier: { types: /^aws_(rds|docdb|neptune)_cluster$/, named: 'cluster_identifier' },
  vpc_subnet_ids: subnet,
  vpc_zone_identifier: subnet,
  subnet_group_name: subnetGroup,
  db_subnet_group_name: subnetGroup,
  cluster_subnet_group_name: subnetGroup,
  neptune_subnet_group_name: subnetGroup,
  security_group_id: group,
  security_group_ids: group,
  security_groups: group,
  vpc_security_group_ids: group,
  source_security_group_id: group,
  referenced_security_group_id: group,
  prefix_list_id: prefixList,
  prefix_list_ids: prefixList,
  destination_prefix_list_id: prefixList,
  route_table_id: routeTable,
  route_table_ids: routeTable,
  default_route_table_id: routeTable,
  network_acl_id: acl,
  default_network_acl_id: acl,
  load_balancer_arn: balancer,
  listener_arn: { types: /^aws_a?lb_listener$/ },
  target_group_arn: targetGroup,
  target_group_arns: targetGroup,
  lb_target_group_arn: targetGroup,
  alb_target_group_arn: targetGroup,
  arn: targetGroup,
  identifier: { types: /^aws_(a?lb_target_group|elb)$/, named: 'name' },
  target_id: {
    types: /^aws_(instance|spot_instance_request|network_interface|a?lb|lambda_(function|alias)|eip)$/,
    ofOthers: {
      aws_vpc_endpoint: /(^|\.)ipv[46]$/,
      aws_mq_broker: /(^|\.)ip_address$/,
      aws_directory_service_directory: /^dns_ip_addresses\b/,
      aws_workspaces_workspace: /^ip_address$/,
      aws_route53_resolver_endpoint: /(^|\.)ip$/,
    },
  },
  alternate_target_group_arn: targetGroup,
  auto_scaling_group_arn: { types: /^aws_autoscaling_group$/ },
  task_definition: { types: /^aws_ecs_task_definition$/ },
  capacity_provider: { types: /^aws_ecs_capacity_provider$/, named: 'name' },
  cluster: { types: /^aws_ecs_cluster$/, named: 'name' },
  elb: classic,
  elb_name: classic,
  load_balancers: classic,
  instance,
  instances: instance,
  instance_id: instance,
  network_interface: nic,
  network_interface_id: nic,
  autoscaling_group_name: scalingGroup,
  id: template,
  name: namedTemplate,
  launch_template_id: template,
  launch_template_name: namedTemplate,
  launch_configuration: namedTemplate,
  replicate_source_db: { types: /^aws_(db_instance|rds_cluster)$/ },
  internet_gateway_id: { types: /^aws_(default_)?internet_gateway$/ },
  gateway_id: { types: /^aws_((?!egress_only)\w*gateway|vpc_endpoint)$/ },
  nat_gateway_id: { types: /^aws_nat_gateway$/ },
  vpc_peering_connection_id: peering,
  transit_gateway_id: { types: /^aws_ec2_transit_gateway$/ },
  transit_gateway_attachment_id: {
    types: /^aws_(ec2_transit_gateway_(vpc_attachment|peering_attachment|connect)|vpn_connection)$/,
  },
  transit_gateway_route_table_id: {
    types: /^aws_ec2_transit_gateway_route_table$/,
    ofOthers: { aws_ec2_transit_gateway: /_default_route_table_id$/ },
  },
  vpn_gateway_id: { types: /^aws_vpn_gateway$/ },
  vpn_connection_id: { types: /^aws_vpn_connection$/ },
  associated_gateway_id: { types: /^aws_(vpn_gateway|ec2_transit_gateway)$/ },
  resource_arn: { types: /^aws_ec2_transit_gateway$/ },
  vpc_endpoint_id: { types: /^aws_(vpc_endpoint|networkfirewall_firewall)$/ },
  carrier_gateway_id: { types: /^aws_ec2_carrier_gateway$/ },
  local_gateway_id: { types: /local_gateway/ },
  core_network_arn: { types: /^aws_networkmanager/ },
  egress_only_gateway_id: { types: /^aws_egress_only_internet_gateway$/ },
  propagating_vgws: { types: /^aws_vpn_gateway$/ },
};

export const ANY_TYPE: LinkType = { types: /^/ };
