import * as z from 'zod';
import { pattern, whole } from '../fields';

/** AWS: "Resource types defined by AWS Backup". */
const vaultArn = pattern(
  /^arn:aws:backup:[a-z0-9-]+:\d{12}:backup-vault:[A-Za-z0-9_-]{2,50}$/,
  'is not the ARN of a backup vault',
  'e.g. arn:aws:backup:ap-northeast-1:123456789012:backup-vault:copies',
);

/** AWS: "CreateBackupPlan", Lifecycle. */
const DAYS = 36_500;

export const backups = z.strictObject({
  dailyDays: whole(1, DAYS).default(35).describe('days for which each daily backup is kept'),
  monthlyDays: whole(1, DAYS)
    .default(365)
    .describe('days for which the backup of the first day of each month is kept'),
  copyTo: vaultArn.optional().meta({
    description: 'ARN of an existing vault in another region that gets a copy of each backup',
    whenOmitted: 'no copies',
  }),
});
