import { DATABASE_ENGINES } from '../../core/database-engines';
import type { Check, Finding } from './draft';

/** AWS: "Managing capacity automatically with Amazon RDS storage autoscaling": a tenth above what there is. */
const leastCeiling = (allocatedStorage: number): number => Math.ceil((allocatedStorage * 11) / 10);

/** AWS: "CreateDBInstance: AllocatedStorage": gp3 of MySQL and PostgreSQL has at most 65,536 GiB. */
const LARGEST_STORAGE = 65_536;

/** The most to which a ceiling is left. */
const LARGEST_WITH_CEILING = Math.floor((LARGEST_STORAGE * 10) / 11);

const storageCeiling: Check = ({ database }): Finding[] => {
  const { allocatedStorage, maxAllocatedStorage } = database ?? {};
  if (allocatedStorage === undefined || maxAllocatedStorage === undefined) return [];
  const least = leastCeiling(allocatedStorage);
  if (maxAllocatedStorage >= least) return [];
  return allocatedStorage > LARGEST_WITH_CEILING
    ? [
        {
          path: ['database', 'allocatedStorage'],
          message: `leaves no room for maxAllocatedStorage, which is a tenth above it and at most ${LARGEST_STORAGE}`,
          accepted: `at most ${LARGEST_WITH_CEILING}`,
        },
      ]
    : [
        {
          path: ['database', 'maxAllocatedStorage'],
          message: `is not a tenth above allocatedStorage of ${allocatedStorage}`,
          accepted: `${least} or more`,
        },
      ];
};

const engineVersion: Check = ({ database }): Finding[] => {
  if (database?.engine === undefined || database.version === undefined) return [];
  const { version, example } = DATABASE_ENGINES[database.engine];
  return version.test(database.version)
    ? []
    : [
        {
          path: ['database', 'version'],
          message: `is not a major version of ${database.engine}`,
          accepted: `a major version alone, as ${example}`,
        },
      ];
};

/** Extended Support costs more than a small database: never without being asked for. */
const standardSupport: Check = ({ database }) => {
  const { engine, version, extendedSupport } = database ?? {};
  if (engine === undefined || version === undefined || extendedSupport !== false) return [];
  const { pastStandardSupport, example } = DATABASE_ENGINES[engine];
  return pastStandardSupport.some((ended) => ended === version)
    ? [
        {
          path: ['database', 'version'],
          message: `is past its standard support: AWS bills Extended Support of ${engine} ${version} by the vCPU-hour`,
          accepted: `${example}, or extendedSupport: true`,
        },
      ]
    : [];
};

export const databaseChecks: readonly Check[] = [storageCeiling, engineVersion, standardSupport];
