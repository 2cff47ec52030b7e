import { isPublished } from '../support/fixtures/cloudwatch-metrics';
import { changed } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth, synthText } from '../support/fixtures/synth';

const withDashboard = changed({ alarms: { dashboard: true } });
const config = synth(withDashboard);
const alarms = Object.keys(ofType(config, 'aws_cloudwatch_metric_alarm'));

describe('Dashboard', () => {
  interface Widget {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: {
      readonly title: string;
      readonly metrics?: readonly unknown[][];
      readonly alarms?: unknown[];
    };
  }
  const { dashboard_name: name, dashboard_body: body } = argumentsAt(
    config,
    'aws_cloudwatch_dashboard.dashboard',
  );
  const { widgets } = JSON.parse(String(body)) as { widgets: Widget[] };

  test('shows every alarm first, then graphs of what there is', () => {
    expect(name).toBe('devloop-dev');
    expect(widgets[0]?.properties.alarms).toHaveLength(alarms.length);
    expect(widgets.slice(1).map(({ properties }) => properties.title)).toEqual([
      'Requests and errors',
      'Response time in seconds',
      'Targets',
      'CPU of servers in percent',
      'CPU of the database in percent',
      'Connections to the database',
      'Free memory and storage of the database in bytes',
      'Port allocation errors of NAT gateways',
    ]);
  });

  test('draws metrics in dimensions that AWS publishes', () => {
    const lines = widgets.flatMap(({ properties }) => properties.metrics ?? []);
    const wrong = lines.filter(([namespace, metric, ...rest]) => {
      const dimensions = rest.filter((_, index) => index % 2 === 0 && index < rest.length - 1);
      return !isPublished(String(namespace), String(metric), dimensions.map(String));
    });
    expect(lines.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  test('has no two widgets in one place', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });

  test('is the same for the same environment, and absent without the key', () => {
    expect(synthText(withDashboard)).toBe(synthText(withDashboard));
    expect(ofType(synth(changed({ alarms: {} })), 'aws_cloudwatch_dashboard')).toEqual({});
  });
});
