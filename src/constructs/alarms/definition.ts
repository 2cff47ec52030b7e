/** How a metric is compared with the threshold. AWS: "PutMetricAlarm", ComparisonOperator. */
export const COMPARISONS = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
} as const;

/** A metric alarm: what AWS measures, when it sends a mail, and what to do then. */
export interface AlarmDefinition<Facts> {
  readonly namespace: string;
  readonly metric: string;
  /** `p99` and the like are percentiles. */
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum' | `p${number}`;
  readonly comparison: keyof typeof COMPARISONS;
  /** In the unit of the metric. Undefined where the alarm does not apply. */
  readonly threshold: (facts: Facts) => number | undefined;
  /** The threshold in words. */
  readonly limit: string;
  /** Seconds of a period. */
  readonly period: 60 | 300;
  /** Periods in a row beyond the threshold before the alarm. */
  readonly periods: number;
  /** What a period without data counts as. AWS: "Configuring how CloudWatch alarms treat missing data". */
  readonly missing: 'breaching' | 'notBreaching' | 'missing';
  /** What has happened, as a sentence. */
  readonly means: string;
  /** What to do, as a sentence. */
  readonly response: string;
}

/** Definitions by the name of the alarm, which is also its section in docs/alarms.md. */
export type AlarmDefinitions<Facts> = Readonly<Record<string, AlarmDefinition<Facts>>>;

/** Types the definitions of one subject, and keeps their names. */
export const definitionsOf =
  <Facts>() =>
  <Name extends string>(
    definitions: Readonly<Record<Name, AlarmDefinition<Facts>>>,
  ): Readonly<Record<Name, AlarmDefinition<Facts>>> =>
    definitions;

/** An alarm of a metric that leaves the range in which it was at that time of day and week before. */
export interface AnomalyDefinition extends Omit<AlarmDefinition<never>, 'comparison' | 'threshold'> {
  /** Width of the range, in standard deviations to either side. AWS: "Using CloudWatch anomaly detection". */
  readonly deviations: number;
}
