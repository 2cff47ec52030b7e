import { join } from 'node:path';
import { App } from 'cdktf';
import type { Construct } from 'constructs';
import { AlarmTopic } from '../../src/constructs/alarms/alarm-topic';
import { Alarms } from '../../src/constructs/alarms/alarms';
import { APPLICATION_ALARMS, UNUSUAL_REQUESTS } from '../../src/constructs/alarms/definitions';
import { EventAlarms } from '../../src/constructs/alarms/event-alarms';
import { BACKUP_EVENTS, DATABASE_EVENTS, GROUP_EVENTS } from '../../src/constructs/alarms/events';
import { Backups } from '../../src/constructs/backups';
import { Budget } from '../../src/constructs/budget';
import { Dashboard } from '../../src/constructs/dashboard';
import { NightlyStop } from '../../src/constructs/nightly-stop';
import type { EmulatedAccount } from '../../src/emulator/account';
import { backupPermissions } from '../../src/iam/backup-permissions';
import { schedulePermissions } from '../../src/iam/schedule-permissions';
import { BaseStack } from '../../src/stacks/base-stack';
import { Terraform } from '../../src/terraform/terraform';
import { accountWithProvider } from '../support/aws/own-account';
import { ACCOUNT } from '../support/iam/policies';
import { describeWith } from '../support/processes/describe-with';

const name = 'devloop-small';
const region = 'ap-northeast-2';
const LoadBalancer = 'app/devloop-small/50dc6c495c0c9188';

/** What watches and backs up a platform, without the platform. */
class OperationsStack extends BaseStack {
  constructor(scope: Construct) {
    super(scope, 'small', {
      region,
      tags: { Project: 'devloop', Environment: 'small' },
      state: { type: 'local', file: 'small.tfstate' },
    });
    const { arn: topicArn } = new AlarmTopic(this, 'alarm-topic', {
      name,
      accountId: ACCOUNT,
      email: 'ops@example.com',
    });
    const alarms = new Alarms(this, 'alarms', { name, topicArn, areScheduled: true });
    const dimensions = { LoadBalancer };
    alarms.watch({ path: [], dimensions, facts: { serverErrors: 10, latency: 2 } }, APPLICATION_ALARMS);
    alarms.watchAnomaly('unusual-requests', UNUSUAL_REQUESTS, { path: [], dimensions });
    const events = new EventAlarms(this, 'event-alarms', { name, topicArn });
    events.watch(GROUP_EVENTS, ['web']);
    events.watch(DATABASE_EVENTS, ['database']);
    events.watch(BACKUP_EVENTS, [`${name}-backups`]);
    const line = { namespace: 'AWS/ApplicationELB', dimensions, statistic: 'Sum', label: 'requests' };
    new Dashboard(this, 'dashboard', {
      name,
      region,
      alarmArns: alarms.arns,
      graphs: [{ title: 'Requests', lines: [{ ...line, metric: 'RequestCount' }] }],
    });
    new Budget(this, 'budget', { name: `${name}-monthly`, accountId: ACCOUNT, monthly: 50, topicArn });
    const policies = { region, account: ACCOUNT, prefix: name, project: 'devloop', environment: 'small' };
    new NightlyStop(this, 'schedule', {
      name: `${name}-schedule`,
      accountId: ACCOUNT,
      stop: '20:00',
      start: '08:00',
      days: ['MON', 'FRI'],
      timeZone: 'Asia/Seoul',
      instanceIds: ['i-0123456789abcdef0'],
      groups: [{ name: 'web', groupName: `${name}-web`, min: 2 }],
      database: name,
      alarmNames: alarms.names,
      permissions: schedulePermissions(policies),
    });
    new Backups(this, 'backups', {
      name: `${name}-backups`,
      resources: [`arn:aws:rds:${region}:${ACCOUNT}:db:${name}`],
      dailyDays: 35,
      monthlyDays: 365,
      permissions: backupPermissions({ region, account: ACCOUNT, prefix: name }),
      deletionProtection: false,
    });
  }
}

describeWith(['terraform', 'python'], 'Alarms, dashboard, budget and backups on the AWS emulator', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let terraform: Terraform;
  beforeAll(async () => {
    account = await accountWithProvider();
    const outdir = join(account.folder, 'operations');
    const app = new App({ outdir });
    new OperationsStack(app);
    app.synth();
    terraform = new Terraform(join(outdir, 'stacks', 'small'), { env: account.env });
    await terraform.init();
    await terraform.apply();
  });
  afterAll(() => account?.stop());

  test('are deployed', async () => {
    expect(await terraform.resources()).toEqual([
      'aws_backup_plan.backups',
      'aws_backup_selection.backups_selection',
      'aws_backup_vault.backups_vault',
      'aws_budgets_budget.budget',
      'aws_cloudwatch_dashboard.dashboard',
      'aws_cloudwatch_event_rule.event_alarms_database_event',
      'aws_cloudwatch_event_rule.event_alarms_failed_backup',
      'aws_cloudwatch_event_rule.event_alarms_failed_copy',
      'aws_cloudwatch_event_rule.event_alarms_failed_rollout',
      'aws_cloudwatch_event_target.event_alarms_database_event_topic',
      'aws_cloudwatch_event_target.event_alarms_failed_backup_topic',
      'aws_cloudwatch_event_target.event_alarms_failed_copy_topic',
      'aws_cloudwatch_event_target.event_alarms_failed_rollout_topic',
      'aws_cloudwatch_metric_alarm.alarms_application_errors',
      'aws_cloudwatch_metric_alarm.alarms_latency',
      'aws_cloudwatch_metric_alarm.alarms_unhealthy_target',
      'aws_cloudwatch_metric_alarm.alarms_unusual_requests',
      'aws_iam_role.backups_role',
      'aws_iam_role.schedule_role',
      'aws_iam_role_policy.backups_role_permissions',
      'aws_iam_role_policy.schedule_role_permissions',
      'aws_kms_key.alarm_topic_key',
      ...['start', 'stop'].flatMap((verb) =>
        ['alarms', 'database', 'group_web', 'servers'].map(
          (what) => `aws_scheduler_schedule.schedule_${verb}_${what}`,
        ),
      ),
      'aws_scheduler_schedule_group.schedule',
      'aws_sns_topic.alarm_topic',
      'aws_sns_topic_policy.alarm_topic_policy',
      'aws_sns_topic_subscription.alarm_topic_email',
    ]);
  });

  test('have no changes in the second plan', async () => {
    expect(await terraform.difference()).toBe('');
  });

  test('are gone after a destroy', async () => {
    await terraform.run(['destroy', '-input=false', '-auto-approve', '-no-color']);
    expect(await terraform.resources()).toEqual([]);
  });
});
