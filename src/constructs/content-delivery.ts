import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control';
import { Construct } from 'constructs';

export interface ContentDeliveryProps {
  /** Name of the origin access control, unique in the account, and of the Name tag. */
  readonly name: string;
  /** Regional domain name of the bucket. */
  readonly bucketDomainName: string;
}

/** AWS: "Use managed cache policies" and "Use managed origin request policies". */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const CORS_S3_ORIGIN = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';

/**
 * A CloudFront distribution in front of a private bucket, which it reads by origin access control. Everyone on the internet reads every
 * object through it, over HTTPS. Costs by requests and data transfer. AWS: "Restrict access to an Amazon S3 origin".
 */
export class ContentDelivery extends Construct {
  /** URL without a slash at its end. */
  public readonly url: string;
  private readonly distributionArn: string;

  constructor(scope: Construct, id: string, { name, bucketDomainName }: ContentDeliveryProps) {
    super(scope, id);
    const access = new CloudfrontOriginAccessControl(this, 'access', {
      name,
      description: `Reads ${name}`,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    });
    const distribution = new CloudfrontDistribution(this, 'Resource', {
      enabled: true,
      comment: name,
      httpVersion: 'http2and3',
      origin: [{ originId: 'bucket', domainName: bucketDomainName, originAccessControlId: access.id }],
      defaultCacheBehavior: {
        targetOriginId: 'bucket',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
        cachedMethods: ['GET', 'HEAD'],
        viewerProtocolPolicy: 'redirect-to-https',
        compress: true,
        cachePolicyId: CACHING_OPTIMIZED,
        originRequestPolicyId: CORS_S3_ORIGIN,
      },
      restrictions: { geoRestriction: { restrictionType: 'none', locations: [] } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      // Minutes, for which nothing else waits.
      waitForDeployment: false,
      tags: { Name: name },
    });
    this.url = `https://${distribution.domainName}`;
    this.distributionArn = distribution.arn;
  }

  /** Statement of the bucket's policy that lets this distribution read. */
  public readStatement(bucketArn: string): object {
    return {
      Sid: 'ContentDelivery',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: `${bucketArn}/*`,
      Condition: { StringEquals: { 'AWS:SourceArn': this.distributionArn } },
    };
  }
}
