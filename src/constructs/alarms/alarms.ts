import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { type AlarmDefinition, type AlarmDefinitions, COMPARISONS } from './definition';

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
}

const PERCENTILE = /^p\d/;

/** AWS: "PutMetricAlarm", AlarmDescription: at most 1,024 characters. */
const describe = (name: string, { means, response }: AlarmDefinition<never>): string =>
  `${means} ${response} See docs/alarms.md, "${name}".`;

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

  /** Adds the alarms that apply to a subject. */
  public watch<Facts>(subject: AlarmSubject<Facts>, definitions: AlarmDefinitions<Facts>): void {
    for (const [name, definition] of Object.entries(definitions)) {
      const threshold = definition.threshold(subject.facts);
      if (threshold !== undefined) this.add(name, definition, subject, threshold);
    }
  }

  private add<Facts>(
    name: string,
    definition: AlarmDefinition<Facts>,
    { path, dimensions }: AlarmSubject<Facts>,
    threshold: number,
  ): void {
    const { namespace, metric, statistic, period, periods, missing, comparison } = definition;
    const alarmName = [this.props.name, ...path, name].join('-');
    const actions = [this.props.topicArn];
    this.added.push(
      new CloudwatchMetricAlarm(this.scopeOf(path), name, {
        alarmName,
        alarmDescription: describe(name, definition),
        namespace,
        metricName: metric,
        dimensions,
        ...(PERCENTILE.test(statistic)
          ? // Few requests tell nothing about the slowest of a hundred.
            { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: 'ignore' }
          : { statistic }),
        period,
        evaluationPeriods: periods,
        threshold,
        comparisonOperator: COMPARISONS[comparison],
        treatMissingData: missing,
        alarmActions: actions,
        okActions: actions,
        tags: { Name: alarmName },
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
