import type { Grant } from '../iam/grants';
import { byUse, s3 } from './charges';
import {
  FREE,
  importByArguments,
  importById,
  none,
  NOT_LISTED,
  OWN_ATTRIBUTES,
  type Part,
  type ResourceType,
} from './resource-type';

/**
 * Buckets of logs, and of applications. The state bucket has another name: people apply its stack. AWS takes no tags of a bucket as a
 * condition unless its owner enables them.
 */
const BUCKETS = ['arn:aws:s3:::{prefix}-logs-*', 'arn:aws:s3:::{prefix}-files-*'];

const on =
  (access: Grant['access'], of = '') =>
  (...actions: string[]): Grant[] =>
    BUCKETS.map((bucket) => ({
      access,
      actions: actions.map((action) => `s3:${action}`),
      resource: `${bucket}${of}`,
      tagged: 'never',
    }));
const reads = on('read');
const changes = on('write');

/** A setting of a bucket. */
const setting = (read: string, ...write: string[]): ResourceType => ({
  permissions: [...reads(read), ...changes(...write)],
  import: importByArguments('{bucket}'),
  derived: OWN_ATTRIBUTES,
  unmanaged: NOT_LISTED,
  charges: FREE,
});

/** Buckets of logs, of applications and of state, and their settings. AWS: "Actions, resources, and condition keys for Amazon S3". */
export const buckets = {
  resources: {
    aws_s3_bucket: {
      permissions: [
        ...reads(
          'ListBucket',
          'GetAccelerateConfiguration',
          'GetBucketAcl',
          'GetBucketCORS',
          'GetBucketLogging',
          'GetBucketObjectLockConfiguration',
          'GetBucketPolicy',
          'GetBucketRequestPayment',
          'GetBucketTagging',
          'GetBucketVersioning',
          'GetBucketWebsite',
          'GetEncryptionConfiguration',
          'GetLifecycleConfiguration',
          'GetReplicationConfiguration',
        ),
        ...changes('CreateBucket', 'DeleteBucket', 'ListBucketVersions', 'PutBucketTagging'),
        ...on('write', '/*')('DeleteObject', 'DeleteObjectVersion'),
      ],
      import: importById('s3'),
      derived: {
        policy: ['aws_s3_bucket_policy.policy'],
        cors_rule: ['aws_s3_bucket_cors_configuration.cors_rule'],
        lifecycle_rule: 'always',
        server_side_encryption_configuration: 'always',
        versioning: ['aws_s3_bucket_versioning.versioning_configuration'],
      },
      unmanaged: NOT_LISTED,
      charges: () => [
        byUse('stored-data', s3('TimedStorage-ByteHrs')),
        byUse('write-requests', s3('Requests-Tier1')),
        byUse('read-requests', s3('Requests-Tier2')),
      ],
    },
    aws_s3_bucket_cors_configuration: setting('GetBucketCORS', 'PutBucketCORS'),
    aws_s3_bucket_lifecycle_configuration: setting('GetLifecycleConfiguration', 'PutLifecycleConfiguration'),
    aws_s3_bucket_ownership_controls: setting('GetBucketOwnershipControls', 'PutBucketOwnershipControls'),
    aws_s3_bucket_policy: setting('GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'),
    aws_s3_bucket_public_access_block: setting('GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'),
    aws_s3_bucket_server_side_encryption_configuration: setting(
      'GetEncryptionConfiguration',
      'PutEncryptionConfiguration',
    ),
    aws_s3_bucket_versioning: setting('GetBucketVersioning', 'PutBucketVersioning'),
  },
  dataSources: {
    aws_elb_service_account: none('the provider has the table'),
  },
  prices: [{ offer: 'AmazonS3', usageTypes: /^(TimedStorage-ByteHrs|Requests-Tier[12])$/ }],
} satisfies Part;
