import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import {
  type AlarmDefinition,
  type AlarmDefinitions,
  type AnomalyDefinition,
  COMPARISONS,
} from './definition';

/** What alarms watch: one resource, by its dimensions. */
export interface AlarmSubject<Facts> {
  /** Construct ids below the alarms, which also begin the alarm's name. None where there is only one such resource. */
  readonly path: readonly string[];
  /** AWS: "CloudWatch metrics … dimensions" of each service. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly facts: Facts;
}

export interface AlarmsProps {
  /** Start of the alarms' names, unique in the account and region. */
  readonly name: string;
  /** Topic that is told when an alarm begins and ends. */
  readonly topicArn: string;
  /** Whether a schedule switches their actions off and on. @default false */
  readonly areScheduled?: boolean | undefined;
}

const PERCENTILE = /^p\d/;

/** AWS: "PutMetricAlarm", AlarmDescription: at most 1,024 characters. */
const describe = (
  name: string,
  { means, response }: Pick<AlarmDefinition<never>, 'means' | 'response'>,
): string => `${means} ${response} See docs/alarms.md, "${name}".`;

/**
 * CloudWatch alarms, one for each definition and subject. Each costs by the month.
 * AWS: "Using Amazon CloudWatch alarms".
 */
export class Alarms extends Construct {
  private readonly added: CloudwatchMetricAlarm[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
  }

  /** ARNs of the alarms, in the order in which they were added. */
  public get arns(): string[] {
    return this.added.map(({ arn }) => arn);
  }

  /** Names of the alarms, in the same order. */
  public get names(): string[] {
    return this.added.map(({ alarmNameInput = '' }) => alarmNameInput);
  }

  /** Adds the alarms that apply to a subject. */
  public watch<Facts>(subject: AlarmSubject<Facts>, definitions: AlarmDefinitions<Facts>): void {
    for (const [name, definition] of Object.entries(definitions)) {
      const threshold = definition.threshold(subject.facts);
      if (threshold !== undefined) this.addThreshold(name, definition, subject, threshold);
    }
  }

  /** Adds an alarm of what is unusual for a subject. It costs as three. */
  public watchAnomaly(
    name: string,
    definition: AnomalyDefinition,
    { path, dimensions }: Omit<AlarmSubject<never>, 'facts'>,
  ): void {
    const { namespace, metric, statistic, deviations, period } = definition;
    this.add(name, definition, path, {
      metricQuery: [
        {
          id: 'metric',
          returnData: true,
          metric: { namespace, metricName: metric, dimensions, stat: statistic, period },
        },
        {
          id: 'range',
          returnData: true,
          label: 'usual',
          expression: `ANOMALY_DETECTION_BAND(metric, ${deviations})`,
        },
      ],
      thresholdMetricId: 'range',
      comparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    });
  }

  private addThreshold<Facts>(
    name: string,
    definition: AlarmDefinition<Facts>,
    { path, dimensions }: AlarmSubject<Facts>,
    threshold: number,
  ): void {
    const { namespace, metric, statistic, period, comparison } = definition;
    this.add(name, definition, path, {
      namespace,
      metricName: metric,
      dimensions,
      ...(PERCENTILE.test(statistic)
        ? // Few requests tell nothing about the slowest of a hundred.
          { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: 'ignore' }
        : { statistic }),
      period,
      threshold,
      comparisonOperator: COMPARISONS[comparison],
    });
  }

  private add(
    name: string,
    definition: Pick<AlarmDefinition<never>, 'means' | 'response' | 'periods' | 'missing'>,
    path: readonly string[],
    condition: Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'evaluationPeriods'>,
  ): void {
    const alarmName = [this.props.name, ...path, name].join('-');
    const actions = [this.props.topicArn];
    this.added.push(
      new CloudwatchMetricAlarm(this.scopeOf(path), name, {
        alarmName,
        alarmDescription: describe(name, definition),
        ...condition,
        evaluationPeriods: definition.periods,
        treatMissingData: definition.missing,
        alarmActions: actions,
        okActions: actions,
        tags: { Name: alarmName },
        ...(this.props.areScheduled && { lifecycle: { ignoreChanges: ['actions_enabled'] } }),
      }),
    );
  }

  private scopeOf(path: readonly string[]): Construct {
    return path.reduce<Construct>(
      (scope, id) => (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id),
      this,
    );
  }
}
