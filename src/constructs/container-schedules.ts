import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { Construct } from 'constructs';
import { fittingName } from '../core/names';
import { allow } from '../iam/document';
import { DAY, Queue } from './queue';
import { addServiceRole } from './service-role';

/** When a container of some servers runs once more. */
export interface ContainerSchedule {
  /** Name of the servers. */
  readonly server: string;
  /** Their name in what AWS cannot rename. */
  readonly serverInAws: string;
  /** Unique among those of the servers. */
  readonly name: string;
  /** Six fields, e.g. `0 3 * * ? *`. AWS: "Schedule types in EventBridge Scheduler". */
  readonly cron: string;
  /** IANA time zone. */
  readonly timeZone: string;
  /** Seconds after which a run is ended. */
  readonly timeout: number;
}

export interface ContainerSchedulesProps {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  /** Name of the schedule group and of the role. */
  readonly name: string;
  readonly accountId: string;
  readonly schedules: readonly ContainerSchedule[];
  /** ARN of the permissions boundary of the role. @default none */
  readonly boundary?: string | undefined;
}

/** A schedule with the queue of its runs. */
export interface ScheduledRuns extends ContainerSchedule {
  readonly queue: Queue;
}

/** Seconds beyond the timeout in which a server ends a container, and tells how it went. */
const ENDING = 120;

/** Seconds for which a run waits for a server, or for the run before. */
const WAITING = 3600;

/** AWS: "Amazon SQS message quotas", and "CreateSchedule", Name. Of the name of a queue, the dead-letter queue's suffixes are kept free. */
const QUEUE_NAME_LENGTH = 80 - '-dead-letters.fifo'.length;
const SCHEDULE_NAME_LENGTH = 64;

/** The scheduled time makes each run a message of its own, and one that Scheduler sends twice the same. AWS: "Context attributes". */
const MESSAGE = { scheduled: '<aws.scheduler.scheduled-time>' };

/**
 * Runs of containers by a clock. Each schedule sends a message to a FIFO queue, from which the servers receive: the queue gives a message
 * to one server, and no other one before that is deleted. A message that is received twice was of a run that failed or whose server
 * died, and goes to the dead-letter queue. AWS: "What is Amazon EventBridge Scheduler?", "Amazon SQS FIFO queue delivery logic".
 */
export class ContainerSchedules extends Construct {
  public readonly runs: readonly ScheduledRuns[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ContainerSchedulesProps,
  ) {
    super(scope, id);
    const { name, accountId, schedules, boundary } = props;
    const group = new SchedulerScheduleGroup(this, 'Resource', { name, tags: { Name: name } }).name;
    this.runs = schedules.map((schedule) => ({ ...schedule, queue: this.addQueue(schedule) }));
    const roleArn = addServiceRole(this, {
      name,
      service: 'scheduler.amazonaws.com',
      condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      permissions: [allow(['sqs:SendMessage'], ...this.runs.map(({ queue }) => queue.arn))],
      boundary,
    });
    for (const run of this.runs) this.addSchedule(run, group, roleArn);
  }

  private addQueue({ server, serverInAws, name, timeout }: ContainerSchedule): Queue {
    const servers = this.node.tryFindChild(server) ?? new Construct(this, server);
    return new Queue(servers as Construct, name, {
      name: fittingName(`${this.props.prefix}-${serverInAws}-${name}`, QUEUE_NAME_LENGTH),
      inOrder: true,
      visibilityTimeout: timeout + ENDING,
      retention: timeout + ENDING + WAITING,
      // A failed run is told of for a day.
      deadLetterRetention: DAY,
      maxReceives: 1,
    });
  }

  private addSchedule(run: ScheduledRuns, groupName: string, roleArn: string): void {
    const { name, serverInAws, cron, timeZone, queue } = run;
    new SchedulerSchedule(queue, 'schedule', {
      name: fittingName(`${serverInAws}-${name}`, SCHEDULE_NAME_LENGTH),
      groupName,
      scheduleExpression: `cron(${cron})`,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: queue.arn,
        roleArn,
        input: JSON.stringify(MESSAGE),
        sqsParameters: { messageGroupId: name },
        retryPolicy: { maximumEventAgeInSeconds: WAITING, maximumRetryAttempts: 20 },
      },
    });
  }
}
