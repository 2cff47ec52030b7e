import * as z from 'zod';
import { DATABASE_ENGINES } from '../../catalog/database-engines';
import { clients, databaseSnapshot, databaseSource, instanceClass, whole } from '../fields';
import { issueMessage } from '../problems';
import { databaseOperation } from './database-operation';
import { databaseUsers } from './database-users';

/** AWS: "Restoring to a DB instance", "Restoring a DB instance to a specified time for Amazon RDS". */
const restore = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('snapshot').describe('`snapshot` or `point-in-time`'),
    snapshot: databaseSnapshot.describe('`snapshot`: name of a snapshot, or ARN of a shared one'),
  }),
  z.strictObject({
    from: z.literal('point-in-time'),
    source: databaseSource.describe(
      '`point-in-time`: identifier of the database, or ARN of the retained backups of a deleted one',
    ),
    time: z.iso
      .datetime({ error: issueMessage('is not a time in UTC', 'e.g. 2026-11-27T09:30:00Z') })
      .optional()
      .meta({
        description: '`point-in-time`: moment in UTC, e.g. `2026-11-27T09:30:00Z`',
        whenOmitted: 'the latest restorable time',
      }),
  }),
]);

export const database = z.strictObject({
  engine: z
    .enum(Object.keys(DATABASE_ENGINES) as (keyof typeof DATABASE_ENGINES)[])
    .describe('`mysql` or `postgres`'),
  version: z.string().describe('major version, e.g. `8.4` for MySQL or `17` for PostgreSQL'),
  instanceClass: instanceClass.default('db.t3.micro').describe('RDS instance class'),
  allocatedStorage: whole(20, 65536).default(20).describe('initial storage in GiB'),
  maxAllocatedStorage: whole(20, 65536).default(100).describe('upper limit of storage autoscaling in GiB'),
  tier: z
    .enum(['private', 'isolated'])
    .default('private')
    .describe('`private`, or `isolated`: subnets of their own without a route to the internet'),
  multiAz: z.boolean().default(false).describe('a standby instance in another Availability Zone'),
  backupRetentionDays: whole(1, 35).default(7).describe('retention of automated backups in days, 1 to 35'),
  databaseName: z.string().describe('name of the initial database'),
  username: z.string().default('dbadmin').describe('name of the master user'),
  applicationUsername: z
    .string()
    .default('application')
    .describe('name of the user as which applications connect; their servers create it'),
  clients,
  applyImmediately: z.boolean().optional().meta({
    description:
      'applies changes at once, with the restarts that they need, instead of in the maintenance window',
    whenOmitted: '`true` unless `deletionProtection`',
  }),
  allowMajorVersionUpgrade: z
    .boolean()
    .default(false)
    .describe('lets a changed `version` upgrade the database, which AWS cannot take back'),
  extendedSupport: z
    .boolean()
    .default(false)
    .describe(
      'accepts a version past its standard support, for which AWS bills Extended Support by the vCPU-hour; AWS takes it at creation and restore only',
    ),
  ...databaseOperation,
  ...databaseUsers,
  restore: restore.optional().meta({
    description: 'what the database is created from; ignored once it exists',
    whenOmitted: 'an empty database',
  }),
});
