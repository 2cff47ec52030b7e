import type { Guardrail } from '../core/guardrails';
import { blocksAt, list, type Resources, type Rule } from './guardrail';
import { wildcardActions, wildcardPrincipals } from './guardrail-policies';
import { plainSecrets } from './guardrail-secrets';
import { unencryptedStorage } from './guardrail-storage';

const isTrue = (value: unknown): boolean => String(value) === 'true';

const PUBLIC_ADDRESS: Readonly<Record<string, string>> = {
  aws_db_instance: 'publicly_accessible',
  aws_rds_cluster_instance: 'publicly_accessible',
  aws_redshift_cluster: 'publicly_accessible',
  aws_dms_replication_instance: 'publicly_accessible',
};

const publicDatabase: Rule = (type, values) => {
  const argument = PUBLIC_ADDRESS[type];
  return argument !== undefined && isTrue(values[argument]) ? [`${argument} makes it public`] : [];
};

/** Whether a subnet of the stack gives its instances public addresses. */
function isPublic(reference: unknown, { aws_subnet: subnets = {} }: Resources): boolean {
  const [, name = ''] = /^\$\{aws_subnet\.(\w+)\.id\}$/.exec(String(reference)) ?? [];
  return isTrue(subnets[name]?.['map_public_ip_on_launch']);
}

/** Arguments that give an elastic address to a server. A NAT gateway names its address itself. */
const ADDRESSED: Readonly<Record<string, readonly string[]>> = {
  aws_eip: ['instance', 'network_interface'],
  aws_eip_association: ['instance_id', 'network_interface_id'],
};

const publicServer: Rule = (type, values, resources) => {
  const { subnet_id: subnet, associate_public_ip_address: address } = values;
  if (type === 'aws_instance') {
    if (isTrue(address)) return ['associate_public_ip_address makes it public'];
    return address !== false && isPublic(subnet, resources) ? ['subnet_id is a public subnet'] : [];
  }
  const addressed = (ADDRESSED[type] ?? []).filter((argument) => values[argument] !== undefined);
  if (addressed.length > 0) return addressed.map((argument) => `${argument} gets a public address`);
  const interfaces = type === 'aws_launch_template' ? blocksAt(values, 'network_interfaces') : [];
  return interfaces.some((one) => isTrue(one['associate_public_ip_address']))
    ? ['network_interfaces.associate_public_ip_address makes its instances public']
    : [];
};

const INLINE: Readonly<Record<string, readonly string[]>> = {
  aws_security_group: ['ingress', 'egress'],
  aws_default_security_group: ['ingress', 'egress'],
  aws_network_acl: ['ingress', 'egress'],
  aws_route_table: ['route'],
};

const inlineRules: Rule = (type, values) =>
  (INLINE[type] ?? [])
    .filter((block) => list(values[block]).length > 0)
    .map((block) => `${block} has rules inline`);

/** Default tags do not reach the instances of a group: its own tags do. AWS: "Tag Auto Scaling groups and instances". */
const untagged: Rule = (type, values) =>
  type !== 'aws_autoscaling_group' || 'tag' in values || 'dynamic' in values
    ? []
    : ['tag is missing: its instances get no tags'];

/** What finds the resources that a guardrail refuses. */
export const RULES: Readonly<Record<Guardrail, Rule>> = {
  STORAGE_UNENCRYPTED: unencryptedStorage,
  DATABASE_PUBLIC: publicDatabase,
  SERVER_PUBLIC: publicServer,
  RULES_INLINE: inlineRules,
  PRINCIPAL_WILDCARD: wildcardPrincipals,
  ACTION_WILDCARD: wildcardActions,
  UNTAGGED: untagged,
  SECRET_PLAIN: plainSecrets,
};
