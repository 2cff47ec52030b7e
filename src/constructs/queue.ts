import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../iam/document';
import { EncryptionKey } from './encryption-key';

export interface QueueProps {
  /** Name in AWS, unique in the account and region, at most 68 characters. */
  readonly name: string;
  /** Seconds for which a received message is hidden from other consumers. */
  readonly visibilityTimeout: number;
  /** How often a message is received before it goes to the dead-letter queue. */
  readonly maxReceives: number;
  /** Days for which the queue keeps messages. */
  readonly retentionDays: number;
}

const DAY = 86_400;
/** Longest retention. AWS: "Amazon SQS message quotas". */
const MOST_DAYS = 14;

/**
 * A standard queue with a dead-letter queue, encrypted with the environment's key or those of SQS, TLS only. Costs by requests. AWS: "Amazon SQS Developer
 * Guide".
 */
export class Queue extends Construct {
  public readonly arn: string;
  public readonly url: string;
  /** Name in AWS. */
  public readonly queueName: string;
  /** Name of the dead-letter queue in AWS. */
  public readonly deadLetterName: string;
  /** ARN of the dead-letter queue, where an operator finds what failed. */
  public readonly deadLetterArn: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { name, visibilityTimeout, maxReceives, retentionDays } = props;
    const key = EncryptionKey.arnFor(this);
    const encryption = key === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: key };
    const deadLetters = new SqsQueue(this, 'dead-letters', {
      name: `${name}-dead-letters`,
      ...encryption,
      messageRetentionSeconds: MOST_DAYS * DAY,
      tags: { Name: `${name}-dead-letters` },
    });
    const queue = new SqsQueue(this, 'Resource', {
      name,
      ...encryption,
      visibilityTimeoutSeconds: visibilityTimeout,
      messageRetentionSeconds: retentionDays * DAY,
      // Long polling: an empty answer comes after 20 seconds, and is one request.
      receiveWaitTimeSeconds: 20,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: maxReceives }),
      tags: { Name: name },
    });
    closeQueue(this, 'policy', queue);
    closeQueue(this, 'dead-letters-policy', deadLetters);
    this.arn = queue.arn;
    this.url = queue.url;
    this.queueName = queue.name;
    this.deadLetterName = deadLetters.name;
    this.deadLetterArn = deadLetters.arn;
  }
}

/** Makes a queue TLS only. AWS: "Amazon SQS security best practices". */
const closeQueue = (scope: Construct, id: string, { arn, url }: SqsQueue): SqsQueuePolicy =>
  new SqsQueuePolicy(scope, id, {
    queueUrl: url,
    policy: policyDocument([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]),
  });
