import { type AlarmDefinition, type AnomalyDefinition, definitionsOf } from './definition';
import { FAILED_RUN_ALARMS, LATE_RUN_ALARMS } from './run-alarms';
import { QUEUE_ALARMS, WORKED_QUEUE_ALARMS } from './queue-alarms';

/** What an operator chooses for the application. */
export interface ApplicationFacts {
  /** HTTP 5xx answers in five minutes that are too many. */
  readonly serverErrors: number;
  /** Response time in seconds that 99 of 100 requests stay below. */
  readonly latency: number;
}

/** Requests in which the application fails. AWS: "CloudWatch metrics for your Application Load Balancer". */
const requests = {
  namespace: 'AWS/ApplicationELB',
  comparison: '>',
  period: 300,
  // Reported only where there are requests, or errors.
  missing: 'notBreaching',
} as const;

/** Of a load balancer. */
export const LOAD_BALANCER_ALARMS = definitionsOf<ApplicationFacts>()({
  'load-balancer-errors': {
    ...requests,
    metric: 'HTTPCode_ELB_5XX_Count',
    statistic: 'Sum',
    threshold: ({ serverErrors }) => serverErrors,
    limit: '`alarms.serverErrors` in five minutes',
    periods: 1,
    means:
      'The load balancer itself answers requests with HTTP 5xx, because no target answers or one answers too late.',
    response: 'Look at the targets first: no-healthy-target and unhealthy-target tell which are gone.',
  },
});

/** Of the load balancer, with `alarms.anomalyDetection`. */
export const UNUSUAL_REQUESTS: AnomalyDefinition = {
  namespace: 'AWS/ApplicationELB',
  metric: 'RequestCount',
  statistic: 'Sum',
  deviations: 3,
  limit: 'what is usual at that time',
  period: 300,
  periods: 3,
  // Where there are requests at all times, none at all is the anomaly.
  missing: 'breaching',
  means: 'Far more or far fewer requests arrive than usual at this time of day and week.',
  response:
    'Look for the source in the requests, or, of too few, whether people reach the load balancer at all.',
};

/** Of the application's target group. */
export const APPLICATION_ALARMS = definitionsOf<ApplicationFacts>()({
  'application-errors': {
    ...requests,
    metric: 'HTTPCode_Target_5XX_Count',
    statistic: 'Sum',
    threshold: ({ serverErrors }) => serverErrors,
    limit: '`alarms.serverErrors` in five minutes',
    periods: 1,
    means: 'The application answers requests with HTTP 5xx.',
    response: 'Read its log in CloudWatch Logs from that time on; after a rollout, roll back.',
  },
  latency: {
    ...requests,
    metric: 'TargetResponseTime',
    statistic: 'p99',
    threshold: ({ latency }) => latency,
    limit: '`alarms.latency` seconds',
    periods: 3,
    means: 'One of 100 requests takes longer than people wait.',
    response:
      'Compare with CPU of servers and database on the dashboard, and add capacity where it is short.',
  },
  'unhealthy-target': {
    ...requests,
    metric: 'UnHealthyHostCount',
    statistic: 'Maximum',
    threshold: () => 0,
    limit: '0 targets',
    period: 60,
    periods: 10,
    means: 'A server fails its health checks, and gets no requests.',
    response:
      'Follow it with devloop rollout, which prints the last lines of its log; an Auto Scaling group replaces it.',
  },
});

/** Of every target group. */
export const TARGET_GROUP_ALARMS = definitionsOf<object>()({
  'no-healthy-target': {
    namespace: 'AWS/ApplicationELB',
    metric: 'HealthyHostCount',
    statistic: 'Minimum',
    comparison: '<',
    threshold: () => 1,
    limit: '1 target',
    period: 60,
    periods: 3,
    // Not reported where no target is registered.
    missing: 'breaching',
    means:
      'No server passes its health checks, so that every request fails. Expected until the first server has booted.',
    response: "Read the server's log in CloudWatch Logs, and /var/log/cloud-init-output.log on the server.",
  },
});

/** What thresholds of a database depend on. */
export interface DatabaseFacts {
  /** Memory of its class in GiB. Undefined where it is not known. */
  readonly memory: number | undefined;
  /** Bytes of memory for each connection that the engine allows by default. */
  readonly bytesPerConnection: number;
  /** Initial storage in GiB. */
  readonly storage: number;
  /** CPU credits an hour. Undefined for a class that is not burstable. */
  readonly credits: number | undefined;
}

const GIB = 1024 ** 3;

/** A gauge, which a stopped database or server does not report. AWS: "Amazon CloudWatch metrics for Amazon RDS", "… for your instances". */
const gauge = { period: 300, missing: 'missing' } as const;
const rds = { ...gauge, namespace: 'AWS/RDS', statistic: 'Average' } as const;

/** Half an hour of baseline is left. T3 and T4g begin with none, and have more within the hour. */
const creditsLeft = (credits: number | undefined): number | undefined => credits && credits / 2;

const credits = {
  ...gauge,
  metric: 'CPUCreditBalance',
  comparison: '<',
  limit: 'what half an hour earns',
  periods: 12,
} as const;

