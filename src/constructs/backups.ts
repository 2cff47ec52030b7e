import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { Construct } from 'constructs';
import type { Statement } from '../iam/document';
import { EncryptionKey } from './encryption-key';
import { keepsItsKey } from './kept-key';
import { addServiceRole } from './service-role';

export interface BackupsProps {
  /** Start of names, unique in the account and region. */
  readonly name: string;
  /** ARNs of what is backed up. */
  readonly resources: readonly string[];
  /** Days for which a daily backup is kept. */
  readonly dailyDays: number;
  /** Days for which the backup of a month's first day is kept. */
  readonly monthlyDays: number;
  /** ARN of a vault that gets a copy of each backup. @default no copies */
  readonly copyTo?: string | undefined;
  /** What AWS Backup may do. */
  readonly permissions: readonly Statement[];
  /** ARN of the permissions boundary of its role. */
  readonly boundary?: string | undefined;
  /** Whether Terraform refuses to destroy the vault. AWS refuses to delete one with backups in any case. */
  readonly deletionProtection: boolean;
}

/** Minutes after its hour within which a backup starts, and within which it is done. AWS: "CreateBackupPlan", BackupRuleInput. */
const START_MINUTES = 60;
const COMPLETION_MINUTES = 720;

/** At 17:15 UTC, with days of the month. AWS: "Schedule expressions". */
const schedule = (days: string): string => `cron(15 17 ${days} * ? *)`;

/**
 * An AWS Backup plan with a vault of its own, encrypted with the environment's key or AWS's for AWS Backup. Stored backups cost by the gigabyte.
 * AWS: "AWS Backup Developer Guide".
 */
export class Backups extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BackupsProps,
  ) {
    super(scope, id);
    const { name, resources, dailyDays, monthlyDays, deletionProtection } = props;
    const kmsKeyArn = EncryptionKey.arnFor(this);
    const vault = new BackupVault(this, 'vault', {
      name,
      kmsKeyArn,
      tags: { Name: name },
      lifecycle: {
        preventDestroy: deletionProtection,
        ...(kmsKeyArn !== undefined && { ignoreChanges: ['kms_key_arn'] }),
      },
    });
    keepsItsKey(this, vault, kmsKeyArn, 'kms_key_arn');
    const plan = new BackupPlan(this, 'Resource', {
      name,
      rule: [
        this.rule('daily', vault.name, schedule('*'), dailyDays),
        this.rule('monthly', vault.name, schedule('1'), monthlyDays),
      ],
      tags: { Name: name },
    });
    new BackupSelection(this, 'selection', {
      name,
      planId: plan.id,
      iamRoleArn: addServiceRole(this, { ...this.props, service: 'backup.amazonaws.com' }),
      resources: [...resources],
    });
  }

  private rule(ruleName: string, targetVaultName: string, schedule: string, deleteAfter: number) {
    const { copyTo } = this.props;
    const lifecycle = { deleteAfter };
    return {
      ruleName,
      targetVaultName,
      schedule,
      startWindow: START_MINUTES,
      completionWindow: COMPLETION_MINUTES,
      lifecycle,
      ...(copyTo !== undefined && { copyAction: [{ destinationVaultArn: copyTo, lifecycle }] }),
    };
  }
}
