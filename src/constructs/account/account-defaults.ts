import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default';
import { Ec2InstanceMetadataDefaults } from '@cdktf/provider-aws/lib/ec2-instance-metadata-defaults';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block';
import { Construct } from 'constructs';

export interface AccountDefaultsProps {
  readonly encryptVolumes: boolean;
  readonly requireImdsv2: boolean;
  readonly blockPublicBuckets: boolean;
}

/**
 * What holds for whatever is made in the account without saying otherwise: encrypted EBS volumes and IMDSv2 in the region, and no
 * public bucket. Costs nothing. AWS: "EBS encryption by default", "Configure instance metadata options", "Blocking public access to
 * your Amazon S3 storage".
 */
export class AccountDefaults extends Construct {
  constructor(scope: Construct, id: string, props: AccountDefaultsProps) {
    super(scope, id);
    if (props.encryptVolumes) new EbsEncryptionByDefault(this, 'encrypted-volumes', { enabled: true });
    if (props.requireImdsv2)
      new Ec2InstanceMetadataDefaults(this, 'imdsv2', { httpTokens: 'required', httpPutResponseHopLimit: 2 });
    if (props.blockPublicBuckets)
      new S3AccountPublicAccessBlock(this, 'private-buckets', {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
  }
}
