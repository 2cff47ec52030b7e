import { DATABASE_ENGINES } from '../../catalog/database-engines';
import type { Check, Finding } from './draft';
import { databaseOperationChecks } from './database-operation';
import { databaseUserChecks } from './database-users';

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
  const { versions } = DATABASE_ENGINES[database.engine];
  return (versions as readonly string[]).includes(database.version)
    ? []
    : [
        {
          path: ['database', 'version'],
          message: `is not a major version that RDS offers for ${database.engine}`,
          accepted: versions.join(', '),
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

/** Families that RDS has no longer, or never had with the versions above. AWS: "Supported DB engines for DB instance classes". */
const OLD_FAMILIES = /^db\.(t1|t2|m1|m2|m3|m4|r3|r4|cr1|cv11)\./;
/** Only burstable families have small sizes, and those none above 2xlarge. */
const SMALL_SIZE = /\.(micro|small|medium)$/;
const BURSTABLE = /^db\.t\d/;
const BURSTABLE_SIZE = /\.(micro|small|medium|large|xlarge|2xlarge)$/;

const orderableClass: Check = ({ database }): Finding[] => {
  const { engine, version, instanceClass } = database ?? {};
  if (engine === undefined || instanceClass === undefined) return [];
  const path = ['database', 'instanceClass'];
  if (OLD_FAMILIES.test(instanceClass)) {
    const message = `cannot be ordered with ${engine} ${version ?? ''}`.trimEnd();
    return [{ path, message, accepted: 'a class of a current family, e.g. db.t3.micro or db.m7g.large' }];
  }
  const sizes = BURSTABLE.test(instanceClass)
    ? BURSTABLE_SIZE.test(instanceClass)
    : !SMALL_SIZE.test(instanceClass);
  return sizes
    ? []
    : [
        {
          path,
          message: 'is a size that the family does not have',
          accepted: 'e.g. db.t3.micro or db.m7g.large',
        },
      ];
};

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

const namesOfTheEngine: Check = ({ database }): Finding[] => {
  const { engine, username, applicationUsername, databaseName } = database ?? {};
  if (engine === undefined) return [];
  const { nameLength, isReservedUser, isReservedDatabase } = DATABASE_ENGINES[engine];
  const names = [
    { key: 'username', name: username, length: nameLength.user, isReserved: isReservedUser },
    {
      key: 'applicationUsername',
      name: applicationUsername,
      length: nameLength.user,
      isReserved: isReservedUser,
    },
    { key: 'databaseName', name: databaseName, length: nameLength.database, isReserved: isReservedDatabase },
  ];
  return names.flatMap(({ key, name, length, isReserved }): Finding[] => {
    const path = ['database', key];
    if (name === undefined) return [];
    if (name.length > length || !NAME.test(name))
      return [
        {
          path,
          message: `is not a name that ${engine} accepts`,
          accepted: `a letter, then letters, digits or _, at most ${length}`,
        },
      ];
    return isReserved(name.toLowerCase())
      ? [{ path, message: `is reserved in ${engine} on RDS`, accepted: 'another name' }]
      : [];
  });
};

/** Its server would set the password of the master user. */
const twoUsers: Check = ({ database }): Finding[] => {
  const { username, applicationUsername } = database ?? {};
  return applicationUsername !== undefined && applicationUsername.toLowerCase() === username?.toLowerCase()
    ? [
        {
          path: ['database', 'applicationUsername'],
          message: 'is the master user',
          accepted: 'the name of a user of its own',
        },
      ]
    : [];
};

/** AWS: "RestoreDBInstanceToPointInTime": RestoreTime lies in the past. */
const restoreTime: Check = ({ database }): Finding[] => {
  const { restore } = database ?? {};
  if (restore?.from !== 'point-in-time' || restore.time === undefined) return [];
  return Date.parse(restore.time) > Date.now()
    ? [
        {
          path: ['database', 'restore', 'time'],
          message: 'lies in the future',
          accepted: 'a moment in UTC that the backups hold, or none for the latest',
        },
      ]
    : [];
};

export const databaseChecks: readonly Check[] = [
  storageCeiling,
  engineVersion,
  standardSupport,
  orderableClass,
  namesOfTheEngine,
  twoUsers,
  restoreTime,
  ...databaseOperationChecks,
  ...databaseUserChecks,
];
