import type { Protocol } from '../../topology';

/** Environments of this project, and its other stacks. */
export type ScannedStack = 'account' | 'automation' | 'dev' | 'prod' | 'state';

/** What a scanner reads of a stack: the plan of Terraform, or the synthesized JSON. */
export type ScannedForm = 'json' | 'plan';

/** A question of `devloop reach` whose answer must be no. */
export interface ReachQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** A finding that stays, and why. One that matches nothing fails the scan. */
export interface Waiver {
  /** Id of the check. */
  readonly check: string;
  /** Names of resources in Terraform, without their type; `*` for any text. */
  readonly resources: readonly string[];
  readonly stacks: readonly ScannedStack[];
  /** @default both */
  readonly forms?: readonly ScannedForm[];
  readonly reason: string;
  /** Proof that the finding is false, which the scan asks of each of the stacks. @default none */
  readonly unreachable?: readonly ReachQuestion[];
}

/** Servers that only the bastion may reach over SSH. */
const SERVERS = ['devloop-server', 'elk-server', 'jenkins-server'];

const CHEAP = 'an environment for development, whose data can be made again, does without';

/** Waivers of checkov, by id of the check. */
export const WAIVERS: readonly Waiver[] = [
  {
    check: 'CKV_AWS_2',
    resources: ['load_balancer_http'],
    stacks: ['dev', 'prod'],
    reason:
      'HTTPS needs a domain of your own: `loadBalancer.domain` adds it, with a redirect (docs/domain.md)',
  },
  {
    check: 'CKV_AWS_103',
    resources: ['load_balancer_http'],
    stacks: ['dev', 'prod'],
    reason: 'as CKV_AWS_2',
  },
  { check: 'CKV2_AWS_20', resources: ['load_balancer'], stacks: ['dev', 'prod'], reason: 'as CKV_AWS_2' },
  {
    check: 'CKV_AWS_378',
    resources: ['load_balancer_target_group'],
    stacks: ['dev', 'prod'],
    reason: 'TLS ends at the load balancer; only it reaches the port of the target, inside the VPC',
    unreachable: [{ from: 'internet', to: 'devloop-server', protocol: 'tcp', port: 8080 }],
  },
  {
    check: 'CKV_AWS_260',
    resources: ['load_balancer_security_group_from_internet_tcp_80'],
    stacks: ['dev', 'prod'],
    reason: 'the load balancer serves the internet; nothing behind it is reached from there on port 80',
    unreachable: SERVERS.map((to) => ({ from: 'internet', to, protocol: 'tcp', port: 80 })),
  },
  {
    check: 'CKV_AWS_24',
    resources: SERVERS.map(
      (name) => `servers_${name.replace('-', '_')}_security_group_from_bastion_server_tcp_22`,
    ),
    stacks: ['dev', 'prod'],
    forms: ['json'],
    reason: 'false: the source of the rule is the security group of the bastion',
    unreachable: SERVERS.map((to) => ({ from: 'internet', to, protocol: 'tcp', port: 22 })),
  },
  {
    check: 'CKV_AWS_130',
    resources: ['network_public_*'],
    stacks: ['dev', 'prod'],
    reason:
      'public subnets hold what is public: load balancer, NAT gateways and the bastion. Servers are in private ones',
    unreachable: SERVERS.map((to) => ({ from: 'internet', to, protocol: 'tcp', port: 22 })),
  },
  {
    check: 'CKV_AWS_135',
    resources: ['bastion', 'servers_*'],
    stacks: ['dev', 'prod'],
    reason: 'types of the t2 family have no EBS optimization, and newer types have it always',
  },
  {
    check: 'CKV_AWS_126',
    resources: ['bastion', 'servers_*'],
    stacks: ['dev', 'prod'],
    reason:
      'status checks come each minute without it, and nothing scales by the other metrics of these servers',
  },
  {
    check: 'CKV_AWS_226',
    resources: ['database'],
    stacks: ['dev'],
    forms: ['json'],
    reason: 'false: RDS upgrades minor versions where the argument is not set',
  },
  {
    check: 'CKV2_AWS_57',
    resources: ['database_application_secret'],
    stacks: ['dev', 'prod'],
    reason:
      'the application’s server writes this password, and a new one each time that it is replaced; RDS rotates that of the master user',
  },
  ...['CKV_AWS_149', 'CKV_AWS_158', 'CKV_AWS_189'].map((check): Waiver => ({
    check,
    resources: ['database_application_secret', '*_logs', 'data_volumes_*'],
    stacks: ['dev'],
    reason:
      'encrypted with a key of AWS for the service, which only principals of the account may use; `encryption` adds a key of your own',
  })),
  ...['CKV_AWS_118', 'CKV_AWS_129', 'CKV_AWS_161', 'CKV_AWS_157', 'CKV_AWS_293'].map((check): Waiver => ({
    check,
    resources: ['database'],
    stacks: ['dev'],
    reason: CHEAP,
  })),
  ...['CKV_AWS_150', 'CKV_AWS_91', 'CKV2_AWS_28'].map((check): Waiver => ({
    check,
    resources: ['load_balancer'],
    stacks: ['dev'],
    reason: CHEAP,
  })),
  { check: 'CKV2_AWS_11', resources: ['network_vpc'], stacks: ['dev'], reason: CHEAP },
  { check: 'CKV_AWS_338', resources: ['*_logs'], stacks: ['dev'], reason: CHEAP },
  { check: 'CKV2_AWS_9', resources: ['data_volumes_*'], stacks: ['dev'], reason: CHEAP },
  ...['CKV_AWS_290', 'CKV_AWS_355'].map((check): Waiver => ({
    check,
    resources: ['backups_role_permissions'],
    stacks: ['prod'],
    forms: ['plan'],
    reason:
      '`backup:CopyFromBackupVault` acts on recovery points, whose ARNs are those of snapshots and known only once they are made',
  })),
  {
    check: 'CKV_AWS_352',
    resources: ['network_acls_*_ingress_icmp'],
    stacks: ['prod'],
    reason: 'false: ICMP has no ports; the rules let messages about unreachable hosts and packet sizes in',
  },
  {
    check: 'CKV_AWS_231',
    resources: ['network_acls_public_ingress_answers'],
    stacks: ['prod'],
    reason:
      'network ACLs keep no state, so answers to what NAT gateways and the bastion ask arrive at ephemeral ports; no security group opens port 3389',
    unreachable: ['bastion', ...SERVERS].map((to) => ({
      from: 'internet',
      to,
      protocol: 'tcp',
      port: 3389,
    })),
  },
  {
    check: 'CKV_AWS_232',
    resources: ['network_acls_public_ingress_tcp_22'],
    stacks: ['prod'],
    reason:
      'the addresses of administrators are an input variable; the security group of the bastion, alone in the subnets, admits them and no others',
    unreachable: SERVERS.map((to) => ({ from: 'internet', to, protocol: 'tcp', port: 22 })),
  },
  {
    check: 'CKV2_AWS_1',
    resources: ['network_acls_*'],
    stacks: ['prod'],
    reason: 'false: each ACL has an association with each subnet of its tier, as a resource of its own',
  },
  {
    check: 'CKV2_AWS_76',
    resources: ['load_balancer'],
    stacks: ['prod'],
    reason:
      'false: the firewall has AWSManagedRulesKnownBadInputsRuleSet, which blocks Log4j; the check also asks for a list of anonymous addresses, behind which customers are',
  },
  {
    check: 'CKV_AWS_145',
    resources: ['access_logs'],
    stacks: ['prod'],
    reason: 'the delivery of access logs takes keys of S3 alone',
  },
  {
    check: 'CKV_AWS_145',
    resources: ['*_records'],
    stacks: ['account'],
    reason: 'AWS Config and CloudTrail write as themselves, and may not use the KMS key of AWS for S3',
  },
  {
    check: 'CKV_AWS_21',
    resources: ['access_logs'],
    stacks: ['prod'],
    reason:
      'each log is an object that is written once and expires; its bucket takes objects of the delivery alone',
  },
  {
    check: 'CKV2_AWS_62',
    resources: ['bucket', 'access_logs', '*_records'],
    stacks: ['state', 'prod', 'account'],
    reason: 'nothing has to know of a new object; CloudTrail records who wrote a state',
  },
  {
    check: 'CKV_AWS_144',
    resources: ['bucket', 'access_logs', '*_records'],
    stacks: ['state', 'prod', 'account'],
    reason:
      'records of a region stay in it; versions of a state are kept for 90 days, and it can be made again by importing',
  },
  {
    check: 'CKV_AWS_18',
    resources: ['bucket', 'access_logs', '*_records'],
    stacks: ['state', 'prod', 'account'],
    reason:
      'CloudTrail records who changes the buckets; a bucket for logs of these would need logs of its own',
  },
  {
    check: 'CKV_AWS_35',
    resources: ['trail'],
    stacks: ['account'],
    reason: 'the bucket encrypts with keys of S3; a key of your own costs by the month and by each log',
  },
  {
    check: 'CKV_AWS_252',
    resources: ['trail'],
    stacks: ['account'],
    reason: 'nothing reads a message for each file of a log',
  },
  {
    check: 'CKV2_AWS_10',
    resources: ['trail'],
    stacks: ['account'],
    reason: 'GuardDuty reads the events; a second copy in CloudWatch Logs costs by the gigabyte',
  },
  {
    check: 'CKV2_AWS_3',
    resources: ['threats'],
    stacks: ['account'],
    reason: 'a detector of this account and region; an organization has its own administrator',
  },
];

/** Whether a waiver covers resources of a name. */
export const covers = ({ resources }: Waiver, name: string): boolean =>
  resources.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name));
