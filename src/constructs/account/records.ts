import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { closeBucket, UPLOAD_DAYS } from '../closed-bucket';

export interface RecordsProps {
  /** Name of the bucket, unlike any other in AWS. */
  readonly name: string;
  readonly accountId: string;
  /** Days after which records are deleted. */
  readonly retentionDays: number;
  /** Whether Terraform refuses to destroy the bucket. Without it the bucket goes with its records. */
  readonly deletionProtection: boolean;
  /** Service that writes, e.g. `cloudtrail.amazonaws.com`. */
  readonly service: string;
  /** ARN of the resource for which it writes. */
  readonly source: string;
}

/**
 * A bucket in which a service of AWS keeps records: versioned, so that a record that is overwritten or deleted stays; private, TLS only,
 * without ACLs. Costs by what is stored. AWS: "Amazon S3 bucket policy for CloudTrail", "Permissions for the Amazon S3 Bucket for the
 * AWS Config Delivery Channel".
 */
export class Records extends Construct {
  /** Name of the bucket. */
  public readonly bucket: string;
  /** What has to be there before the service writes. */
  public readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: RecordsProps) {
    super(scope, id);
    const { name, retentionDays, deletionProtection } = props;
    const { bucket, arn } = new S3Bucket(this, 'Resource', {
      bucket: name,
      forceDestroy: !deletionProtection,
      tags: { Name: name },
      lifecycle: { preventDestroy: deletionProtection },
    });
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      // A service writes as itself, which the policy of AWS's KMS key for S3 does not know. AWS: "Permissions for the KMS Key".
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
        },
      ],
      dependsOn: [versioning],
    });
    this.bucket = bucket;
    this.policy = closeBucket(this, { bucket, arn, allowed: this.delivery(arn, props) });
  }

  private delivery(arn: string, { accountId, service, source }: RecordsProps): object[] {
    const allow = {
      Effect: 'Allow',
      Principal: { Service: service },
      Condition: { StringEquals: { 'aws:SourceAccount': accountId }, ArnLike: { 'aws:SourceArn': source } },
    };
    return [
      { ...allow, Sid: 'Look', Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: arn },
      { ...allow, Sid: 'Write', Action: 's3:PutObject', Resource: `${arn}/AWSLogs/${accountId}/*` },
    ];
  }
}
