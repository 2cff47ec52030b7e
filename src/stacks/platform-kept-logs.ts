import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import { KeptLogs } from '../constructs/kept-logs';
import { databaseLogGroups } from '../iam/database-monitoring';

/** Where the names of log groups begin that outlive what writes them. */
const keptLogs = (prefix: string) => [
  { id: 'kept-logs', namePrefix: `/${prefix}/`, writer: 'server' },
  { id: 'kept-database-logs', namePrefix: databaseLogGroups(prefix), writer: 'database' },
];

/** Finds the log groups of the stack that outlive what writes them, so that a later apply imports those that AWS still has. */
export function addKeptLogs(stack: Construct, prefix: string): void {
  const groups = stack.node
    .findAll()
    .filter((construct) => construct instanceof CloudwatchLogGroup)
    .filter(({ skipDestroyInput }) => skipDestroyInput === true)
    .sort((one, other) => (one.friendlyUniqueId < other.friendlyUniqueId ? -1 : 1));
  for (const { id, namePrefix, writer } of keptLogs(prefix)) {
    const kept = groups.filter(({ nameInput }) => nameInput?.startsWith(namePrefix));
    if (kept.length > 0) new KeptLogs(stack, id, { namePrefix, writer, groups: kept });
  }
}
