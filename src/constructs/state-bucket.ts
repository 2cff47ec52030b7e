import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policyDocument } from '../iam/document';

export interface StateBucketProps {
  /** Name of the bucket, unlike any other in AWS. */
  readonly bucket: string;
}

/** Retention of noncurrent versions in days. */
const OLD_VERSION_DAYS = 90;
/** Number of noncurrent versions that are retained beyond that. */
const OLD_VERSIONS_KEPT = 10;
/** Days after which incomplete multipart uploads are aborted. */
const UPLOAD_DAYS = 7;

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
    this.closeToOthers(arn);
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

  private closeToOthers(arn: string): void {
    const { bucket } = this;
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const block = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const tlsOnly = {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyDocument([tlsOnly]),
      // S3 refuses two changes to a bucket's access at once.
      dependsOn: [block],
    });
  }
}
