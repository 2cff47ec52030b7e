import type { Construct } from 'constructs';
import { creditsPerHour, memoryOf } from '../catalog/database-classes';
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
} from '../constructs/alarms/definitions';
import type { Bastion } from '../constructs/bastion';
import type { Database } from '../constructs/database';
import type { LoadBalancer } from '../constructs/load-balancer';
import type { Network } from '../constructs/network';
import type { ServerGroup } from '../constructs/server-group';

type AlarmSettings = NonNullable<Environment['alarms']>;

/** What the alarms of an environment watch, and whom they tell. */
export interface WatchedPlatform {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly accountId: string;
  readonly email: string;
  readonly network: Network;
  readonly bastion: Bastion;
  readonly serverGroup: (name: string) => ServerGroup;
  readonly loadBalancer: LoadBalancer | undefined;
  readonly database: Database | undefined;
}

/** Adds the topic and the alarms of an environment. */
export function addAlarms(scope: Construct, settings: AlarmSettings, platform: WatchedPlatform): void {
  const { prefix, accountId, email, environment } = platform;
  const { loadBalancer, database, network } = platform;
  const topic = new AlarmTopic(scope, 'alarm-topic', { name: prefix, accountId, email });
  const alarms = new Alarms(scope, 'alarms', { name: prefix, topicArn: topic.arn });
  if (loadBalancer) watchLoadBalancer(alarms, loadBalancer, settings);
  if (database && environment.database) watchDatabase(alarms, database, environment.database);
  watchServers(alarms, platform);
  for (const [zone, NatGatewayId] of Object.entries(network.natGatewayIds))
    alarms.watch({ path: ['nat', zone], dimensions: { NatGatewayId }, facts: {} }, NAT_ALARMS);
}

function watchLoadBalancer(alarms: Alarms, balancer: LoadBalancer, facts: AlarmSettings): void {
  const dimensions = { LoadBalancer: balancer.arnSuffix };
  const targets = { ...dimensions, TargetGroup: balancer.targetGroupSuffix };
  alarms.watch({ path: [], dimensions, facts }, LOAD_BALANCER_ALARMS);
  alarms.watch({ path: [], dimensions: targets, facts }, APPLICATION_ALARMS);
  alarms.watch({ path: [], dimensions: targets, facts: {} }, TARGET_GROUP_ALARMS);
  for (const [server, TargetGroup] of balancer.pageTargetGroupSuffixes())
    alarms.watch(
      { path: ['servers', server], dimensions: { ...dimensions, TargetGroup }, facts: {} },
      TARGET_GROUP_ALARMS,
    );
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

function watchServers(alarms: Alarms, { environment, bastion, serverGroup }: WatchedPlatform): void {
  const instances = { InstanceId: bastion.instanceId };
  const { name, instanceType } = environment.bastion;
  const facts = { credits: creditsPerHour(instanceType) };
  alarms.watch({ path: ['servers', name], dimensions: instances, facts }, SERVER_ALARMS);
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
