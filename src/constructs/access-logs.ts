import { DataAwsElbServiceAccount } from '@cdktf/provider-aws/lib/data-aws-elb-service-account';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import { closeBucket, UPLOAD_DAYS } from './closed-bucket';

export interface AccessLogsProps {
  /** Start of the bucket's name, at most 45 characters; the rest makes it unlike any other in AWS. */
  readonly prefix: string;
  readonly accountId: string;
  readonly region: string;
  /** Days after which logs are deleted. */
  readonly retentionDays: number;
  /** Whether Terraform refuses to destroy the bucket. Without it the bucket goes with its logs. */
  readonly deletionProtection: boolean;
}

/**
 * The bucket of a load balancer's access logs: private, TLS only, without ACLs, encrypted with the keys of S3, which is all that the
 * delivery takes. Costs by what is stored. AWS: "Enable access logs for your Application Load Balancer".
 */
export class AccessLogs extends Construct {
  /** Name of the bucket, known once the load balancer may write to it. */
  public readonly bucket: string;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    const { prefix, accountId, retentionDays, deletionProtection } = props;
    const name = `${prefix}-logs-${accountId}`;
    const { bucket, arn } = new S3Bucket(this, 'Resource', {
      bucket: name,
      forceDestroy: !deletionProtection,
      tags: { Name: `${prefix}-logs` },
      lifecycle: { preventDestroy: deletionProtection },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
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
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
        },
      ],
    });
    this.bucket = closeBucket(this, { bucket, arn, allowed: this.delivery(arn, props) }).bucket;
  }

  /** What delivers the logs: a service, and in regions of before August 2022 an account of Elastic Load Balancing. */
  private delivery(arn: string, { accountId, region }: AccessLogsProps): object[] {
    const write = {
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: `${arn}/AWSLogs/${accountId}/*`,
    };
    const balancers = `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`;
    return [
      {
        ...write,
        Sid: 'Delivery',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': balancers } },
      },
      {
        ...write,
        Sid: 'DeliveryOfTheRegion',
        Principal: { AWS: new DataAwsElbServiceAccount(this, 'deliverer').arn },
      },
    ];
  }
}
