import type { Construct } from 'constructs';
import { Backups } from '../constructs/backups';
import type { Database } from '../constructs/database';
import { backupsName } from '../core/names';
import { backupPermissions } from '../iam/backup-permissions';
import type { PlatformContext } from './platform-context';
import type { PlatformServers } from './platform-servers';

/** What holds data or runs in an environment. */
export interface OperatedPlatform extends PlatformContext {
  readonly servers: PlatformServers;
  readonly database: Database | undefined;
}

/** Adds backups of the database and of data volumes, where they are configured. */
export function addBackups(
  scope: Construct,
  { environment, prefix, accountId, servers, database, boundary }: OperatedPlatform,
): void {
  const { backups, region, deletionProtection } = environment;
  if (!backups) return;
  new Backups(scope, 'backups', {
    ...backups,
    name: backupsName(prefix),
    resources: [...(database ? [database.arn] : []), ...servers.dataVolumeArns()],
    permissions: backupPermissions({ region, account: accountId(), prefix }),
    boundary,
    deletionProtection,
  });
}
