import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { type AwsResource, listed, type ManagedResources, named, traffic, type Unmanaged } from './resource';

function describeRule(rule: SecurityGroupRule, managed: ManagedResources): AwsResource | undefined {
  const { GroupId: container, SecurityGroupRuleId: id, IsEgress, Description } = rule;
  const [direction, preposition] = IsEgress ? ['egress', 'to'] : ['ingress', 'from'];
  if (!managed.owns(container) || managed.statesInline(container, direction)) return undefined;
  const group = rule.ReferencedGroupInfo?.GroupId;
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? managed.addressOf(group) ?? group;
  const description = Description ? `, ${JSON.stringify(Description)}` : '';
  return {
    ids: [id],
    container,
    description: `${direction} rule ${traffic(rule)} ${preposition} ${peer} (${id}${description})`,
  };
}

/** Ingress and egress rules of the security groups in state. */
export const unmanagedRules: Unmanaged = {
  lists: [listed((aws) => aws.rules(), describeRule)],
};

export const unmanagedSecurityGroups: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.groups(),
      ({ GroupId: id, GroupName, VpcId: container, Tags }) =>
        GroupName === 'default'
          ? undefined
          : { ids: [id], container, description: named('security group', id, Tags) },
    ),
  ],
};
