import type { Construct } from 'constructs';
import { creditsPerHour } from '../catalog/database-classes';
import { memoryOf } from '../catalog/instance-types';
import { DATABASE_ENGINES } from '../catalog/database-engines';
import type { Environment } from '../config';
import { AlarmTopic } from '../constructs/alarms/alarm-topic';
import { Alarms } from '../constructs/alarms/alarms';
import {
  APPLICATION_ALARMS,
  DATABASE_ALARMS,
  GROUP_ALARMS,
  LOAD_BALANCER_ALARMS,
  NAT_ALARMS,
  SERVER_ALARMS,
  TARGET_GROUP_ALARMS,
  UNUSUAL_REQUESTS,
} from '../constructs/alarms/definitions';
import { QUEUE_ALARMS, WORKED_QUEUE_ALARMS } from '../constructs/alarms/queue-alarms';
import { FAILED_RUN_ALARMS, LATE_RUN_ALARMS } from '../constructs/alarms/run-alarms';
import { EventAlarms } from '../constructs/alarms/event-alarms';
import { BACKUP_EVENTS, DATABASE_EVENTS, GROUP_EVENTS } from '../constructs/alarms/events';
import { Budget } from '../constructs/budget';
import { Dashboard } from '../constructs/dashboard';
import { backupsName } from '../core/names';
import type { Database } from '../constructs/database';
import type { InternalLoadBalancer } from '../constructs/internal-load-balancer';
import type { LoadBalancer } from '../constructs/load-balancer';
import { dashboardGraphs } from './dashboard-graphs';
import type { WatchedPlatform } from './watched-platform';

type AlarmSettings = NonNullable<Environment['alarms']>;

/**
 * Adds the topic, the alarms, the dashboard and the budget of an environment.
 *
 * @returns names of the alarms
 */
export function addAlarms(scope: Construct, settings: AlarmSettings, platform: WatchedPlatform): string[] {
  const { prefix, accountId, email, environment } = platform;
  const { loadBalancer, database, network } = platform;
  const topic = new AlarmTopic(scope, 'alarm-topic', { name: prefix, accountId, email });
  const alarms = new Alarms(scope, 'alarms', {
    name: prefix,
    topicArn: topic.arn,
    areScheduled: environment.schedule !== undefined,
  });
  if (loadBalancer) watchLoadBalancer(alarms, loadBalancer, settings);
  if (platform.services) watchServices(alarms, platform.services, settings);
  if (database && environment.database) watchDatabase(alarms, database, environment.database);
  watchServers(alarms, platform);
  watchQueues(alarms, platform);
  watchRuns(alarms, platform);
  for (const [zone, NatGatewayId] of Object.entries(network.natGatewayIds))
    alarms.watch({ path: ['nat', zone], dimensions: { NatGatewayId }, facts: {} }, NAT_ALARMS);
  watchNatInstance(alarms, platform);
  if (settings.events)
    watchEvents(new EventAlarms(scope, 'event-alarms', { name: prefix, topicArn: topic.arn }), platform);
  if (settings.dashboard)
    new Dashboard(scope, 'dashboard', {
      name: prefix,
      region: environment.region,
      alarmArns: alarms.arns,
      graphs: dashboardGraphs(platform),
    });
  if (environment.budget)
    new Budget(scope, 'budget', {
      ...environment.budget,
      name: `${prefix}-monthly`,
      accountId,
      topicArn: topic.arn,
    });
  return alarms.names;
}

function watchEvents(events: EventAlarms, platform: WatchedPlatform): void {
  const { environment, serverGroup, database, prefix } = platform;
  const groups = environment.servers.flatMap(
    ({ name }) => serverGroup(name).autoScalingGroup?.groupName ?? [],
  );
  if (groups.length > 0) events.watch(GROUP_EVENTS, groups);
  if (database) events.watch(DATABASE_EVENTS, [database.identifier]);
  if (environment.backups) events.watch(BACKUP_EVENTS, [backupsName(prefix)]);
}

