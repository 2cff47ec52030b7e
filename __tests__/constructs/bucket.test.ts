import { type Changes, changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, type Config, synth } from '../support/fixtures/synth';

const ACCOUNT = '${data.aws_caller_identity.account.account_id}';
const BUCKET = '${aws_s3_bucket.buckets_uploads.bucket}';
const ARN = '${aws_s3_bucket.buckets_uploads.arn}';

const withBucket = (bucket: object = {}, changes: Changes = {}): Config =>
  synth(
    changed({
      'servers.0.container.awsAccess': true,
      buckets: [{ name: 'uploads', clients: ['devloop-server'], ...bucket }],
      ...changes,
    }),
  );
const documentAt = (config: Config, address: string): { Statement: unknown[] } =>
  JSON.parse(String(argumentsAt(config, address)['policy'])) as { Statement: unknown[] };
const ofBuckets = (config: Config): string[] =>
  addressesOf(config).filter((address) => /\.buckets_/.test(address));
const script = (config: Config): string => String(config.locals?.['servers_devloop_server_script']);

const TLS_ONLY = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: [ARN, `${ARN}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

describe('Bucket', () => {
  const config = withBucket();

  test('is private, encrypted, versioned and takes TLS only', () => {
    expect(ofBuckets(config)).toEqual([
      'aws_s3_bucket.buckets_uploads',
      'aws_s3_bucket_lifecycle_configuration.buckets_uploads_lifecycle',
      'aws_s3_bucket_ownership_controls.buckets_uploads_ownership',
      'aws_s3_bucket_policy.buckets_uploads_policy',
      'aws_s3_bucket_public_access_block.buckets_uploads_public_access',
      'aws_s3_bucket_server_side_encryption_configuration.buckets_uploads_encryption',
      'aws_s3_bucket_versioning.buckets_uploads_versioning',
    ]);
    expect(argumentsAt(config, 'aws_s3_bucket.buckets_uploads')).toEqual({
      bucket: `devloop-dev-files-uploads-${ACCOUNT}`,
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
      tags: { Name: 'devloop-dev-files-uploads' },
    });
    expect(documentAt(config, 'aws_s3_bucket_policy.buckets_uploads_policy').Statement).toEqual([TLS_ONLY]);
    expect(argumentsAt(config, 'aws_s3_bucket_versioning.buckets_uploads_versioning')).toEqual({
      bucket: BUCKET,
      versioning_configuration: { status: 'Enabled' },
    });
  });

  test('is kept where deletion protection is on', () => {
    const kept = withBucket({}, { deletionProtection: true, 'loadBalancer.insecure': true });
    expect(argumentsAt(kept, 'aws_s3_bucket.buckets_uploads')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test('takes presigned uploads from the origins alone, and shows the ETag of each part', () => {
    const cors = withBucket({ cors: { origins: ['https://shop.example.com'] } });
    expect(argumentsAt(cors, 'aws_s3_bucket_cors_configuration.buckets_uploads_cors')['cors_rule']).toEqual([
      {
        allowed_headers: ['*'],
        allowed_methods: ['GET', 'HEAD', 'POST', 'PUT'],
        allowed_origins: ['https://shop.example.com'],
        expose_headers: ['ETag'],
        max_age_seconds: 3600,
      },
    ]);
  });

  test('moves and deletes objects, versions and incomplete uploads', () => {
    const whole = { filter: [{ prefix: '' }], status: 'Enabled' };
    const rules = (bucket: object) =>
      argumentsAt(withBucket(bucket), 'aws_s3_bucket_lifecycle_configuration.buckets_uploads_lifecycle')[
        'rule'
      ];
    const uploads = {
      ...whole,
      id: 'incomplete-uploads',
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    };
    expect(rules({})).toEqual([
      uploads,
      { ...whole, id: 'noncurrent', noncurrent_version_expiration: [{ noncurrent_days: 30 }] },
    ]);
    expect(rules({ versioning: false, lifecycle: { expireDays: 365, infrequentAccessDays: 90 } })).toEqual([
      uploads,
      { ...whole, id: 'expire', expiration: [{ days: 365 }] },
      { ...whole, id: 'infrequent-access', transition: [{ days: 90, storage_class: 'STANDARD_IA' }] },
    ]);
  });

  test('is read by its own distribution alone, over HTTPS', () => {
    const served = withBucket({ cdn: true });
    const distribution = argumentsAt(served, 'aws_cloudfront_distribution.buckets_uploads_cdn');
    expect(distribution).toMatchObject({
      default_cache_behavior: { viewer_protocol_policy: 'redirect-to-https' },
      origin: [
        {
          domain_name: '${aws_s3_bucket.buckets_uploads.bucket_regional_domain_name}',
          origin_access_control_id: '${aws_cloudfront_origin_access_control.buckets_uploads_cdn_access.id}',
        },
      ],
    });
    expect(documentAt(served, 'aws_s3_bucket_policy.buckets_uploads_policy').Statement).toEqual([
      TLS_ONLY,
      {
        Sid: 'ContentDelivery',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: `${ARN}/*`,
        Condition: {
          StringEquals: { 'AWS:SourceArn': '${aws_cloudfront_distribution.buckets_uploads_cdn.arn}' },
        },
      },
    ]);
    expect(served.output['cdn_urls']?.value).toEqual({
      uploads: 'https://${aws_cloudfront_distribution.buckets_uploads_cdn.domain_name}',
    });
    expect(script(served)).toContain(
      'CDN_UPLOADS=https://${aws_cloudfront_distribution.buckets_uploads_cdn.domain_name}',
    );
  });
});

describe('A client of a bucket', () => {
  const config = withBucket();

  test('may read, write, list and delete objects, and nothing else', () => {
    const statements = config.locals?.['servers_devloop_server_role_statements'] as unknown[];
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: [ARN],
    });
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      Resource: [`${ARN}/*`],
    });
    expect(JSON.stringify(statements).match(/s3:\w+/g)).toHaveLength(7);
  });

  test('has its name and the region in variables', () => {
    expect(script(config)).toContain('BUCKET_UPLOADS=${aws_s3_bucket_policy.buckets_uploads_policy.bucket}');
    expect(script(config)).toContain('AWS_REGION=ap-northeast-2');
  });

  test('gets the credentials of its server, which each plan tells', () => {
    const hops = (from: Config, address: string) =>
      JSON.stringify(argumentsAt(from, address)['metadata_options']);
    const instance = 'aws_instance.servers_devloop_server';
    expect(hops(config, instance)).toContain('"http_put_response_hop_limit":2');
    expect(hops(config, 'aws_instance.servers_elk_server')).toContain('"http_put_response_hop_limit":1');
    expect(config.check?.['servers_devloop_server_metadata_check']).toEqual({
      assert: [
        {
          condition: `\${${instance}.metadata_options[0].http_put_response_hop_limit == 1}`,
          error_message:
            "devloop-server: its container gets the credentials of the server's IAM role, and may do in AWS all that the server may, e.g. read the secrets of its database. Without container.awsAccess it gets none.",
        },
      ],
    });
    const group = withBucket(
      {},
      { 'servers.0.autoScaling': { min: 1, max: 2, targetCpu: 60, cpuCredits: 'unlimited' } },
    );
    const template = 'aws_launch_template.servers_devloop_server_launch_template';
    expect(hops(group, template)).toContain('"http_put_response_hop_limit":2');
    expect(JSON.stringify(group.check)).toContain(`${template}.metadata_options[0]`);
  });
});
