import { DATABASE_ENGINES } from '../../catalog/database-engines';
import { LONGEST_MAINTENANCE, nightWindows, SHORTEST_WINDOW } from '../../net/database-windows';
import { windowLength, windowsOverlap } from '../../net/weekly-windows';
import { type Check, duplicates, type Finding, present } from './draft';

const logsOfTheEngine: Check = ({ database }): Finding[] => {
  const { engine, logExports } = database ?? {};
  if (engine === undefined) return [];
  const logs = Object.keys(DATABASE_ENGINES[engine].logs);
  return present(logExports)
    .filter(([, log]) => !logs.includes(log))
    .map(([at]) => ({
      path: ['database', 'logExports', at],
      message: `is no log of ${engine} on RDS`,
      accepted: logs.join(', '),
    }));
};

const logsOnce: Check = ({ database }) =>
  duplicates(
    present(database?.logExports).map(([at, log]) => [['database', 'logExports', at], log]),
    'each log once',
  );

const windowLengths: Check = ({ database }): Finding[] => {
  const { backup, maintenance } = database?.windows ?? {};
  const isShort = (window: string | undefined) =>
    window !== undefined && windowLength(window) < SHORTEST_WINDOW;
  const windows = Object.entries({ backup, maintenance });
  const short = windows
    .filter(([, window]) => isShort(window))
    .map(([key]) => ({
      path: ['database', 'windows', key],
      message: 'is too short for RDS',
      accepted: `at least ${SHORTEST_WINDOW} minutes`,
    }));
  const isLong = maintenance !== undefined && windowLength(maintenance) > LONGEST_MAINTENANCE;
  return isLong
    ? [
        ...short,
        {
          path: ['database', 'windows', 'maintenance'],
          message: 'is too long for RDS',
          accepted: 'at most 24 hours',
        },
      ]
    : short;
};

/** AWS: "CreateDBInstance: PreferredMaintenanceWindow": must not overlap the backup window. */
const windowsApart: Check = ({ database, region }): Finding[] => {
  if (!database?.windows || region === undefined) return [];
  const night = nightWindows(region);
  const { backup = night.backup, maintenance = night.maintenance } = database.windows;
  const chosen = database.windows.maintenance === undefined ? 'backup' : 'maintenance';
  return windowsOverlap(backup, maintenance)
    ? [
        {
          path: ['database', 'windows', chosen],
          message: `overlaps the ${chosen === 'backup' ? `maintenance window ${maintenance}` : `backup window ${backup}`}`,
          accepted: 'a window apart from it, since RDS refuses both at once',
        },
      ]
    : [];
};

/** AWS: "Amazon RDS DB engine, Region, and instance class support for Performance Insights". */
const TOO_SMALL_FOR_INSIGHTS = /^db\.t\w+\.(micro|small)$/;

const classWithInsights: Check = ({ database }): Finding[] => {
  const { engine, instanceClass, insights } = database ?? {};
  return insights !== undefined && engine === 'mysql' && TOO_SMALL_FOR_INSIGHTS.test(instanceClass ?? '')
    ? [
        {
          path: ['database', 'insights'],
          message: `is not offered for ${instanceClass} with mysql`,
          accepted: 'none, or instanceClass of at least db.t3.medium',
        },
      ]
    : [];
};

export const databaseOperationChecks: readonly Check[] = [
  logsOfTheEngine,
  logsOnce,
  windowLengths,
  windowsApart,
  classWithInsights,
];
