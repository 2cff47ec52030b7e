import type { AlarmDefinition } from '../../src/constructs/alarms/definition';
import { ALARMS } from '../../src/constructs/alarms/definitions';
import { dev } from '../support/fixtures/configured';
import { isPublished, PUBLISHED } from '../support/fixtures/cloudwatch-metrics';
import { changed, everything } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, type Arguments, ofType, synth } from '../support/fixtures/synth';

const withAlarms = changed({ alarms: {} });
const config = synth(withAlarms);
const alarms = Object.entries(ofType(config, 'aws_cloudwatch_metric_alarm'));
const alarm = (name: string): Arguments => argumentsAt(config, `aws_cloudwatch_metric_alarm.alarms_${name}`);

const definitions = Object.values(ALARMS).flatMap(
  (group): [string, AlarmDefinition<never>, readonly string[]][] =>
    Object.entries<AlarmDefinition<never>>(group.definitions).map(([name, definition]) => [
      name,
      definition,
      group.dimensions,
    ]),
);

describe('Alarms', () => {
  test('are absent without the key', () => {
    const without = synth(dev);
    expect(Object.keys(without.resource).filter((type) => /cloudwatch_metric|sns|kms/.test(type))).toEqual(
      [],
    );
    expect(without.variable).not.toHaveProperty('alarm_email');
  });

  test('of dev have exactly these addresses', () => {
    const ofServers = ['bastion_server', 'devloop_server', 'elk_server', 'jenkins_server'].flatMap(
      (server) => [`servers_${server}_credits`, `servers_${server}_status_check`],
    );
    const ofDatabase = ['connections', 'cpu', 'credits', 'memory', 'storage'].map(
      (name) => `database_${name}`,
    );
    expect(alarms.map(([name]) => name).sort()).toEqual(
      [
        'application_errors',
        ...ofDatabase,
        'latency',
        'load_balancer_errors',
        'nat_a_nat_ports',
        'no_healthy_target',
        ...ofServers,
        'unhealthy_target',
      ]
        .map((name) => `alarms_${name}`)
        .sort(),
    );
  });

  test('tell one topic when they begin and when they end', () => {
    const topic = ['${aws_sns_topic.alarm_topic.arn}'];
    for (const [, { alarm_actions: begin, ok_actions: end }] of alarms)
      expect([begin, end]).toEqual([topic, topic]);
  });

  test('have names of their own that begin with those of the environment', () => {
    const names = alarms.map(([, { alarm_name: name }]) => String(name));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !name.startsWith('devloop-dev-'))).toEqual([]);
    expect(names).toContain('devloop-dev-servers-elk-server-status-check');
  });

  test.each(definitions)(
    '%s watches a metric in dimensions that AWS publishes',
    (_, { namespace, metric }, dimensions) => {
      expect(isPublished(namespace, metric, dimensions)).toBe(true);
    },
  );

  test('have exactly the dimensions of their subject', () => {
    for (const [name, { namespace, metric_name: metric, dimensions }] of alarms)
      expect([
        name,
        isPublished(String(namespace), String(metric), Object.keys(dimensions as object)),
      ]).toEqual([name, true]);
    expect(alarm('servers_elk_server_status_check')['dimensions']).toEqual({
      InstanceId: '${aws_instance.servers_elk_server.id}',
    });
    expect(alarm('database_cpu')['dimensions']).toEqual({
      DBInstanceIdentifier: '${aws_db_instance.database.identifier}',
    });
    expect(alarm('latency')['dimensions']).toEqual({
      LoadBalancer: '${aws_lb.load_balancer.arn_suffix}',
      TargetGroup: '${aws_lb_target_group.load_balancer_target_group.arn_suffix}',
    });
  });

  test('say what has happened, what to do and where it is documented', () => {
    for (const [name, { alarm_description: text }] of alarms) {
      expect(String(text).length).toBeLessThanOrEqual(1024);
      expect([name, text]).toEqual([
        name,
        expect.stringMatching(/^[A-Z].+\. [A-Z].+\. See docs\/alarms\.md, "[a-z-]+"\.$/),
      ]);
    }
  });

  test('count missing data by what AWS reports', () => {
    const counted = Object.fromEntries(
      definitions
        .map(([name, { missing }]) => [name, missing])
        .filter(([, missing]) => missing !== 'missing'),
    );
    expect(counted).toEqual({
      'load-balancer-errors': 'notBreaching',
      'application-errors': 'notBreaching',
      latency: 'notBreaching',
      'unhealthy-target': 'notBreaching',
      'no-healthy-target': 'breaching',
      'nat-ports': 'notBreaching',
      'dead-letters': 'notBreaching',
      'waiting-messages': 'notBreaching',
      'failed-run': 'notBreaching',
      'late-run': 'notBreaching',
    });
  });

  test('derive thresholds of the database from its class, and of credits from the type', () => {
    expect(alarm('database_memory')['threshold']).toBe(1024 ** 3 / 20);
    expect(alarm('database_connections')['threshold']).toBe(51);
    expect(alarm('database_storage')['threshold']).toBe(2 * 1024 ** 3);
    expect(alarm('database_credits')['threshold']).toBe(6);
    expect(alarm('servers_elk_server_credits')['threshold']).toBe(12);
  });

  test('take the percentile that few requests do not spoil', () => {
    expect(alarm('latency')).toMatchObject({
      extended_statistic: 'p99',
      evaluate_low_sample_count_percentiles: 'ignore',
      threshold: 2,
    });
    expect(alarm('latency')).not.toHaveProperty('statistic');
  });

  test('of an Auto Scaling group are of the group, and of pages of their targets', () => {
    const all = synth(everything);
    const group = argumentsAt(
      all,
      'aws_cloudwatch_metric_alarm.alarms_servers_worker_server_group_status_check',
    );
    expect(group['dimensions']).toEqual({
      AutoScalingGroupName: '${aws_autoscaling_group.servers_worker_server.name}',
    });
    expect(
      argumentsAt(all, 'aws_cloudwatch_metric_alarm.alarms_servers_elk_server_no_healthy_target')[
        'dimensions'
      ],
    ).toMatchObject({
      TargetGroup: '${aws_lb_target_group.load_balancer_elk_server_target_group.arn_suffix}',
    });
  });

  test('leave out what does not apply', () => {
    const large = synth(
      changed({
        alarms: {},
        'database.instanceClass': 'db.m7g.large',
        'servers.1.instanceType': 'm7g.large',
      }),
    );
    const names = Object.keys(ofType(large, 'aws_cloudwatch_metric_alarm'));
    expect(names).not.toContain('alarms_database_credits');
    expect(names).not.toContain('alarms_servers_elk_server_credits');
    expect(names).toContain('alarms_database_memory');
    const none = synth(changed({ alarms: {}, database: undefined, loadBalancer: undefined }));
    expect(
      Object.keys(ofType(none, 'aws_cloudwatch_metric_alarm')).filter(
        (name) => !name.startsWith('alarms_servers'),
      ),
    ).toEqual(['alarms_nat_a_nat_ports']);
  });

  test('watch the group of a NAT instance, whose bytes the dashboard shows', () => {
    const nat = { mode: 'instance', zone: 'a' };
    const instance = synth(changed({ alarms: { dashboard: true }, 'network.nat': nat }));
    const names = Object.keys(ofType(instance, 'aws_cloudwatch_metric_alarm'));
    expect(names.filter((name) => name.includes('_nat_'))).toEqual([
      'alarms_nat_a_group_credits',
      'alarms_nat_a_group_status_check',
    ]);
    const check = argumentsAt(instance, 'aws_cloudwatch_metric_alarm.alarms_nat_a_group_status_check');
    const group = '${aws_autoscaling_group.network_nat_instance_a.name}';
    expect(check['dimensions']).toEqual({ AutoScalingGroupName: group });
    const { dashboard_body: body } = argumentsAt(instance, 'aws_cloudwatch_dashboard.dashboard');
    expect(body).toContain('Bytes through the NAT instance');
    expect(body).not.toContain('Port allocation errors');
  });
});

describe('Alarm of unusual requests', () => {
  test('is added by a switch, and watches a range of the same metric', () => {
    const address = 'aws_cloudwatch_metric_alarm.alarms_unusual_requests';
    expect(addressesOf(config)).not.toContain(address);
    const found = argumentsAt(synth(changed({ alarms: { anomalyDetection: true } })), address);
    expect(found).toMatchObject({
      threshold_metric_id: 'range',
      comparison_operator: 'LessThanLowerOrGreaterThanUpperThreshold',
      treat_missing_data: 'breaching',
      metric_query: [
        {
          id: 'metric',
          metric: {
            namespace: 'AWS/ApplicationELB',
            metric_name: 'RequestCount',
            dimensions: { LoadBalancer: '${aws_lb.load_balancer.arn_suffix}' },
            stat: 'Sum',
            period: 300,
          },
        },
        { id: 'range', expression: 'ANOMALY_DETECTION_BAND(metric, 3)' },
      ],
    });
  });
});

describe('Published metrics', () => {
  test('name a page of the AWS documentation', () => {
    const sources = Object.values(PUBLISHED).flatMap((entries) => entries.map(({ source }) => source));
    expect(sources.filter((source) => !source.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  });
});
