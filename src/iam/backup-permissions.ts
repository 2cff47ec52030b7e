import { allow, type Statement } from './document';

export interface BackupScope {
  readonly region: string;
  readonly account: string;
  /** Prefix of names that are unique in the account. */
  readonly prefix: string;
}

/** Reads that support no narrower resource. */
const READS = [
  'ec2:DescribeSnapshots',
  'ec2:DescribeTags',
  'ec2:DescribeVolumes',
  'rds:DescribeDBInstances',
  'rds:DescribeDBSnapshots',
  'tag:GetResources',
];

/** Reads and copies of snapshots that a customer managed key encrypts, by the service that holds them. */
const keyPermissions = (account: string): Statement[] => {
  const keys = `arn:aws:kms:*:${account}:key/*`;
  const through = { 'kms:ViaService': ['ec2.*.amazonaws.com', 'rds.*.amazonaws.com'] };
  return [
    { ...allow(['kms:CreateGrant'], keys), Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
    {
      ...allow(
        [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        keys,
      ),
      Condition: { StringLike: through },
    },
  ];
};

/**
 * What AWS Backup does with volumes and the database of an environment: a snapshot of each, its tags, a copy, and its deletion. AWS:
 * "AWSBackupServiceRolePolicyForBackup", from which this leaves out the other services.
 */
export const backupPermissions = ({ region, account, prefix }: BackupScope): Statement[] => {
  const rds = (resource: string): string => `arn:aws:rds:${region}:${account}:${resource}`;
  // AWS Backup names its own so.
  const databaseSnapshots = 'arn:aws:rds:*:*:snapshot:awsbackup:*';
  const volumeSnapshots = 'arn:aws:ec2:*::snapshot/*';
  return [
    allow(READS, '*'),
    allow(['ec2:CreateSnapshot'], `arn:aws:ec2:${region}:${account}:volume/*`, volumeSnapshots),
    allow(['ec2:CopySnapshot', 'ec2:CreateTags', 'ec2:DeleteSnapshot'], volumeSnapshots),
    allow(['rds:CreateDBSnapshot', 'rds:ListTagsForResource'], rds(`db:${prefix}`), databaseSnapshots),
    allow(['rds:AddTagsToResource', 'rds:CopyDBSnapshot', 'rds:DeleteDBSnapshot'], databaseSnapshots),
    allow(
      ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
      `arn:aws:backup:*:${account}:backup-vault:*`,
    ),
    // On recovery points, whose ARNs are those of snapshots.
    allow(['backup:CopyFromBackupVault'], '*'),
    ...keyPermissions(account),
  ];
};
