import type { AwsClients } from '../aws/clients';
import { type ContainerLog, containerLog } from '../aws/container-log';
import type { ServerGroups } from '../aws/server-groups';
import type { Application } from './applications';
import { describeFault, type Ended } from './follow';

/** Name of the container in `src/roles/application`. */
const CONTAINER = 'application';

/** Number of lines. */
const LINES = 20;

interface Reasons {
  readonly reasons: readonly string[];
  readonly log: ContainerLog | undefined;
}

/** Log of the server that failed last and wrote one. */
async function logOf(
  aws: AwsClients,
  logGroup: string,
  hosts: readonly string[],
): Promise<ContainerLog | undefined> {
  for (const host of hosts) {
    const log = await containerLog(aws, { logGroup, container: CONTAINER, host, limit: LINES });
    if (log && log.lines.length > 0) return log;
  }
  return undefined;
}

/** The roles of the automation may not read logs. The other reasons are worth telling. */
async function logOrWhyNot(
  aws: AwsClients,
  logGroup: string,
  hosts: readonly string[],
): Promise<ContainerLog | string> {
  try {
    return (await logOf(aws, logGroup, hosts)) ?? NO_LOG;
  } catch (error) {
    if ((error as Error).name !== 'AccessDeniedException') throw error;
    return `The log ${logGroup} was not read: logs:DescribeLogStreams or logs:GetLogEvents is not permitted`;
  }
}

const NO_LOG =
  'The container wrote no log: its image was not pulled, or it did not start. On the server: journalctl -u application';

/** Finds out why a rollout failed: health of the servers, launches, and the log of the container. */
export async function reasonsOf(
  aws: AwsClients,
  groups: ServerGroups,
  { logGroup }: Application,
  { now: { group, servers }, suspects }: Ended,
): Promise<Reasons> {
  const failing = servers.filter(({ current, answers, target }) => current && !answers && target);
  const launch = group && (await groups.failedLaunch(group.name));
  const log = suspects.length === 0 ? undefined : await logOrWhyNot(aws, logGroup, suspects);
  return {
    reasons: [
      ...failing.map(describeFault),
      ...(launch === undefined ? [] : [`The latest launch failed: ${launch}`]),
      ...(typeof log === 'string' ? [log] : []),
    ],
    log: typeof log === 'string' ? undefined : log,
  };
}
