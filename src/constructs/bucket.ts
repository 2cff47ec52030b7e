import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketCorsConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-cors-configuration';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { closeBucket, UPLOAD_DAYS } from './closed-bucket';
import { ContentDelivery } from './content-delivery';
import { EncryptionKey } from './encryption-key';

/** When objects move and go. AWS: "Managing the lifecycle of objects". */
export interface BucketLifecycle {
  /** Days after which objects are deleted. @default never */
  readonly expireDays?: number | undefined;
  /** Days after which objects move to S3 Standard-IA. @default never */
  readonly infrequentAccessDays?: number | undefined;
  /** Days after which replaced and deleted versions go. */
  readonly noncurrentDays: number;
}

export interface BucketProps {
  /** Name in AWS, unlike any other there, at most 63 characters. */
  readonly name: string;
  /** Name of the Name tag. */
  readonly tag: string;
  /** Origins of the web pages that upload and download, e.g. `https://shop.example.com`. */
  readonly origins: readonly string[];
  readonly lifecycle: BucketLifecycle;
  /** Whether S3 keeps replaced and deleted versions. */
  readonly versioning: boolean;
  /** Whether a CloudFront distribution serves all objects to the internet. */
  readonly cdn: boolean;
  /** Whether Terraform refuses to destroy the bucket. Without it the bucket goes with its objects. */
  readonly deletionProtection: boolean;
}

/** Seconds for which a browser keeps the answer to a preflight request. */
const CORS_SECONDS = 3600;

/** A key of KMS is asked for once for many objects, which saves requests. AWS: "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys". */
const encryptionRule = (kmsMasterKeyId: string | undefined) =>
  kmsMasterKeyId === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId },
        bucketKeyEnabled: true,
      };

/**
 * A bucket of an application's files: private, without ACLs, TLS only, encrypted with the environment's key or those of S3. Browsers of the given origins upload,
 * also in parts, and download with presigned URLs. Costs by what is stored and requested. AWS: "Amazon S3 User Guide".
 */
export class Bucket extends Construct {
  public readonly bucketName: string;
  public readonly arn: string;
  /** URL of the distribution, e.g. `https://d111111abcdef8.cloudfront.net`. @default no distribution */
  public readonly cdnUrl: string | undefined;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { name, tag, origins, versioning, cdn, deletionProtection } = props;
    const resource = new S3Bucket(this, 'Resource', {
      bucket: name,
      forceDestroy: !deletionProtection,
      tags: { Name: tag },
      lifecycle: { preventDestroy: deletionProtection },
    });
    const { bucket, arn } = resource;
    this.arn = arn;
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [encryptionRule(EncryptionKey.arnFor(this))],
    });
    if (versioning)
      new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
    this.addLifecycle(bucket, props);
    if (origins.length > 0) this.addCors(bucket, origins);
    const delivery =
      cdn &&
      new ContentDelivery(this, 'cdn', { name: tag, bucketDomainName: resource.bucketRegionalDomainName });
    this.cdnUrl = delivery ? delivery.url : undefined;
    const allowed = delivery ? [delivery.readStatement(arn)] : [];
    this.bucketName = closeBucket(this, { bucket, arn, allowed }).bucket;
  }

  private addLifecycle(bucket: string, { lifecycle, versioning }: BucketProps): void {
    const { expireDays, infrequentAccessDays, noncurrentDays } = lifecycle;
    const rule: S3BucketLifecycleConfigurationRule[] = [
      {
        id: 'incomplete-uploads',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
      },
    ];
    const add = (id: string, action: Partial<S3BucketLifecycleConfigurationRule>) =>
      rule.push({ id, status: 'Enabled', filter: [{ prefix: '' }], ...action });
    if (expireDays !== undefined) add('expire', { expiration: [{ days: expireDays }] });
    if (infrequentAccessDays !== undefined)
      add('infrequent-access', {
        transition: [{ days: infrequentAccessDays, storageClass: 'STANDARD_IA' }],
      });
    if (versioning) add('noncurrent', { noncurrentVersionExpiration: [{ noncurrentDays }] });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', { bucket, rule });
  }

  /** A browser assembles an upload in parts from the ETag of each. AWS: "Elements of a CORS configuration". */
  private addCors(bucket: string, origins: readonly string[]): void {
    new S3BucketCorsConfiguration(this, 'cors', {
      bucket,
      corsRule: [
        {
          allowedOrigins: [...origins],
          allowedMethods: ['GET', 'HEAD', 'POST', 'PUT'],
          allowedHeaders: ['*'],
          exposeHeaders: ['ETag'],
          maxAgeSeconds: CORS_SECONDS,
        },
      ],
    });
  }
}
