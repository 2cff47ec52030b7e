import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { ContainerSchedules, type ScheduledRuns } from '../constructs/container-schedules';
import { containerSchedulesName } from '../core/names';
import { REGION_TIME_ZONES } from '../net/regions';
import { literally } from '../roles/fill';
import type { ContainerRuns } from '../roles/server-inputs';
import type { PlatformContext } from './platform-context';

/** Adds the schedules of the servers' containers, where there are any. */
export function addRuns(scope: Construct, props: PlatformContext): readonly ScheduledRuns[] {
  const { environment, prefix, accountId, boundary } = props;
  const regional = REGION_TIME_ZONES[environment.region] ?? 'UTC';
  const schedules = environment.servers.flatMap(
    ({ name: server, formerly: serverInAws = server, container }) =>
      Object.entries(container?.schedules ?? {}).map(([name, { cron, timeZone = regional, timeout }]) => ({
        server,
        serverInAws,
        name,
        cron,
        timeZone,
        timeout,
      })),
  );
  if (schedules.length === 0) return [];
  const name = containerSchedulesName(prefix);
  return new ContainerSchedules(scope, 'schedules', {
    prefix,
    name,
    accountId: accountId(),
    schedules,
    boundary,
  }).runs;
}

/** The runs of a server's container, by name. */
export function runsOf(
  { name: server, container }: Environment['servers'][number],
  runs: readonly ScheduledRuns[],
): Record<string, ContainerRuns> | undefined {
  if (!container?.schedules) return undefined;
  const own = runs.filter((run) => run.server === server);
  return Object.fromEntries(
    own.map(({ name, queue, timeout }) => [
      name,
      {
        queueUrl: queue.url,
        queueArn: queue.arn,
        timeout,
        command: (container.schedules?.[name]?.command ?? []).map(literally),
      },
    ]),
  );
}
