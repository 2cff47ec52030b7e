import { type Grant, grantsOf, passRoleTo } from '../iam/grants';
import { byUse, ec2, rds } from './charges';
import { FREE, importById, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { readsOwn, makes, uses } = grantsOf({
  name: 'backup',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});

/** Name patterns of the platform's resources. The id of a plan is AWS's. */
const VAULT = 'backup-vault:{prefix}-backups';
const PLAN = 'backup-plan:*';

/** AWS Backup calls these with the permissions of the caller. AWS: "Creating a backup vault", required permissions. */
const vaultKey: Grant[] = [
  {
    access: 'write',
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:RetireGrant'],
    resource: 'arn:aws:kms:{region}:{account}:key/*',
    tagged: 'never',
    condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/aws/backup' } },
  },
  { access: 'write', actions: ['backup-storage:MountCapsule'], resource: '*', tagged: 'never' },
];

/** Backup vaults, plans and selections. AWS: "Actions, resources, and condition keys for AWS Backup". */
export const backups = {
  resources: {
    aws_backup_vault: {
      permissions: [
        readsOwn(VAULT, 'DescribeBackupVault', 'ListTags'),
        ...makes(VAULT, 'CreateBackupVault'),
        uses(VAULT, 'DeleteBackupVault'),
        ...vaultKey,
      ],
      import: importById('backup:backup-vault'),
      derived: { recovery_points: 'always' },
      unmanaged: NOT_LISTED,
      charges: () => [
        // AWS bills these as snapshots of their services. AWS Backup: "Metering, costs, and billing".
        byUse('stored-volumes', ec2('EBS:SnapshotUsage')),
        byUse('stored-databases', rds('RDS:ChargedBackupUsage')),
      ],
    },
    aws_backup_plan: {
      permissions: [
        readsOwn(PLAN, 'GetBackupPlan', 'ListTags'),
        ...makes(PLAN, 'CreateBackupPlan'),
        uses(PLAN, 'UpdateBackupPlan', 'DeleteBackupPlan'),
      ],
      import: importById('backup:backup-plan'),
      derived: { version: 'always' },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_backup_selection: {
      permissions: [
        readsOwn(PLAN, 'GetBackupSelection'),
        uses(PLAN, 'CreateBackupSelection', 'DeleteBackupSelection'),
        passRoleTo('backup.amazonaws.com', '{prefix}-backups'),
      ],
      import: none('CreateBackupSelection: the id is made by AWS; one that no state has is deleted by hand'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonEC2', usageTypes: /^EBS:SnapshotUsage$/ }],
} satisfies Part;
