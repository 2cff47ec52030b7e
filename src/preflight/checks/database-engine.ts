import { DescribeDBMajorEngineVersionsCommand } from '@aws-sdk/client-rds';
import { type Context, fail, type Finding, pass, subjectCheck, warn } from '../check';
import {
  engineVersions,
  existingClass,
  isOfVersion,
  plannedDatabase,
  type PlannedDatabase,
} from '../database';

const DAY = 24 * 60 * 60 * 1000;
/** Number of days before the end of standard support from which the check warns. */
const NOTICE = 180;

/** End date of standard support; undefined if RDS returns none. AWS: "Amazon RDS Extended Support". */
async function endOfSupport(
  { aws }: Context,
  { engine, version }: PlannedDatabase,
): Promise<Date | undefined> {
  const { DBMajorEngineVersions = [] } = await aws.rds.send(
    new DescribeDBMajorEngineVersionsCommand({ Engine: engine }),
  );
  const major = DBMajorEngineVersions.find(({ MajorEngineVersion = '' }) =>
    isOfVersion(version, MajorEngineVersion),
  );
  return major?.SupportedEngineLifecycles?.find(
    ({ LifecycleSupportName: name }) => name === 'open-source-rds-standard-support',
  )?.LifecycleSupportEndDate;
}

const NEWER = 'Choose a newer database.version';

/**
 * Finding for a version past the end of standard support. AWS: "CreateDBInstance", EngineLifecycleSupport.
 */
async function withoutSupport(context: Context, database: PlannedDatabase, text: string): Promise<Finding> {
  if (database.extendedSupport)
    return warn(`${text}: AWS bills extended support for each vCPU and hour`, `${NEWER}.`);
  if ((await existingClass(context, database)) !== undefined)
    return warn(`${text}: RDS upgrades the database by itself`, `${NEWER}.`);
  return fail(
    `${text}: RDS does not create it without extended support`,
    `${NEWER}, or accept the costs with database.extendedSupport: true.`,
  );
}

async function support(context: Context, database: PlannedDatabase): Promise<Finding> {
  const what = `${database.engine} ${database.version}`;
  const end = await endOfSupport(context, database);
  if (end === undefined) return pass(`${what} can be ordered`);
  const date = end.toISOString().slice(0, 10);
  const days = (end.getTime() - Date.now()) / DAY;
  if (days < 0) return withoutSupport(context, database, `${what} left standard support on ${date}`);
  if (days < NOTICE) return warn(`${what} leaves standard support on ${date}`, `${NEWER}.`);
  return pass(`${what} can be ordered, with standard support until ${date}`);
}

export const databaseEngine = subjectCheck({
  id: 'database-engine',
  title: 'Database engine',
  prevents: 'The engine version cannot be ordered, or silently incurs Extended Support',
  error: 'InvalidParameterCombination',
  permissions: [
    'rds:DescribeDBEngineVersions',
    'rds:DescribeDBMajorEngineVersions',
    'rds:DescribeDBInstances',
  ],
  subject: ({ plan }) => plannedDatabase(plan),
  async run(database, context) {
    const { engine, version } = database;
    const versions = await engineVersions(context, engine);
    const known = versions.some(({ EngineVersion = '' }) => isOfVersion(EngineVersion, version));
    if (known) return support(context, database);
    const majors = [...new Set(versions.map(({ MajorEngineVersion }) => MajorEngineVersion))];
    return fail(
      `${engine} ${version} cannot be ordered in ${context.region}`,
      `Set database.version to one of ${majors.join(', ')}.`,
    );
  },
});
