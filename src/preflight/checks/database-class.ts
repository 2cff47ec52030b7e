import type { OrderableDBInstanceOption } from '@aws-sdk/client-rds';
import { type Context, fail, pass, subjectCheck } from '../check';
import { existingClass, isOfVersion, orderable, plannedDatabase, type PlannedDatabase } from '../database';

/** Current general purpose and burstable classes, in order of preference. AWS: "DB instance class types". */
const FAMILIES = ['db.t4g', 'db.t3', 'db.m7g', 'db.m6g', 'db.m5'];

/** Classes of the same size in the other families. */
function alternatives(instanceClass: string): string[] {
  const [, family = '', size = ''] = /^(db\.\w+)\.(\w+)$/.exec(instanceClass) ?? [];
  return FAMILIES.filter((one) => one !== family).map((one) => `${one}.${size}`);
}

/** Availability Zones of the plan in which an option for the planned version can be ordered. */
function zonesOf(options: readonly OrderableDBInstanceOption[], database: PlannedDatabase): string[] {
  const fitting = options.filter(
    ({ EngineVersion = '', MultiAZCapable }) =>
      isOfVersion(EngineVersion, database.version) && (!database.multiAz || MultiAZCapable === true),
  );
  const zones = fitting.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones.map(({ Name }) => Name));
  return database.zones.filter((zone) => zones.includes(zone));
}

async function alternative(context: Context, database: PlannedDatabase): Promise<string | undefined> {
  for (const instanceClass of alternatives(database.instanceClass)) {
    const zones = zonesOf(await orderable(context, database, instanceClass), database);
    if (zones.length === database.zones.length) return instanceClass;
  }
  return undefined;
}

/**
 * Checks every Availability Zone of the DB subnet group. RDS can place an instance and its standby in any of
 * them.
 */
export const databaseClass = subjectCheck({
  id: 'database-class',
  title: 'Database class',
  prevents: 'The database is refused after the network and the servers were created',
  error: 'InvalidParameterCombination, InsufficientDBInstanceCapacity',
  permissions: ['rds:DescribeOrderableDBInstanceOptions', 'rds:DescribeDBInstances'],
  subject: ({ plan }) => plannedDatabase(plan),
  async run(database, context) {
    const { engine, version, instanceClass, multiAz, zones } = database;
    const options = await orderable(context, database, instanceClass);
    const offered = zonesOf(options, database);
    const what = `${instanceClass} with ${engine} ${version}${multiAz ? ' and a standby' : ''}`;
    if (offered.length === zones.length) return pass(`${what} in ${zones.join(' and ')}`);
    if ((await existingClass(context, database)) === instanceClass)
      return pass(`${instanceClass} of ${database.identifier}, which is there already`);
    const instead = await alternative(context, database);
    const versions = [...new Set(options.map(({ EngineVersion }) => EngineVersion))];
    const missing = zones.filter((zone) => !offered.includes(zone));
    return fail(
      `${what} cannot be ordered in ${missing.join(' and ')}`,
      instead === undefined
        ? `Choose another class or version: ${instanceClass} is offered with ${versions.join(', ') || 'no version'}.`
        : `Choose ${instead} instead of ${instanceClass}.`,
    );
  },
});
