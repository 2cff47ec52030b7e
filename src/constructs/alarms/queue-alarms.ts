import { definitionsOf } from './definition';

/** Of a dead-letter queue. AWS: "Available CloudWatch metrics for Amazon SQS". */
export const QUEUE_ALARMS = definitionsOf<object>()({
  'dead-letters': {
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    comparison: '>',
    threshold: () => 0,
    limit: '0 messages',
    period: 300,
    periods: 1,
    missing: 'notBreaching',
    means:
      'Messages were received as often as allowed and never deleted, so they are in the dead-letter queue.',
    response:
      "Read the consumer's log for why it fails, mend it, and start a redrive from the dead-letter queue.",
  },
});

/** What thresholds of a queue depend on. */
export interface QueueFacts {
  /** Seconds for which a received message is hidden. */
  readonly visibilityTimeout: number;
}

/** Seconds for which a message may wait while more servers start. */
const PATIENCE = 900;

/** Of a queue whose length scales servers. A message that is being worked on counts too. */
export const WORKED_QUEUE_ALARMS = definitionsOf<QueueFacts>()({
  'waiting-messages': {
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
    comparison: '>',
    threshold: ({ visibilityTimeout }) => visibilityTimeout + PATIENCE,
    limit: '15 minutes and `visibilityTimeout`',
    period: 300,
    periods: 3,
    missing: 'notBreaching',
    means: 'Messages wait, and the workers do not keep up.',
    response: 'Look at the log of the workers for errors, or raise autoScaling.max.',
  },
});
