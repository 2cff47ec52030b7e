import {
  type DBEngineVersion,
  DescribeDBInstancesCommand,
  type OrderableDBInstanceOption,
  paginateDescribeDBEngineVersions,
  paginateDescribeOrderableDBInstanceOptions,
} from '@aws-sdk/client-rds';
import { orMissing } from '../aws/or-missing';
import { all } from '../aws/pages';
import { lifecycleSupport } from '../catalog/database-engines';
import type { Context } from './check';
import type { Plan } from '../terraform/planned-resources';

/** DB instance in the plan. */
export interface PlannedDatabase {
  /** DB instance identifier. */
  readonly identifier: string;
  readonly engine: string;
  /** Configured engine version: a major version, e.g. 8.4, or a full version. */
  readonly version: string;
  readonly instanceClass: string;
  readonly storageType: string;
  readonly multiAz: boolean;
  /**
   * Whether RDS Extended Support is enabled. If not, RDS rejects creation after the end of standard support.
   */
  readonly extendedSupport: boolean;
  readonly zones: readonly string[];
}

export function plannedDatabase(plan: Plan): PlannedDatabase | undefined {
  const [block] = plan.blocks('aws_db_instance');
  if (!block) return undefined;
  const { args } = block;
  const subnets = plan.referred(args['db_subnet_group_name'])?.args['subnet_ids'];
  return {
    identifier: String(args['identifier']),
    engine: String(args['engine']),
    version: String(args['engine_version']),
    instanceClass: String(args['instance_class']),
    storageType: String(args['storage_type'] ?? 'gp2'),
    multiAz: args['multi_az'] === true,
    extendedSupport: args['engine_lifecycle_support'] !== lifecycleSupport(false),
    zones: plan.zonesOf(subnets),
  };
}

/** Whether a version matches the requested version, e.g. 8.4.6 matches 8.4, and 8.40 does not. */
export const isOfVersion = (version: string, asked: string): boolean =>
  version === asked || version.startsWith(`${asked}.`);

/**
 * Class of the existing DB instance; undefined if it does not exist.
 * RDS keeps an instance running after its class can no longer be ordered.
 */
export async function existingClass(
  { aws }: Context,
  { identifier }: PlannedDatabase,
): Promise<string | undefined> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
  const answer = await orMissing(aws.rds.send(command), 'DBInstanceNotFoundFault');
  return answer?.DBInstances?.[0]?.DBInstanceClass;
}

/** Orderable options for an instance class with the planned engine and storage type. */
export function orderable(
  { aws }: Context,
  { engine, storageType }: PlannedDatabase,
  instanceClass: string,
): Promise<OrderableDBInstanceOption[]> {
  const input = { Engine: engine, DBInstanceClass: instanceClass, Vpc: true };
  const pages = paginateDescribeOrderableDBInstanceOptions({ client: aws.rds }, input);
  return all(pages, ({ OrderableDBInstanceOptions }) =>
    OrderableDBInstanceOptions?.filter((option) => option.StorageType === storageType),
  );
}

/** Engine versions available in the region. */
export function engineVersions({ aws }: Context, engine: string): Promise<DBEngineVersion[]> {
  const pages = paginateDescribeDBEngineVersions({ client: aws.rds }, { Engine: engine });
  return all(pages, ({ DBEngineVersions }) => DBEngineVersions);
}
