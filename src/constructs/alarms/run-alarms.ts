import { definitionsOf } from './definition';

/** Of the dead-letter queue of a schedule's runs. AWS: "Available CloudWatch metrics for Amazon SQS". */
export const FAILED_RUN_ALARMS = definitionsOf<object>()({
  'failed-run': {
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    comparison: '>',
    threshold: () => 0,
    limit: '0 runs',
    period: 300,
    periods: 1,
    missing: 'notBreaching',
    means:
      'A scheduled run failed, took longer than its timeout, or its server died. The alarm ends a day after the last one.',
    response:
      'Read the log stream of the schedule, mend it, and start a redrive from the dead-letter queue, which runs it again.',
  },
});

/** What thresholds of a schedule's queue depend on. */
export interface RunFacts {
  /** Seconds after which a run is ended. */
  readonly timeout: number;
}

/** Seconds for which a run may wait for a server. */
const PATIENCE = 900;

/** Of the queue of a schedule's runs. A run that has started counts until its end. */
export const LATE_RUN_ALARMS = definitionsOf<RunFacts>()({
  'late-run': {
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
    comparison: '>',
    threshold: ({ timeout }) => timeout + PATIENCE,
    limit: '15 minutes and `timeout`',
    period: 300,
    periods: 1,
    missing: 'notBreaching',
    means: 'A scheduled run waits for a server, or for the run before it. After an hour it is dropped.',
    response: 'Look whether a server runs, and whether runs take longer than the time between them.',
  },
});