/** Of the database. */
export const DATABASE_ALARMS = definitionsOf<DatabaseFacts>()({
  'database-cpu': {
    ...rds,
    metric: 'CPUUtilization',
    comparison: '>',
    threshold: () => 80,
    limit: '80 percent',
    periods: 3,
    means: 'The database is busy, and queries wait.',
    response:
      'Find the heaviest queries with Performance Insights or the slow query log, or choose a larger instanceClass.',
  },
  'database-storage': {
    ...rds,
    metric: 'FreeStorageSpace',
    statistic: 'Minimum',
    comparison: '<',
    threshold: ({ storage }) => (storage * GIB) / 10,
    limit: 'a tenth of `database.allocatedStorage`',
    periods: 6,
    means:
      'Storage runs out, and storage autoscaling, which acts after five minutes, has not helped. A full database stops.',
    response: 'Raise database.maxAllocatedStorage, or delete what is not needed.',
  },
  'database-memory': {
    ...rds,
    metric: 'FreeableMemory',
    comparison: '<',
    threshold: ({ memory }) => memory && (memory * GIB) / 20,
    limit: 'a twentieth of the memory of the class',
    periods: 3,
    means: 'Little memory is left, and the database will use its disk in place of it.',
    response: 'Reduce connections, or choose a larger instanceClass.',
  },
  'database-connections': {
    ...rds,
    metric: 'DatabaseConnections',
    statistic: 'Maximum',
    comparison: '>',
    // A class keeps a part of its memory for the system, so that the limit is below that of its whole memory.
    threshold: ({ memory, bytesPerConnection }) =>
      memory && Math.floor(((memory * GIB) / bytesPerConnection) * 0.6),
    limit: '60 percent of what the memory of the class allows',
    periods: 3,
    means: 'Connections run out, and new ones will be refused.',
    response: 'Look for a pool that is too large or leaks, or choose a larger instanceClass.',
  },
  'database-credits': {
    ...credits,
    namespace: 'AWS/RDS',
    statistic: 'Average',
    threshold: (facts) => creditsLeft(facts.credits),
    means: 'The burstable database uses more CPU than its baseline, which costs by the vCPU-hour.',
    response: 'Find the heaviest queries, or choose a class that is not burstable.',
  },
});

/** What thresholds of servers depend on. */
export interface ServerFacts {
  /** CPU credits an hour. Undefined for a type that is not burstable. */
  readonly credits: number | undefined;
}

const statusCheck = {
  namespace: 'AWS/EC2',
  metric: 'StatusCheckFailed',
  statistic: 'Maximum',
  comparison: '>',
  threshold: () => 0,
  limit: '0 checks',
  period: 60,
  // A stopped server reports nothing.
  missing: 'missing',
} as const;

/** Of each server. */
export const SERVER_ALARMS = definitionsOf<ServerFacts>()({
  'status-check': {
    ...statusCheck,
    periods: 3,
    means: 'A server fails the status check of its system, its instance or its volumes.',
    response:
      'Stop and start it if the system check failed; look at its system log if the instance check did.',
  },
  credits: {
    ...credits,
    namespace: 'AWS/EC2',
    statistic: 'Average',
    threshold: (facts) => creditsLeft(facts.credits),
    means:
      'The burstable server uses more CPU than its baseline: T2 is slowed down to it, T3 and T4g cost more.',
    response: 'Look for what uses the CPU, or choose a larger instanceType or one that is not burstable.',
  },
});

/** Of each Auto Scaling group, whose instances come and go. */
export const GROUP_ALARMS = definitionsOf<ServerFacts>()({
  'group-status-check': {
    ...statusCheck,
    // The group replaces such an instance by itself.
    periods: 15,
    means:
      'Instances of an Auto Scaling group fail status checks, and the group does not replace them in time.',
    response: 'Look at the activity of the group, which says why a launch fails.',
  },
  'group-credits': { ...SERVER_ALARMS.credits, statistic: 'Minimum' },
});

/** Of each NAT gateway. AWS: "NAT gateway metrics and dimensions". */
export const NAT_ALARMS = definitionsOf<object>()({
  'nat-ports': {
    namespace: 'AWS/NATGateway',
    metric: 'ErrorPortAllocation',
    statistic: 'Sum',
    comparison: '>',
    threshold: () => 0,
    limit: '0 errors',
    period: 300,
    periods: 1,
    missing: 'notBreaching',
    means: 'The NAT gateway has no port left for one destination, and connections to it fail.',
    response:
      'Keep connections open and reuse them, or spread the servers over more zones with a NAT gateway each.',
  },
});

/** All alarms, by what they watch. */
export const ALARMS = {
  'load balancer': { definitions: LOAD_BALANCER_ALARMS, dimensions: ['LoadBalancer'] },
  application: { definitions: APPLICATION_ALARMS, dimensions: ['LoadBalancer', 'TargetGroup'] },
  'each target group': { definitions: TARGET_GROUP_ALARMS, dimensions: ['LoadBalancer', 'TargetGroup'] },
  database: { definitions: DATABASE_ALARMS, dimensions: ['DBInstanceIdentifier'] },
  'each server': { definitions: SERVER_ALARMS, dimensions: ['InstanceId'] },
  'each Auto Scaling group': { definitions: GROUP_ALARMS, dimensions: ['AutoScalingGroupName'] },
  'each dead-letter queue': { definitions: QUEUE_ALARMS, dimensions: ['QueueName'] },
  'each queue that scales servers': { definitions: WORKED_QUEUE_ALARMS, dimensions: ['QueueName'] },
  "each schedule's failed runs": { definitions: FAILED_RUN_ALARMS, dimensions: ['QueueName'] },
  'each schedule': { definitions: LATE_RUN_ALARMS, dimensions: ['QueueName'] },
  'each NAT gateway': { definitions: NAT_ALARMS, dimensions: ['NatGatewayId'] },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly definitions: Readonly<Record<string, AlarmDefinition<never>>>;
      readonly dimensions: readonly string[];
    }
  >
>;
