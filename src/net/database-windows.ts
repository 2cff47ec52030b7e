import { REGION_TIME_ZONES } from './regions';
import { dailyInUtc, weeklyInUtc } from './weekly-windows';

/** When RDS takes backups, every day, and when it changes a database, once a week: in UTC, as RDS takes them. */
export interface DatabaseWindows {
  /** E.g. `17:00-18:00`. */
  readonly backup: string;
  /** E.g. `sat:18:30-sat:19:30`. */
  readonly maintenance: string;
}

/** The shortest that RDS takes, in minutes. AWS: "CreateDBInstance: PreferredBackupWindow, PreferredMaintenanceWindow". */
export const SHORTEST_WINDOW = 30;

/** The longest maintenance window that RDS takes, in minutes. AWS: "CreateDBInstance: PreferredMaintenanceWindow". */
export const LONGEST_MAINTENANCE = 24 * 60;

/** Backups from 2 to 3 o'clock, and maintenance on Sundays from 3:30 to 4:30, in the time zone of a region. */
export function nightWindows(region: string): DatabaseWindows {
  const timeZone = REGION_TIME_ZONES[region] ?? 'UTC';
  const daily = (time: string) => dailyInUtc(time, timeZone);
  const weekly = (time: string) => weeklyInUtc(time, timeZone);
  return {
    backup: `${daily('02:00')}-${daily('03:00')}`,
    maintenance: `${weekly('sun:03:30')}-${weekly('sun:04:30')}`,
  };
}
