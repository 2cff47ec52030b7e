import { parseAutomation } from '../../src/config/schema';
import { dev } from '../support/fixtures/configured';
import { changed, everything, messagesOf } from '../support/fixtures/environments';
import { argumentsAt, type Arguments, ofType, synth } from '../support/fixtures/synth';
import { automation } from '../support/iam/policies';

const schedule = { stop: '20:00', start: '08:00' };
const config = synth(changed({ schedule }));
const all = synth(everything);

interface Target {
  readonly arn: string;
  readonly input: string;
}

/** Schedule, time zone, call and input of a schedule. */
function scheduled(from: typeof config, name: string): unknown[] {
  const found: Arguments = argumentsAt(from, `aws_scheduler_schedule.schedule_${name}`);
  const { arn, input } = found['target'] as Target;
  return [
    found['schedule_expression'],
    found['schedule_expression_timezone'],
    arn.replace('arn:aws:scheduler:::aws-sdk:', ''),
    JSON.parse(input),
  ];
}

describe('NightlyStop', () => {
  test('is absent without the key, and changes no group and no alarm then', () => {
    const without = synth(changed({ alarms: {} }));
    expect(ofType(without, 'aws_scheduler_schedule')).toEqual({});
    expect(argumentsAt(without, 'aws_cloudwatch_metric_alarm.alarms_latency')).not.toHaveProperty(
      'lifecycle',
    );
  });

  test('stops servers every day, and starts them on working days, in the time zone of the region', () => {
    const InstanceIds = [
      '${aws_instance.bastion.id}',
      '${aws_instance.servers_devloop_server.id}',
      '${aws_instance.servers_elk_server.id}',
      '${aws_instance.servers_jenkins_server.id}',
    ];
    expect(scheduled(config, 'stop_servers')).toEqual([
      'cron(0 20 ? * * *)',
      'Asia/Seoul',
      'ec2:stopInstances',
      { InstanceIds },
    ]);
    expect(scheduled(config, 'start_servers')).toEqual([
      'cron(0 8 ? * MON,TUE,WED,THU,FRI *)',
      'Asia/Seoul',
      'ec2:startInstances',
      { InstanceIds },
    ]);
  });

  test('stops the database every day, also one that RDS has started after seven days', () => {
    const input = { DbInstanceIdentifier: '${aws_db_instance.database.identifier}' };
    expect(scheduled(config, 'stop_database')).toEqual([
      'cron(0 20 ? * * *)',
      'Asia/Seoul',
      'rds:stopDBInstance',
      input,
    ]);
    expect(scheduled(config, 'start_database').slice(2)).toEqual(['rds:startDBInstance', input]);
  });

  test('sizes an Auto Scaling group, whose minimum Terraform then leaves', () => {
    const AutoScalingGroupName = '${aws_autoscaling_group.servers_worker_server.name}';
    const call = 'autoscaling:updateAutoScalingGroup';
    const group = argumentsAt(all, 'aws_autoscaling_group.servers_worker_server');
    const size = group['min_size'];
    expect(scheduled(all, 'stop_group_worker_server')).toEqual([
      'cron(0 20 ? * * *)',
      'Europe/Berlin',
      call,
      { AutoScalingGroupName, MinSize: 0, DesiredCapacity: 0 },
    ]);
    expect(scheduled(all, 'start_group_worker_server')).toEqual([
      'cron(0 8 ? * MON,WED *)',
      'Europe/Berlin',
      call,
      { AutoScalingGroupName, MinSize: size, DesiredCapacity: size },
    ]);
    expect(group['lifecycle']).toEqual({ ignore_changes: ['min_size'] });
  });

  test('switches alarms off, and on once everything has booted', () => {
    const { 3: input, ...stop } = scheduled(all, 'stop_alarms');
    expect(Object.values(stop)).toEqual([
      'cron(0 20 ? * * *)',
      'Europe/Berlin',
      'cloudwatch:disableAlarmActions',
    ]);
    const named = Object.values(ofType(all, 'aws_cloudwatch_metric_alarm')).map(
      (alarm) => alarm['alarm_name'],
    );
    expect(new Set((input as { AlarmNames: string[] }).AlarmNames)).toEqual(new Set(named));
    expect(named.length).toBeLessThanOrEqual(100);
    expect(scheduled(all, 'start_alarms').slice(0, 3)).toEqual([
      'cron(45 8 ? * MON,WED *)',
      'Europe/Berlin',
      'cloudwatch:enableAlarmActions',
    ]);
    expect(argumentsAt(all, 'aws_cloudwatch_metric_alarm.alarms_latency')['lifecycle']).toEqual({
      ignore_changes: ['actions_enabled'],
    });
  });

  test('leaves a NAT instance no size at night, and Terraform its minimum', () => {
    const nat = { mode: 'instance', zone: 'a' };
    const group = 'aws_autoscaling_group.network_nat_instance_a';
    const sized = (size: number) => ({
      AutoScalingGroupName: `\${${group}.name}`,
      MinSize: size,
      DesiredCapacity: size,
    });
    const instance = synth(changed({ schedule, 'network.nat': nat }));
    expect(scheduled(instance, 'stop_group_nat_a').at(-1)).toEqual(sized(0));
    expect(scheduled(instance, 'start_group_nat_a').at(-1)).toEqual(sized(1));
    const lifecycle = (from: typeof config) => argumentsAt(from, group)['lifecycle'];
    expect(lifecycle(instance)).toEqual({ create_before_destroy: true, ignore_changes: ['min_size'] });
    expect(lifecycle(synth(changed({ 'network.nat': nat })))).toEqual({ create_before_destroy: true });
  });

  test('has a role for EventBridge Scheduler alone, which acts on the environment alone', () => {
    const automated = synth(changed({ schedule }), parseAutomation(automation));
    const { assume_role_policy: trust, permissions_boundary: boundary } = argumentsAt(
      automated,
      'aws_iam_role.schedule_role',
    );
    expect(JSON.parse(String(trust))).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '${data.aws_caller_identity.account.account_id}' },
          },
        },
      ],
    });
    expect(boundary).toContain('policy/devloop-dev-boundary');
    const { policy } = argumentsAt(automated, 'aws_iam_role_policy.schedule_role_permissions');
    const tags = { 'aws:ResourceTag/Project': 'devloop', 'aws:ResourceTag/Environment': 'dev' };
    expect(JSON.parse(String(policy))).toMatchObject({
      Statement: [
        { Action: ['ec2:StartInstances', 'ec2:StopInstances'], Condition: { StringEquals: tags } },
        { Action: ['kms:CreateGrant'], Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
        { Action: ['rds:StartDBInstance', 'rds:StopDBInstance'] },
        { Action: ['autoscaling:UpdateAutoScalingGroup'] },
        { Action: ['cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions'] },
      ],
    });
  });

  test.each([
    [
      { schedule, deletionProtection: true, loadBalancer: undefined },
      'dev.schedule: {"stop":"20:00","start":"08:00"} stops an environment with deletionProtection every night; accepted: deletionProtection: false, despiteDeletionProtection: true in the schedule, or no schedule [CONFIG_INVALID]',
    ],
    [
      { schedule: { stop: '20:00', start: '20:00' } },
      'dev.schedule.start: "20:00" is the time of day at which everything stops; accepted: another time than stop [CONFIG_INVALID]',
    ],
    [
      { schedule: { stop: '8 pm', start: '08:00' } },
      'dev.schedule.stop: "8 pm" is not a time of day; accepted: e.g. 20:00 [CONFIG_INVALID]',
    ],
    [
      { schedule: { ...schedule, timeZone: 'Berlin' } },
      'dev.schedule.timeZone: "Berlin" is not a time zone; accepted: an IANA name, e.g. Europe/Berlin [CONFIG_INVALID]',
    ],
  ])('is refused as %j', (changes, message) => {
    expect(messagesOf(() => synth(changed(changes, dev)))).toEqual([message]);
  });
});
