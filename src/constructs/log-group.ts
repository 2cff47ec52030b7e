import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import { EncryptionKey } from './encryption-key';

export interface LogGroupProps {
  /** Name in AWS. */
  readonly name: string;
  /** Days for which events are kept; one of `RETENTIONS` of `catalog/log-retentions.ts`. */
  readonly retentionDays: number;
  /** Whether Terraform refuses to destroy the logs. */
  readonly deletionProtection: boolean;
  /** Whether it then leaves them in AWS when what writes them is removed. @default true */
  readonly outlives?: boolean;
}

/** Adds a log group, which CloudWatch Logs encrypts with the environment's key or its own. AWS: "Encrypt log data in CloudWatch Logs". */
export const addLogGroup = (
  scope: Construct,
  id: string,
  { name, retentionDays, deletionProtection, outlives = true }: LogGroupProps,
): CloudwatchLogGroup =>
  new CloudwatchLogGroup(scope, id, {
    name,
    retentionInDays: retentionDays,
    kmsKeyId: EncryptionKey.arnFor(scope),
    // Logs are read after what wrote them is gone.
    skipDestroy: deletionProtection && outlives,
    tags: { Name: name },
    lifecycle: { preventDestroy: deletionProtection },
  });
