import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';

/** A line of a graph. AWS: "Dashboard body structure and syntax", metrics. */
export interface GraphLine {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly label: string;
}

export interface Graph {
  readonly title: string;
  readonly lines: readonly GraphLine[];
}

export interface DashboardProps {
  /** Name, unique in the account. */
  readonly name: string;
  readonly region: string;
  /** ARNs of alarms, whose states are at the top. */
  readonly alarmArns: readonly string[];
  /** Two beside each other; one without lines is left out. */
  readonly graphs: readonly Graph[];
}

/** Columns of a dashboard, and rows of a widget. */
const COLUMNS = 24;
const ALARM_ROWS = 4;
const GRAPH_ROWS = 6;
const GRAPH_COLUMNS = COLUMNS / 2;
const MINUTE = 60;

const metricOf = ({ namespace, metric, dimensions, statistic, label }: GraphLine): unknown[] => [
  namespace,
  metric,
  ...Object.entries(dimensions).flat(),
  { stat: statistic, label },
];

/** The CloudWatch dashboard of an environment: what is in alarm, then graphs. Costs by the month. AWS: "Using Amazon CloudWatch dashboards". */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { name, region, alarmArns, graphs }: DashboardProps) {
    super(scope, id);
    const alarms = {
      type: 'alarm',
      x: 0,
      y: 0,
      width: COLUMNS,
      height: ALARM_ROWS,
      properties: { title: 'Alarms', alarms: alarmArns },
    };
    const drawn = graphs.filter(({ lines }) => lines.length > 0);
    const widgets = drawn.map(({ title, lines }, index) => ({
      type: 'metric',
      x: (index % 2) * GRAPH_COLUMNS,
      y: ALARM_ROWS + Math.floor(index / 2) * GRAPH_ROWS,
      width: GRAPH_COLUMNS,
      height: GRAPH_ROWS,
      properties: {
        title,
        region,
        view: 'timeSeries',
        stacked: false,
        period: MINUTE,
        metrics: lines.map(metricOf),
      },
    }));
    new CloudwatchDashboard(this, 'Resource', {
      dashboardName: name,
      dashboardBody: JSON.stringify({ widgets: [alarms, ...widgets] }),
    });
  }
}
