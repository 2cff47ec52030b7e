import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { Construct } from 'constructs';
import { fittingName } from '../core/names';
import type { Statement } from '../iam/document';
import { cronAt } from '../net/cron';
import { addServiceRole } from './service-role';

/** An Auto Scaling group by day. */
export interface StoppedGroup {
  /** Name of its servers. */
  readonly name: string;
  readonly groupName: string;
  readonly min: number;
}

export interface NightlyStopProps {
  /** Name of the schedule group and of the role, unique in the account and region. */
  readonly name: string;
  readonly accountId: string;
  /** Time of day at which everything stops, every day: `20:00`. */
  readonly stop: string;
  /** Time of day at which everything starts. */
  readonly start: string;
  /** Days on which everything starts, e.g. `MON`. */
  readonly days: readonly string[];
  /** IANA time zone of both times. */
  readonly timeZone: string;
  readonly instanceIds: readonly string[];
  readonly groups: readonly StoppedGroup[];
  /** Identifier of the database. @default none */
  readonly database?: string | undefined;
  /** Alarms that tell nobody meanwhile, at most 100. AWS: "DisableAlarmActions". */
  readonly alarmNames: readonly string[];
  /** What the schedules may do. */
  readonly permissions: readonly Statement[];
  /** ARN of the permissions boundary of their role. */
  readonly boundary?: string | undefined;
}

/** AWS: "CreateSchedule", Name. */
const SCHEDULE_NAME_LENGTH = 64;

/** Minutes after the start from which alarms tell again: a database starts, and servers boot and become healthy. */
const ALARMS_AFTER = 45;

/**
 * A stop that fails, e.g. of a database that is being changed, is tried again for an hour. AWS: "RetryPolicy". One of what is stopped
 * already fails too.
 */
const RETRIES = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 6 };

/** A call of an AWS API: service and action as universal targets name them. AWS: "Using universal targets with EventBridge Scheduler". */
interface Call {
  readonly action: string;
  readonly input: object;
}

interface Stopped {
  readonly stop: Call;
  readonly start: Call;
  /** Minutes after the start of the environment. @default 0 */
  readonly delay?: number;
}

/**
 * Stops the servers and the database of an environment every day, and starts them on some. RDS starts a stopped database after seven
 * days, and the next daily stop stops it again. Storage and addresses cost on. AWS: "What is Amazon EventBridge Scheduler?".
 */
export class NightlyStop extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: NightlyStopProps,
  ) {
    super(scope, id);
    const { name } = props;
    const group = new SchedulerScheduleGroup(this, 'Resource', { name, tags: { Name: name } }).name;
    const roleArn = addServiceRole(this, {
      ...this.props,
      service: 'scheduler.amazonaws.com',
      condition: { StringEquals: { 'aws:SourceAccount': this.props.accountId } },
    });
    for (const [what, calls] of Object.entries(this.stopped()))
      this.addSchedules(what, calls, group, roleArn);
  }

  /** What is stopped, by name. */
  private stopped(): Record<string, Stopped> {
    const { instanceIds, groups, database, alarmNames } = this.props;
    const both = (stop: string, start: string, input: object): Stopped => ({
      stop: { action: stop, input },
      start: { action: start, input },
    });
    return {
      ...(instanceIds.length > 0 && {
        servers: both('ec2:stopInstances', 'ec2:startInstances', { InstanceIds: instanceIds }),
      }),
      ...Object.fromEntries(groups.map((group) => [`group-${group.name}`, sized(group)])),
      ...(database !== undefined && {
        database: both('rds:stopDBInstance', 'rds:startDBInstance', { DbInstanceIdentifier: database }),
      }),
      ...(alarmNames.length > 0 && {
        alarms: {
          ...both('cloudwatch:disableAlarmActions', 'cloudwatch:enableAlarmActions', {
            AlarmNames: alarmNames,
          }),
          delay: ALARMS_AFTER,
        },
      }),
    };
  }

  private addSchedules(
    what: string,
    { stop, start, delay = 0 }: Stopped,
    groupName: string,
    roleArn: string,
  ) {
    const { props } = this;
    const add = (verb: string, { action, input }: Call, scheduleExpression: string): void => {
      new SchedulerSchedule(this, `${verb}-${what}`, {
        name: fittingName(`${verb}-${what}`, SCHEDULE_NAME_LENGTH),
        groupName,
        scheduleExpression,
        scheduleExpressionTimezone: props.timeZone,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: `arn:aws:scheduler:::aws-sdk:${action}`,
          roleArn,
          input: JSON.stringify(input),
          retryPolicy: RETRIES,
        },
      });
    };
    add('stop', stop, cronAt(props.stop, ['*']));
    add('start', start, cronAt(props.start, props.days, delay));
  }
}

/** A group is stopped by its size: Auto Scaling replaces instances that are stopped. */
const sized = ({ groupName, min }: StoppedGroup): Stopped => {
  const call = (size: number): Call => ({
    action: 'autoscaling:updateAutoScalingGroup',
    input: { AutoScalingGroupName: groupName, MinSize: size, DesiredCapacity: size },
  });
  return { stop: call(0), start: call(min) };
};
