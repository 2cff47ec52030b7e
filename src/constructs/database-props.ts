import type { DatabaseEngineName } from '../catalog/database-engines';
import type { DatabaseUser } from '../roles/server-inputs';
import type { DatabaseOperationProps } from './database-operation';
import type { Network } from './network';

export interface DatabaseProps extends DatabaseOperationProps {
  /** Identifier in AWS, at most 63 characters. */
  readonly name: string;
  readonly network: Network;
  readonly engine: DatabaseEngineName;
  /** Major version, e.g. `8.4`; AWS upgrades minor versions. */
  readonly version: string;
  /** E.g. `db.t3.micro`. */
  readonly instanceClass: string;
  /** Initial storage in GiB. */
  readonly allocatedStorage: number;
  /** Upper limit of storage autoscaling in GiB. */
  readonly maxAllocatedStorage: number;
  /** Tier of its subnets. */
  readonly tier: 'private' | 'isolated';
  /** Whether a standby runs in another Availability Zone, which doubles the price. */
  readonly multiAz: boolean;
  readonly backupRetentionDays: number;
  /** Name of the initial database. */
  readonly databaseName: string;
  /** Name of the master user. AWS manages the password in Secrets Manager. */
  readonly username: string;
  /** Name of the user as which applications connect. The first application server that starts creates it. */
  readonly applicationUsername: string;
  /** @default only without deletion protection; otherwise changes wait for the maintenance window, and the apply warns */
  readonly applyImmediately?: boolean | undefined;
  /** Whether a changed version may upgrade it. AWS: "Upgrading a DB instance engine version". */
  readonly allowMajorVersionUpgrade: boolean;
  /** Whether AWS may keep it, and bill it, past the standard support of its version. */
  readonly extendedSupport: boolean;
  /** Further databases of the application's user. */
  readonly databases: readonly string[];
  /** Extensions of PostgreSQL in every database, e.g. `vector`. */
  readonly extensions: readonly string[];
  /** Further users. The application's server creates them, as all of these. */
  readonly users: readonly FurtherUser[];
  /** @default an empty database */
  readonly restore?: DatabaseRestore | undefined;
}

/** A user beside that of applications; without `databases` of all of them. */
export interface FurtherUser extends Pick<DatabaseUser, 'name' | 'access'> {
  readonly databases?: readonly string[] | undefined;
}

/** What a database is created from. */
export type DatabaseRestore =
  | { readonly from: 'snapshot'; readonly snapshot: string }
  | {
      readonly from: 'point-in-time';
      /** Identifier of a database, or ARN of retained automated backups. */
      readonly source: string;
      /** In UTC. @default the latest restorable time */
      readonly time?: string | undefined;
    };

/** Name and master user come with what is restored. */
export function originOf({ restore, databaseName, username }: DatabaseProps) {
  if (!restore) return { dbName: databaseName, username };
  if (restore.from === 'snapshot') return { snapshotIdentifier: restore.snapshot };
  const { source, time } = restore;
  return {
    restoreToPointInTime: {
      ...(source.startsWith('arn:')
        ? { sourceDbInstanceAutomatedBackupsArn: source }
        : { sourceDbInstanceIdentifier: source }),
      ...(time === undefined ? { useLatestRestorableTime: true } : { restoreTime: time }),
    },
  };
}
