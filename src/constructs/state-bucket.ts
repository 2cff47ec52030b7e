import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { closeBucket, UPLOAD_DAYS } from './closed-bucket';

export interface StateBucketProps {
  /** Name of the bucket, unlike any other in AWS. */
  readonly bucket: string;
}

/** Retention of noncurrent versions in days. */
const OLD_VERSION_DAYS = 90;
/** Number of noncurrent versions that are retained beyond that. */
const OLD_VERSIONS_KEPT = 10;

/**
 * The bucket that holds state: versioned, encrypted with the account's KMS key for S3, private, TLS only, without ACLs, and
 * not destroyed by Terraform. AWS: "Security best practices for Amazon S3".
 */
export class StateBucket extends Construct {
  private readonly bucket: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { bucket, arn } = new S3Bucket(this, 'Resource', {
      bucket: props.bucket,
      lifecycle: { preventDestroy: true },
    });
    this.bucket = bucket;
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' }, bucketKeyEnabled: true }],
    });
    this.expireOldVersions(versioning);
    closeBucket(this, { bucket, arn, allowed: [] });
  }

  private expireOldVersions(versioning: S3BucketVersioningA): void {
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket,
      rule: [
        {
          id: 'expire-old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [
            { noncurrentDays: OLD_VERSION_DAYS, newerNoncurrentVersions: OLD_VERSIONS_KEPT },
          ],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
        },
      ],
      // Rules on old versions need the versioning to be on.
      dependsOn: [versioning],
    });
  }
}
