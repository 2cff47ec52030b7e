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
  /** Seconds for which the queue keeps messages. */
  readonly retention: number;
  /** Seconds for which the dead-letter queue keeps them. @default 14 days, the most */
  readonly deadLetterRetention?: number;
  /** Whether messages of a group are handled one after another, and each is sent once. AWS: "Amazon SQS FIFO queues". @default false */
  readonly inOrder?: boolean;
}

export const DAY = 86_400;
/** Longest retention in seconds. AWS: "Amazon SQS message quotas". */
const LONGEST = 14 * DAY;

/** AWS: "Exactly-once processing in Amazon SQS": a message with the same content is not taken within five minutes. */
const IN_ORDER = { fifoQueue: true, contentBasedDeduplication: true };

/**
 * A queue with a dead-letter queue, encrypted with the environment's key or those of SQS, TLS only. Costs by requests. AWS: "Amazon SQS Developer
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
    const { name, visibilityTimeout, maxReceives, retention, deadLetterRetention = LONGEST } = props;
    const key = EncryptionKey.arnFor(this);
    const kind = {
      ...(key === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: key }),
      ...(props.inOrder && IN_ORDER),
    };
    const nameOf = (base: string): string => (props.inOrder ? `${base}.fifo` : base);
    const deadLetters = new SqsQueue(this, 'dead-letters', {
      name: nameOf(`${name}-dead-letters`),
      ...kind,
      messageRetentionSeconds: deadLetterRetention,
      tags: { Name: `${name}-dead-letters` },
    });
    const queue = new SqsQueue(this, 'Resource', {
      name: nameOf(name),
      ...kind,
      visibilityTimeoutSeconds: visibilityTimeout,
      messageRetentionSeconds: retention,
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
