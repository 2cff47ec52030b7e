import * as z from 'zod';
import { DATABASE_ENGINES } from '../../catalog/database-engines';
import { pattern } from '../fields';

const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const DAY = '(mon|tue|wed|thu|fri|sat|sun)';

const dailyWindow = pattern(
  new RegExp(`^${TIME}-${TIME}$`),
  'is not a daily window in UTC',
  'e.g. 17:00-18:00',
);

const weeklyWindow = pattern(
  new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`),
  'is not a weekly window in UTC',
  'e.g. sat:18:30-sat:19:30',
);

const logNames = Object.values(DATABASE_ENGINES).flatMap(({ logs }) => Object.keys(logs));

/** How a database is watched and maintained. */
export const databaseOperation = {
  monitoringInterval: z.literal([1, 5, 10, 15, 30, 60]).optional().meta({
    description: 'seconds between metrics of the operating system (enhanced monitoring), e.g. `60`',
    whenOmitted: 'none',
  }),
  logExports: z
    .array(z.enum(logNames))
    .default([])
    .describe(
      'logs that RDS sends to CloudWatch Logs: `error`, `general`, `slowquery` of MySQL, `postgresql`, `upgrade` of PostgreSQL, `iam-db-auth-error`',
    ),
  iamAuthentication: z
    .boolean()
    .default(false)
    .describe('lets database users connect with a token of IAM in place of a password'),
  caCertificate: z.enum(['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1']).optional().meta({
    description: 'certificate authority of the database, e.g. `rds-ca-rsa2048-g1`',
    whenOmitted: "the account's, which AWS may change for new databases",
  }),
  windows: z
    .strictObject({
      backup: dailyWindow.optional().meta({
        description: 'daily, in UTC, e.g. `17:00-18:00`',
        whenOmitted: "2 to 3 o'clock in the region's standard time",
      }),
      maintenance: weeklyWindow.optional().meta({
        description: 'weekly, in UTC, e.g. `sat:18:30-sat:19:30`',
        whenOmitted: "Sundays, 3:30 to 4:30 in the region's standard time",
      }),
    })
    .optional()
    .meta({
      description: 'when AWS takes backups and changes the database',
      whenOmitted: 'AWS chooses both at random in the night of the region',
    }),
  automaticMinorUpgrades: z.boolean().optional().meta({
    description: 'lets AWS upgrade minor versions in the maintenance window',
    whenOmitted: '`true`',
  }),
  insights: z.enum(['standard', 'advanced']).optional().meta({
    description:
      'CloudWatch Database Insights: load by statement for 7 days with `standard`, for 15 months with `advanced`, which AWS bills by the vCPU-hour',
    whenOmitted: 'none',
  }),
};
