import { changed, everything } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth } from '../support/fixtures/synth';

const config = synth(changed({ alarms: { events: true } }));

describe('EventAlarms', () => {
  const patternOf = (name: string): unknown =>
    JSON.parse(
      String(
        argumentsAt(synth(everything), `aws_cloudwatch_event_rule.event_alarms_${name}`)['event_pattern'],
      ),
    );

  test('match failures of the Auto Scaling groups and of the database of the environment', () => {
    expect(patternOf('failed_rollout')).toEqual({
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Auto Scaling Instance Refresh Failed', 'EC2 Instance Launch Unsuccessful'],
      detail: {
        AutoScalingGroupName: [
          '${aws_autoscaling_group.servers_worker_server.name}',
          '${aws_autoscaling_group.servers_order_server.name}',
        ],
      },
    });
    expect(patternOf('database_event')).toEqual({
      source: ['aws.rds'],
      'detail-type': ['RDS DB Instance Event'],
      detail: {
        SourceIdentifier: ['${aws_db_instance.database.identifier}'],
        $or: [{ EventCategories: ['failover', 'failure', 'low storage'] }, { EventID: ['RDS-EVENT-0028'] }],
      },
    });
  });

  test('tell the topic what has happened to which, and what to do', () => {
    const target = argumentsAt(config, 'aws_cloudwatch_event_target.event_alarms_database_event_topic');
    expect(target).toMatchObject({
      arn: '${aws_sns_topic.alarm_topic.arn}',
      rule: '${aws_cloudwatch_event_rule.event_alarms_database_event.name}',
      input_transformer: {
        input_paths: { database: '$.detail.SourceIdentifier', message: '$.detail.Message' },
        input_template: expect.stringMatching(
          /^"RDS reports .+ <database>: <message>\. .+ See docs\/alarms\.md, 'database-event'\."$/,
        ) as string,
      },
    });
  });

  test('are absent where only alarms are configured', () => {
    expect(ofType(synth(changed({ alarms: {} })), 'aws_cloudwatch_event_rule')).toEqual({});
  });

  test('match copies of the vault that fail, by the end of its ARN', () => {
    expect(patternOf('failed_copy')).toEqual({
      source: ['aws.backup'],
      'detail-type': ['Copy Job State Change'],
      detail: {
        sourceBackupVaultArn: [{ suffix: ':backup-vault:devloop-everything-backups' }],
        state: ['FAILED'],
      },
    });
  });

  test('leave out the groups where there is none', () => {
    expect(Object.keys(ofType(config, 'aws_cloudwatch_event_rule'))).toEqual(['event_alarms_database_event']);
  });
});
