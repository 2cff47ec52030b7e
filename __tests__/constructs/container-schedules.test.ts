import { changed } from '../support/fixtures/environments';
import { argumentsAt, type Config, ofType, synth } from '../support/fixtures/synth';

const report = { cron: '0 3 * * ? *', command: ['report', '${DAY}'] };
const config = synth(
  changed({
    alarms: {},
    'servers.0.container.schedules': {
      report,
      clean: { ...report, timeZone: 'Europe/Berlin', timeout: 600 },
    },
  }),
);
const QUEUE = 'aws_sqs_queue.schedules_devloop_server_report';
const statements = (from: Config, local: string) => from.locals?.[local] as { Action: string[] }[];
const script = String(config.locals?.['servers_devloop_server_script']);

describe('ContainerSchedules', () => {
  test('are absent without the key', () => {
    const without = synth(changed({}));
    expect(ofType(without, 'aws_scheduler_schedule')).toEqual({});
    expect(ofType(without, 'aws_sqs_queue')).toEqual({});
  });

  test('send a message for each run, in the time zone of the region or their own', () => {
    expect(argumentsAt(config, 'aws_scheduler_schedule.schedules_devloop_server_report_schedule')).toEqual({
      name: 'devloop-server-report',
      group_name: '${aws_scheduler_schedule_group.schedules.name}',
      schedule_expression: 'cron(0 3 * * ? *)',
      schedule_expression_timezone: 'Asia/Seoul',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: `\${${QUEUE}.arn}`,
        role_arn: '${aws_iam_role.schedules_role.arn}',
        input: '{"scheduled":"<aws.scheduler.scheduled-time>"}',
        sqs_parameters: { message_group_id: 'report' },
        retry_policy: { maximum_event_age_in_seconds: 3600, maximum_retry_attempts: 20 },
      },
    });
    expect(
      argumentsAt(config, 'aws_scheduler_schedule.schedules_devloop_server_clean_schedule')[
        'schedule_expression_timezone'
      ],
    ).toBe('Europe/Berlin');
  });

  test('hide a run for longer than it may take, and give up what is received twice', () => {
    expect(argumentsAt(config, QUEUE)).toEqual({
      name: 'devloop-dev-devloop-server-report.fifo',
      fifo_queue: true,
      content_based_deduplication: true,
      sqs_managed_sse_enabled: true,
      visibility_timeout_seconds: 3720,
      message_retention_seconds: 7320,
      receive_wait_time_seconds: 20,
      redrive_policy: JSON.stringify({
        deadLetterTargetArn: `\${${QUEUE}_dead_letters.arn}`,
        maxReceiveCount: 1,
      }),
      tags: { Name: 'devloop-dev-devloop-server-report' },
    });
    expect(argumentsAt(config, `${QUEUE}_dead_letters`)).toMatchObject({
      name: 'devloop-dev-devloop-server-report-dead-letters.fifo',
      fifo_queue: true,
      message_retention_seconds: 86_400,
    });
  });

  test('may send to their queues, and the servers may take runs from them, and nothing else', () => {
    const arns = ['report', 'clean'].map((name) => `\${aws_sqs_queue.schedules_devloop_server_${name}.arn}`);
    const policy = JSON.parse(
      String(argumentsAt(config, 'aws_iam_role_policy.schedules_role_permissions')['policy']),
    ) as { Statement: unknown };
    expect(policy.Statement).toEqual([{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: arns }]);
    const ofQueues = statements(config, 'servers_devloop_server_role_statements').filter(({ Action }) =>
      Action.some((action) => action.startsWith('sqs:')),
    );
    expect(ofQueues).toEqual([
      {
        Effect: 'Allow',
        Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
        Resource: arns,
      },
    ]);
  });

  test('are files and units of the servers', () => {
    expect(script).toContain('schedule@report.service schedule@clean.service');
    const url = '${aws_sqs_queue.schedules_devloop_server_report.url}';
    expect(script).toContain(
      `- path: /etc/devloop/schedules/report\n  content: |\n   ${url}\n   3600\n   report\n   $\${DAY}\n`,
    );
  });

  test('have alarms of runs that fail, and of runs that wait', () => {
    const at = (name: string) =>
      argumentsAt(config, `aws_cloudwatch_metric_alarm.alarms_schedules_devloop_server_report_${name}`);
    expect(at('failed_run')).toMatchObject({
      alarm_name: 'devloop-dev-schedules-devloop-server-report-failed-run',
      dimensions: { QueueName: `\${${QUEUE}_dead_letters.name}` },
      metric_name: 'ApproximateNumberOfMessagesVisible',
      threshold: 0,
    });
    expect(at('late_run')).toMatchObject({
      dimensions: { QueueName: `\${${QUEUE}.name}` },
      metric_name: 'ApproximateAgeOfOldestMessage',
      threshold: 4500,
    });
  });

  test('run the image of the server alone, not that of its canary', () => {
    const canary = synth(
      changed({
        'servers.0.container.schedules': { report },
        'servers.0.canary': { image: 'next' },
        queues: [{ name: 'orders', producers: ['devloop-server'], consumers: [] }],
        'servers.0.container.awsAccess': true,
      }),
    );
    expect(Object.keys(ofType(canary, 'aws_scheduler_schedule'))).toEqual([
      'schedules_devloop_server_report_schedule',
    ]);
    expect(String(canary.locals?.['servers_devloop_server_canary_script'])).not.toContain('schedule@');
    expect(statements(canary, 'servers_devloop_server_canary_role_statements')).toContainEqual({
      Effect: 'Allow',
      Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
      Resource: ['${aws_sqs_queue.queues_orders.arn}'],
    });
  });
});
