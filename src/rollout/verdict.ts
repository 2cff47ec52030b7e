import type { InstanceRefresh } from '../aws/server-groups';
import type { Observation, ObservedServer } from './observation';

export interface Verdict {
  readonly state: 'done' | 'going' | 'failed';
  readonly sentence: string;
}

/** AWS: "InstanceRefresh", Status. */
const ACTIVE: readonly string[] = ['Pending', 'InProgress', 'Cancelling', 'RollbackInProgress', 'Baking'];

export const isActive = (refresh: InstanceRefresh | undefined): boolean =>
  refresh !== undefined && ACTIVE.includes(refresh.status);

const counted = (number: number, of: number): string =>
  `${number} of ${of} ${of === 1 ? 'server' : 'servers'}`;

/** e.g. `1 of 2 servers of version 3 answer`. */
function progress({ wanted, group, refresh, servers }: Observation): string {
  const answering = servers.filter(({ current, answers }) => current && answers).length;
  const version = group ? ` of version ${group.template.version}` : '';
  const percentage =
    refresh && isActive(refresh) ? `; instance refresh ${refresh.status}, ${refresh.percentage}%` : '';
  return `${counted(answering, wanted)}${version} ${wanted === 1 ? 'answers' : 'answer'}${percentage}`;
}

const ended = ({ status, reason }: InstanceRefresh): string =>
  `the instance refresh ended as ${status}${reason === undefined ? '' : `: ${reason}`}`;

const versionsOf = (servers: readonly ObservedServer[]): string =>
  [...new Set(servers.map(({ version }) => version))].sort().join(', ');

function failure(now: Observation): string | undefined {
  const { group, refresh, servers, wanted } = now;
  const current = servers.filter((server) => server.current);
  const rejected = current.filter(({ unhealthy }) => unhealthy);
  // One server may fail for a reason of its own. Where none ever answered, the version is at fault.
  if (rejected.length > 0 && current.every(({ answers }) => !answers))
    return `Auto Scaling found ${rejected.map(({ id }) => id).join(', ')} unhealthy and replaces it, and no server of version ${group?.template.version} answers`;
  const old = servers.filter((server) => !server.current && !server.leaves);
  if (isActive(refresh) || old.length === 0) return undefined;
  const why =
    refresh && refresh.status !== 'Successful' ? ended(refresh) : 'no instance refresh is under way';
  return `${counted(old.length, wanted)} still of version ${versionsOf(old)}, and ${why}`;
}

/** Whether a rollout has ended, and how. */
export function judge(now: Observation): Verdict {
  const failed = failure(now);
  if (failed !== undefined) return { state: 'failed', sentence: failed };
  const { wanted, refresh } = now;
  const servers = now.servers.filter(({ leaves }) => !leaves);
  const complete = servers.length >= wanted && servers.every(({ answers }) => answers) && !isActive(refresh);
  return { state: complete ? 'done' : 'going', sentence: progress(now) };
}
