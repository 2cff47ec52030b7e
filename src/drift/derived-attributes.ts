import type { Difference } from './compare';
import type { Json, Resource } from './plan';
import { isFields, isUnset } from './values';

/** Always another's to tell: a value that AWS changes by itself, or that is listed one by one elsewhere. */
const ALWAYS = 'always';

/**
 * Attributes that repeat what another resource says, and where it says so. State has them as they were when the resource was
 * made, before the other one was, so the first look after a deployment finds them different. They are left out where state
 * knows the other one.
 */
const ECHOES: Readonly<Record<string, readonly string[] | typeof ALWAYS>> = {
  'aws_db_instance.latest_restorable_time': ALWAYS,
  'aws_autoscaling_group.desired_capacity': ALWAYS,
  // Rules and routes are resources of their own; those of nobody are found in AWS.
  'aws_security_group.ingress': ALWAYS,
  'aws_security_group.egress': ALWAYS,
  'aws_default_security_group.ingress': ALWAYS,
  'aws_default_security_group.egress': ALWAYS,
  'aws_route_table.route': ALWAYS,
  'aws_eip.association_id': ['aws_eip_association.id', 'aws_nat_gateway.association_id'],
  'aws_eip.instance': ['aws_eip_association.instance_id'],
  'aws_eip.network_interface': [
    'aws_eip_association.network_interface_id',
    'aws_nat_gateway.network_interface_id',
  ],
  'aws_eip.private_ip': ['aws_eip_association.private_ip_address', 'aws_nat_gateway.private_ip'],
  // Names that AWS makes of the addresses.
  'aws_eip.private_dns': ALWAYS,
  'aws_instance.public_dns': ALWAYS,
  'aws_instance.public_ip': ['aws_eip_association.public_ip'],
  'aws_instance.ebs_block_device': ['aws_volume_attachment.volume_id'],
  'aws_autoscaling_group.target_group_arns': ['aws_autoscaling_attachment.lb_target_group_arn'],
  // The same in the words of today's API, which moto has not. AWS: "AttachTrafficSources".
  'aws_autoscaling_group.traffic_source': ['aws_autoscaling_attachment.lb_target_group_arn'],
  'aws_lb_target_group.load_balancer_arns': ['aws_lb.arn'],
  'aws_iam_role.managed_policy_arns': ['aws_iam_role_policy_attachment.policy_arn'],
  'aws_iam_role.inline_policy': ['aws_iam_role_policy.name'],
};

function leavesOf(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isFields(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

/** Tells which differences only repeat another resource of the state. */
export class Echoes {
  private readonly values = new Map<string, Set<Json>>();

  constructor(resources: readonly Resource[]) {
    for (const { type, values } of resources) {
      for (const [name, value] of Object.entries(values)) {
        const key = `${type}.${name}`;
        this.values.set(key, (this.values.get(key) ?? new Set()).add(value));
      }
    }
  }

  public has(type: string, { path, member, aws, state }: Difference): boolean {
    const sources = ECHOES[`${type}.${path[0]}`];
    if (sources === undefined || sources === ALWAYS) return sources === ALWAYS;
    const value = member ?? (isUnset(aws) ? state : aws);
    return leavesOf(value).some((leaf) => sources.some((source) => this.values.get(source)?.has(leaf)));
  }
}