function watchLoadBalancer(alarms: Alarms, balancer: LoadBalancer, facts: AlarmSettings): void {
  const dimensions = { LoadBalancer: balancer.arnSuffix };
  alarms.watch({ path: [], dimensions, facts }, LOAD_BALANCER_ALARMS);
  if (facts.anomalyDetection)
    alarms.watchAnomaly('unusual-requests', UNUSUAL_REQUESTS, { path: [], dimensions });
  for (const { path, arnSuffix: TargetGroup } of balancer.applicationTargets()) {
    const subject = { path, dimensions: { ...dimensions, TargetGroup } };
    alarms.watch({ ...subject, facts }, APPLICATION_ALARMS);
    alarms.watch({ ...subject, facts: {} }, TARGET_GROUP_ALARMS);
  }
  for (const [server, TargetGroup] of balancer.pageTargetGroupSuffixes())
    alarms.watch(
      { path: ['servers', server], dimensions: { ...dimensions, TargetGroup }, facts: {} },
      TARGET_GROUP_ALARMS,
    );
}

function watchServices(alarms: Alarms, balancer: InternalLoadBalancer, facts: AlarmSettings): void {
  for (const [service, TargetGroup] of balancer.targetGroupSuffixes) {
    const dimensions = { LoadBalancer: balancer.arnSuffix, TargetGroup };
    const path = ['services', service];
    alarms.watch({ path, dimensions, facts }, APPLICATION_ALARMS);
    alarms.watch({ path, dimensions, facts: {} }, TARGET_GROUP_ALARMS);
  }
}

function watchQueues(alarms: Alarms, { environment, queues }: WatchedPlatform): void {
  const scaling = environment.servers.map(({ autoScaling }) => autoScaling?.targetQueueLength?.queue);
  for (const { name, visibilityTimeout } of environment.queues) {
    const queue = queues.get(name);
    if (!queue) continue;
    const path = ['queues', name];
    alarms.watch({ path, dimensions: { QueueName: queue.deadLetterName }, facts: {} }, QUEUE_ALARMS);
    const facts = { visibilityTimeout };
    if (scaling.includes(name))
      alarms.watch({ path, dimensions: { QueueName: queue.queueName }, facts }, WORKED_QUEUE_ALARMS);
  }
}

function watchRuns(alarms: Alarms, { runs }: WatchedPlatform): void {
  for (const { server, name, timeout, queue } of runs) {
    const path = ['schedules', server, name];
    alarms.watch({ path, dimensions: { QueueName: queue.deadLetterName }, facts: {} }, FAILED_RUN_ALARMS);
    alarms.watch({ path, dimensions: { QueueName: queue.queueName }, facts: { timeout } }, LATE_RUN_ALARMS);
  }
}

function watchDatabase(
  alarms: Alarms,
  { identifier }: Database,
  { engine, instanceClass, allocatedStorage }: NonNullable<Environment['database']>,
): void {
  const facts = {
    memory: memoryOf(instanceClass),
    bytesPerConnection: DATABASE_ENGINES[engine].bytesPerConnection,
    storage: allocatedStorage,
    credits: creditsPerHour(instanceClass),
  };
  alarms.watch({ path: [], dimensions: { DBInstanceIdentifier: identifier }, facts }, DATABASE_ALARMS);
}

function watchNatInstance(alarms: Alarms, { environment, network: { natInstance } }: WatchedPlatform): void {
  const { nat } = environment.network;
  if (!natInstance || nat.mode !== 'instance') return;
  const dimensions = { AutoScalingGroupName: natInstance.groupName };
  const facts = { credits: creditsPerHour(nat.instanceType) };
  alarms.watch({ path: ['nat', nat.zone], dimensions, facts }, GROUP_ALARMS);
}

function watchServers(alarms: Alarms, { environment, bastion, serverGroup }: WatchedPlatform): void {
  if (bastion && environment.bastion) {
    const dimensions = { InstanceId: bastion.instanceId };
    const facts = { credits: creditsPerHour(environment.bastion.instanceType) };
    alarms.watch({ path: ['servers', bastion.name], dimensions, facts }, SERVER_ALARMS);
  }
  for (const settings of environment.servers) {
    const { autoScalingGroup, servers } = serverGroup(settings.name);
    const facts = { credits: creditsPerHour(settings.instanceType) };
    if (autoScalingGroup) {
      const dimensions = { AutoScalingGroupName: autoScalingGroup.groupName };
      alarms.watch({ path: ['servers', settings.name], dimensions, facts }, GROUP_ALARMS);
    }
    for (const [server, { instanceId }] of servers)
      alarms.watch(
        { path: ['servers', server], dimensions: { InstanceId: instanceId }, facts },
        SERVER_ALARMS,
      );
  }
}
