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
