import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import type { Construct } from 'constructs';
import { policyDocument } from '../iam/document';

/** Days after which incomplete multipart uploads are aborted. */
export const UPLOAD_DAYS = 7;

/** A bucket, and what its policy allows beyond IAM. */
export interface ClosedBucket {
  readonly bucket: string;
  readonly arn: string;
  readonly allowed: readonly object[];
}

/** Makes a bucket private, without ACLs and TLS only. AWS: "Security best practices for Amazon S3". */
export function closeBucket(scope: Construct, { bucket, arn, allowed }: ClosedBucket): S3BucketPolicy {
  new S3BucketOwnershipControls(scope, 'ownership', {
    bucket,
    rule: { objectOwnership: 'BucketOwnerEnforced' },
  });
  const block = new S3BucketPublicAccessBlock(scope, 'public-access', {
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
  return new S3BucketPolicy(scope, 'policy', {
    bucket,
    policy: policyDocument([tlsOnly, ...allowed]),
    // S3 refuses two changes to a bucket's access at once.
    dependsOn: [block],
  });
}
