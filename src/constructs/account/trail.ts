import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { Construct } from 'constructs';
import { Records } from './records';

export interface AccountPartProps {
  /** Prefix of names. */
  readonly prefix: string;
  readonly accountId: string;
  readonly region: string;
  /** Days after which records are deleted. */
  readonly retentionDays: number;
  readonly deletionProtection: boolean;
}

/**
 * Who did what in the account, in all regions, with digests that show a changed log. The first trail of management events is free; what
 * it stores costs. AWS: "Security best practices in AWS CloudTrail".
 */
export class Trail extends Construct {
  constructor(scope: Construct, id: string, props: AccountPartProps) {
    super(scope, id);
    const { prefix, accountId, region } = props;
    const name = `${prefix}-account`;
    const { bucket, policy } = new Records(this, 'records', {
      ...props,
      name: `${prefix}-trail-${accountId}`,
      service: 'cloudtrail.amazonaws.com',
      source: `arn:aws:cloudtrail:${region}:${accountId}:trail/${name}`,
    });
    new Cloudtrail(this, 'Resource', {
      name,
      s3BucketName: bucket,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      tags: { Name: name },
      dependsOn: [policy],
    });
  }
}
