import { VPC } from '../link-types';
import type { Context } from './context';
import { KINDS } from './kinds';

/** Things in the file, or in what it calls, of which nobody can tell whom they reach or who reaches them. */
export interface Unread {
  /** Their resource type, or `module`. */
  readonly type: string;
  readonly members: readonly string[];
  readonly why: string;
}

/** Arguments and blocks by which a resource has, or brings, interfaces in a network. */
const PLACED = [
  'subnet_id',
  'subnet_ids',
  'subnets',
  'subnet_arns',
  'security_groups',
  'security_group_ids',
  'security_group_id_list',
  'vpc_security_group_ids',
  'vpc_config',
  'vpc_configuration',
  'vpc_options',
  'vpc_settings',
  'network_configuration',
  'compute_resources',
  'physical_connection_requirements',
  'application_configuration',
];

/** Parts of a network that are read, or that change nothing in who reaches whom. */
const PARTS =
  /^aws_(default_.*|subnet|\w+_subnet_group|network_acl\w*|network_interface_\w+|launch_\w+|nat_gateway|route\w*|main_route_table_association|ec2_subnet_cidr_reservation|ec2_transit_gateway\w*|flow_log|vpc_(endpoint|security_group)_\w+|vpc_endpoint|security_group(_rule)?|networkfirewall_\w+|ec2_client_vpn_(network_association|authorization_rule|route)|(rds|docdb|neptune)_cluster_instance|s3_access_point|datasync_location_\w+|imagebuilder_infrastructure_configuration|elastic_beanstalk_application|sagemaker_user_profile|lb\w*|alb\w*|elb\w*)$/;

/** Ends on the internet, or with a network of their own, that name no subnet. */
const ELSEWHERE =
  /^aws_(api_gateway_rest_api|apigatewayv2_api|apprunner_service|appsync_graphql_api|cloudformation_stack(_set)?|cloudfront_distribution|dx_\w+_virtual_interface|ec2_client_vpn_endpoint|ec2_fleet|elastic_beanstalk_environment|gamelift_fleet|globalaccelerator_(custom_routing_)?accelerator|lambda_function_url|lightsail_(container_service|database|instance|lb)|opsworks_\w+|servicecatalog_provisioned_product|spot_fleet_request|vpc_block_public_access_options|vpn_connection|workspaces_workspace)$/;

/** Providers that make nothing in a network. */
const UTILITIES = /^(archive|cloudinit|external|http|local|null|random|template|terraform|time|tls)_/;

const isAws = (type: string): boolean => type.startsWith('aws_');

/** What the matrix cannot tell of: types that are not read, and modules whose content is not in the file. */
export function readUnread(context: Context, isEnd: (address: string) => boolean): Unread[] {
  const types = [...context.types()].filter(
    (type) => !(type in KINDS) && !PARTS.test(type) && !VPC.test(type),
  );
  const resources = types.flatMap((type): Unread[] => {
    const all = context.all(type).filter(({ owner }) => !isEnd(owner.address));
    const placed = all.filter(
      (args) =>
        (isAws(type) ? ELSEWHERE.test(type) : !UTILITIES.test(type)) || PLACED.some((name) => args.has(name)),
    );
    const members = placed.map(({ owner }) => owner.address);
    return members.length === 0
      ? []
      : [{ type, members, why: `what an ${type} sends and takes is not understood` }];
  });
  const modules = context.document.opaque.map(({ address }) => address);
  const called = { type: 'module', members: modules, why: 'what it holds is not in this file' };
  return modules.length > 0 ? [...resources, called] : resources;
}
