import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { policyDocument } from '../../iam/document';
import { EncryptionKey } from '../encryption-key';
import { EVENTS, OF_ACCOUNTS, publisherStatement } from './alarm-publishers';

export interface AlarmTopicProps {
  /** Start of its name, unique in the account and region. */
  readonly name: string;
  /** Id of the account, whose services alone may publish. */
  readonly accountId: string;
  /** Address that gets a mail for each alarm, once somebody has confirmed the subscription. */
  readonly email: string;
}

/** Days in which a deleted key can be taken back: the least, since messages are gone once they are delivered. */
const DELETION_DAYS = 7;

/**
 * The SNS topic of all alarms, with an e-mail subscription. Encrypted with the environment's key, or one of its own, because the key policy of `alias/aws/sns`
 * lets no service publish. The key costs by the month. AWS: "Encrypting Amazon SNS topics", "Amazon SNS security best practices".
 */
export class AlarmTopic extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name, accountId, email }: AlarmTopicProps) {
    super(scope, id);
    const topicName = `${name}-alarms`;
    this.arn = new SnsTopic(this, 'Resource', {
      name: topicName,
      displayName: topicName,
      kmsMasterKeyId: EncryptionKey.arnFor(this) ?? this.addKey(topicName, accountId),
      tags: { Name: topicName },
    }).arn;
    const policy = new SnsTopicPolicy(this, 'policy', {
      arn: this.arn,
      policy: policyDocument(topicStatements(this.arn, accountId)),
    });
    new SnsTopicSubscription(this, 'email', {
      topicArn: this.arn,
      protocol: 'email',
      endpoint: email,
      // SNS refuses two changes to a topic at once.
      dependsOn: [policy],
    });
  }

  private addKey(topicName: string, accountId: string): string {
    return new KmsKey(this, 'key', {
      description: `Messages of ${topicName}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_DAYS,
      policy: policyDocument(keyStatements(accountId)),
      tags: { Name: topicName },
    }).arn;
  }
}

const keyStatements = (accountId: string): object[] => [
  {
    Sid: 'Account',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  },
  publisherStatement,
];

const topicStatements = (arn: string, accountId: string): object[] => [
  {
    Sid: 'Publishers',
    Effect: 'Allow',
    Principal: { Service: OF_ACCOUNTS },
    Action: 'sns:Publish',
    Resource: arn,
    Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
  },
  {
    Sid: 'Events',
    Effect: 'Allow',
    Principal: { Service: EVENTS },
    Action: 'sns:Publish',
    Resource: arn,
  },
  {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: arn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
];
