/** Events of a service that are failures: which, what a mail tells of them, and what to do. */
export interface EventDefinition {
  readonly source: string;
  readonly detailTypes: readonly string[];
  /** Pattern of the detail of events of some resources, by name. AWS: "Amazon EventBridge event patterns". */
  readonly detail: (resources: readonly string[]) => object;
  /** What a mail tells of an event, by name: JSON paths in it. */
  readonly paths: Readonly<Record<string, string>>;
  /** The events in words. */
  readonly when: string;
  /** What has happened, as a sentence. */
  readonly means: string;
  /** What to do, as a sentence. */
  readonly response: string;
}

/** Of Auto Scaling groups. AWS: "Amazon EC2 Auto Scaling event reference". */
export const GROUP_EVENTS = {
  'failed-rollout': {
    source: 'aws.autoscaling',
    detailTypes: ['EC2 Auto Scaling Instance Refresh Failed', 'EC2 Instance Launch Unsuccessful'],
    detail: (groups) => ({ AutoScalingGroupName: groups }),
    paths: { group: '$.detail.AutoScalingGroupName', reason: '$.detail.StatusMessage' },
    when: 'an instance refresh or a launch fails',
    means: 'A rollout stopped, or an instance could not be launched.',
    response:
      'Run devloop rollout to see which servers do not answer and why; --rollback goes back to the former image.',
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;

/** Automated backups were switched off: the only event about their loss. AWS: "Amazon RDS event categories and event messages". */
const BACKUPS_DISABLED = 'RDS-EVENT-0028';

/** Of databases. AWS: "Amazon RDS event categories and event messages". */
export const DATABASE_EVENTS = {
  'database-event': {
    source: 'aws.rds',
    detailTypes: ['RDS DB Instance Event'],
    detail: (databases) => ({
      SourceIdentifier: databases,
      $or: [{ EventCategories: ['failover', 'failure', 'low storage'] }, { EventID: [BACKUPS_DISABLED] }],
    }),
    paths: { database: '$.detail.SourceIdentifier', message: '$.detail.Message' },
    when: 'RDS reports a failure, a failover, low storage, or that automated backups are off',
    means: 'RDS reports a failure of the database or a failover, or that it has no backups.',
    response: 'Read the message, and check that backups have a recent restorable time.',
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;

/** Of backup vaults. AWS: "Monitoring AWS Backup events using EventBridge". */
export const BACKUP_EVENTS = {
  'failed-backup': {
    source: 'aws.backup',
    detailTypes: ['Backup Job State Change'],
    detail: (vaults) => ({ backupVaultName: vaults, state: ['ABORTED', 'EXPIRED', 'FAILED'] }),
    paths: { resource: '$.detail.resourceArn', reason: '$.detail.statusMessage' },
    when: 'a job of AWS Backup fails, expires or is aborted',
    means: 'A backup was not made.',
    response: 'Read the job in AWS Backup, and start it again: the next one is a day away.',
  },
  'failed-copy': {
    source: 'aws.backup',
    detailTypes: ['Copy Job State Change'],
    detail: (vaults) => ({
      // The event has the vault's ARN, the rule its name.
      sourceBackupVaultArn: vaults.map((vault) => ({ suffix: `:backup-vault:${vault}` })),
      state: ['FAILED'],
    }),
    paths: { resource: '$.detail.resourceArn', reason: '$.detail.statusMessage' },
    when: 'a copy of a backup to another region fails',
    means: 'A backup was made, but not copied to the other region.',
    response: 'Read the copy job in AWS Backup, and whether the vault of backups.copyTo still exists.',
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
