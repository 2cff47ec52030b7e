import { Testing } from 'cdktf';
import { StateStack } from '../../src/stacks/state-stack';
import { addressesOf, argumentsAt, type Config } from '../support/fixtures/synth';

const config = JSON.parse(
  Testing.synth(new StateStack(Testing.app(), { bucket: 'a-bucket', region: 'eu-west-1' }), true),
) as Config;

const bucket = '${aws_s3_bucket.bucket.bucket}';

test('StateStack consists of the bucket and its protection', () => {
  expect(addressesOf(config)).toEqual([
    'aws_s3_bucket.bucket',
    'aws_s3_bucket_lifecycle_configuration.bucket_lifecycle',
    'aws_s3_bucket_ownership_controls.bucket_ownership',
    'aws_s3_bucket_policy.bucket_policy',
    'aws_s3_bucket_public_access_block.bucket_public_access',
    'aws_s3_bucket_server_side_encryption_configuration.bucket_encryption',
    'aws_s3_bucket_versioning.bucket_versioning',
  ]);
});

test.each([
  ['not destroyed', 'aws_s3_bucket.bucket', { bucket: 'a-bucket', lifecycle: { prevent_destroy: true } }],
  [
    'versioned',
    'aws_s3_bucket_versioning.bucket_versioning',
    { bucket, versioning_configuration: { status: 'Enabled' } },
  ],
  [
    'encrypted with KMS',
    'aws_s3_bucket_server_side_encryption_configuration.bucket_encryption',
    {
      bucket,
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' },
          bucket_key_enabled: true,
        },
      ],
    },
  ],
  [
    'not public',
    'aws_s3_bucket_public_access_block.bucket_public_access',
    {
      bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  ],
  [
    'without ACLs',
    'aws_s3_bucket_ownership_controls.bucket_ownership',
    { bucket, rule: { object_ownership: 'BucketOwnerEnforced' } },
  ],
  [
    'rid of old versions and of uploads that never ended',
    'aws_s3_bucket_lifecycle_configuration.bucket_lifecycle',
    {
      bucket,
      depends_on: ['aws_s3_bucket_versioning.bucket_versioning'],
      rule: [
        {
          id: 'expire-old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 10 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    },
  ],
])('State bucket is %s', (_, address, expected) => {
  expect(argumentsAt(config, address)).toEqual(expected);
});

test('State bucket requires TLS', () => {
  const { policy, depends_on: after } = argumentsAt(config, 'aws_s3_bucket_policy.bucket_policy');
  expect(JSON.parse(String(policy))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: ['${aws_s3_bucket.bucket.arn}', '${aws_s3_bucket.bucket.arn}/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
  expect(after).toEqual(['aws_s3_bucket_public_access_block.bucket_public_access']);
});

test('StateStack uses the region of the bucket and has no input variables and no outputs', () => {
  expect(config.provider.aws).toEqual([
    { region: 'eu-west-1', default_tags: [{ tags: { ManagedBy: 'cdktf' } }] },
  ]);
  expect([config.variable, config.output]).toEqual([undefined, undefined]);
});
