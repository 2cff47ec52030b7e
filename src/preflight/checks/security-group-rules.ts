import { type Demand, quotaCheck } from '../quota';
import type { Plan } from '../../terraform/planned-resources';

const DIRECTIONS = {
  inbound: 'aws_vpc_security_group_ingress_rule',
  outbound: 'aws_vpc_security_group_egress_rule',
};

/** Number of rules by security group and direction. Nothing else adds rules to these groups. */
function rulesByGroup(plan: Plan): Demand[] {
  const counts = new Map<string, number>();
  for (const [direction, type] of Object.entries(DIRECTIONS))
    for (const { args, count } of plan.blocks(type)) {
      const group = plan.referred(args['security_group_id'])?.name ?? 'a group';
      const where = `${group}, ${direction}`;
      counts.set(where, (counts.get(where) ?? 0) + count);
    }
  return [...counts].map(([where, needed]) => ({ where, needed, others: 0 }));
}

/** AWS applies the quota to inbound and outbound rules separately. Each CIDR block counts as one rule. */
export const securityGroupRules = quotaCheck({
  id: 'security-group-rules',
  title: 'Rules of a security group',
  prevents: 'Some of the rules are created, and the others refused',
  error: 'RulesPerSecurityGroupLimitExceeded',
  permissions: [],
  service: 'vpc',
  code: 'L-0EA8095F',
  applies: ({ plan }) => rulesByGroup(plan).length > 0,
  demands: async ({ plan }) => rulesByGroup(plan),
});
