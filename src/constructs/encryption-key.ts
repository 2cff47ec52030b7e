import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { databaseLogGroups } from '../iam/database-monitoring';
import { policyDocument } from '../iam/document';
import { KEY_SERVICES } from '../iam/key-services';
import { publisherStatement } from './alarms/alarm-publishers';

export interface EncryptionKeyProps {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
  /** Whether CloudFront reads buckets that it encrypts. */
  readonly servesCdn: boolean;
  /** Whether KMS refuses to delete it. */
  readonly deletionProtection: boolean;
}

/** Days in which a deleted key can be taken back: the most, since all that it encrypts is lost with it. AWS: "ScheduleKeyDeletion". */
const DELETION_DAYS = 30;

/** The one key of a stack. */
const ID = 'encryption-key';

/** What encrypts and reads with a key. AWS: "Permissions for AWS services in key policies". */
const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

/**
 * A customer managed key for all that an environment encrypts, rotated each year. It replaces the keys that AWS manages for each service,
 * and its policy is theirs: whoever may use a volume, database or secret of the account may have that service decrypt it. Costs by the month and
 * by request. AWS: "AWS KMS keys", "Rotate AWS KMS keys".
 */
export class EncryptionKey extends Construct {
  public readonly arn: string;

  /** Makes the key of a stack, before all that it encrypts. */
  public static in(stack: TerraformStack, props: EncryptionKeyProps): EncryptionKey {
    return new EncryptionKey(stack, ID, props);
  }

  /** ARN of the key of a construct's stack. Undefined where AWS manages the keys. */
  public static arnFor(scope: Construct): string | undefined {
    const key = TerraformStack.of(scope).node.tryFindChild(ID);
    return key instanceof EncryptionKey ? key.arn : undefined;
  }

  private constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { prefix, deletionProtection } = props;
    const key = new KmsKey(this, 'Resource', {
      description: `All that ${prefix} encrypts`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_DAYS,
      policy: policyDocument(statements(props)),
      tags: { Name: prefix },
      lifecycle: { preventDestroy: deletionProtection },
    });
    new KmsAlias(this, 'alias', { name: `alias/${prefix}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

function statements(props: EncryptionKeyProps): object[] {
  const { prefix, region, accountId, servesCdn, deletionProtection } = props;
  const allow = { Effect: 'Allow', Resource: '*' };
  const groups = [`/${prefix}/*`, `${databaseLogGroups(prefix)}*`, `aws-waf-logs-${prefix}`];
  return [
    {
      ...allow,
      Sid: 'Account',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'kms:*',
    },
    {
      ...allow,
      Sid: 'ThroughServices',
      Principal: { AWS: '*' },
      Action: [...USE, 'kms:CreateGrant', 'kms:ListGrants'],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': accountId,
          'kms:ViaService': KEY_SERVICES.map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    },
    {
      ...allow,
      Sid: 'Logs',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: USE,
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': groups.map(
            (group) => `arn:aws:logs:${region}:${accountId}:log-group:${group}`,
          ),
        },
      },
    },
    publisherStatement,
    ...(servesCdn ? [distributionStatement(accountId)] : []),
    ...(deletionProtection ? [KEPT] : []),
  ];
}

/** AWS: "Restrict access to an Amazon S3 origin", SSE-KMS. The policy of a bucket says which distribution reads it. */
const distributionStatement = (accountId: string): object => ({
  Sid: 'Distributions',
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/*` } },
});

/** Also where the key leaves the configuration, when Terraform's `prevent_destroy` is gone with it. */
const KEPT = {
  Sid: 'Kept',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
  Resource: '*',
};
