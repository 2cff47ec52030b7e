import type { Construct } from 'constructs';
import type { Bastion } from '../constructs/bastion';
import type { NatInstance } from '../constructs/nat-instance';
import { NightlyStop } from '../constructs/nightly-stop';
import { scheduleName } from '../core/names';
import { schedulePermissions } from '../iam/schedule-permissions';
import { REGION_TIME_ZONES } from '../net/regions';
import type { OperatedPlatform } from './platform-backups';

/** What the schedule of an environment stops and starts. */
export interface ScheduledPlatform extends OperatedPlatform {
  readonly bastion: Bastion | undefined;
  /** @default no NAT instance */
  readonly natInstance: NatInstance | undefined;
  /** @default no alarms */
  readonly alarmNames: readonly string[] | undefined;
}

/** Adds the schedule that stops an environment every day, and starts it on some, where it is configured. */
export function addSchedule(scope: Construct, platform: ScheduledPlatform): void {
  const {
    environment,
    prefix,
    bastion,
    natInstance,
    servers,
    database,
    boundary,
    alarmNames = [],
  } = platform;
  const { project, name, region, schedule } = environment;
  if (!schedule) return;
  const { timeZone = REGION_TIME_ZONES[region] ?? 'UTC', ...hours } = schedule;
  const accountId = platform.accountId();
  const groups = environment.servers.map(({ name: server, autoScaling }) => ({
    autoScaling,
    group: servers.serverGroup(server),
  }));
  new NightlyStop(scope, 'schedule', {
    ...hours,
    timeZone,
    name: scheduleName(prefix),
    accountId,
    instanceIds: [
      ...(bastion ? [bastion.instanceId] : []),
      ...groups.flatMap(({ group }) => [...group.servers.values()].map(({ instanceId }) => instanceId)),
    ],
    groups: [
      ...(natInstance ? [{ name: natInstance.name, groupName: natInstance.groupName, min: 1 }] : []),
      ...groups.flatMap(({ autoScaling, group: { name: server, autoScalingGroup } }) =>
        autoScaling && autoScalingGroup
          ? [{ name: server, groupName: autoScalingGroup.groupName, min: autoScaling.min }]
          : [],
      ),
    ],
    database: database?.identifier,
    alarmNames,
    permissions: schedulePermissions({ region, account: accountId, prefix, project, environment: name }),
    boundary,
  });
}
