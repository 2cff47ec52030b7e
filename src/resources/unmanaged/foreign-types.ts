import { unmanagedNetworkAcls } from './network-acls';
import type { Unmanaged } from './resource';

/** Types that no construct creates, but that change the traffic of a VPC if they are added to it or to a stack. */
export const FOREIGN_TYPES: Readonly<Record<string, Unmanaged>> = {
  aws_network_acl_rule: unmanagedNetworkAcls,
  // The rules are listed with aws_vpc_security_group_ingress_rule.
  aws_security_group_rule: { lists: [], identifiers: (rule) => [rule['security_group_rule_id']] },
};
