import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { Backups } from '../constructs/backups';
import type { Database } from '../constructs/database';
import { backupsName } from '../core/names';
import { backupPermissions } from '../iam/backup-permissions';
import type { PlatformServers } from './platform-servers';

/** What holds data or runs in an environment. */
export interface OperatedPlatform {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  /** Id of the account, from a data source that is added at the first call. */
  readonly accountId: () => string;
  readonly servers: PlatformServers;
  readonly database: Database | undefined;
  /** ARN of the permissions boundary of roles. */
  readonly boundary: string | undefined;
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
