import { DataAwsDbInstance } from '@cdktf/provider-aws/lib/data-aws-db-instance';
import { DataAwsDbInstances } from '@cdktf/provider-aws/lib/data-aws-db-instances';
import { DataAwsDbSubnetGroup } from '@cdktf/provider-aws/lib/data-aws-db-subnet-group';
import { DataAwsEbsVolume } from '@cdktf/provider-aws/lib/data-aws-ebs-volume';
import { DataAwsEbsVolumes } from '@cdktf/provider-aws/lib/data-aws-ebs-volumes';
import { DataAwsInstance } from '@cdktf/provider-aws/lib/data-aws-instance';
import { DataAwsInstances } from '@cdktf/provider-aws/lib/data-aws-instances';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { TerraformIterator } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * What AWS has at the time of a plan, for preconditions. Found by tags: what refers to a resource is read too late where the resource
 * is to change. Each function returns the address of a data source with an instance for each object found, none before the first apply.
 */
type Tags = Readonly<Record<string, string>>;

export const filtersOf = (tags: Tags) =>
  Object.entries(tags).map(([tag, value]) => ({ name: `tag:${tag}`, values: [value] }));

export function deployedVolumes(scope: Construct, tags: Tags, names: string[]): string {
  const filters = [...filtersOf(tags), { name: 'tag:Name', values: names }];
  const { ids } = new DataAwsEbsVolumes(scope, 'known', { filter: filters });
  const forEach = TerraformIterator.fromList(ids);
  const filter = [{ name: 'volume-id', values: [forEach.value] }];
  return new DataAwsEbsVolume(scope, 'deployed', { forEach, filter }).fqn;
}

/** @param options.withUserData whether `user_data_base64` is read beside the hash in `user_data` */
export function deployedInstances(
  scope: Construct,
  instanceTags: Tags,
  { withUserData }: { readonly withUserData: boolean },
): string {
  const { ids } = new DataAwsInstances(scope, 'known', {
    instanceTags: { ...instanceTags },
    instanceStateNames: ['pending', 'running', 'stopping', 'stopped'],
  });
  const forEach = TerraformIterator.fromList(ids);
  return new DataAwsInstance(scope, 'deployed', {
    forEach,
    instanceId: forEach.value,
    ...(withUserData && { fetchUserData: true }),
  }).fqn;
}

export function deployedSubnets(scope: Construct, tags: Tags): string {
  const { ids } = new DataAwsSubnets(scope, 'known', { tags: { ...tags } });
  const forEach = TerraformIterator.fromList(ids);
  return new DataAwsSubnet(scope, 'deployed', { forEach, id: forEach.value }).fqn;
}

/** Addresses of data sources: the database with an identifier, and its subnet group, at most one of each. */
export interface DeployedDatabase {
  readonly databases: string;
  readonly subnetGroups: string;
}

export function deployedDatabase(scope: Construct, identifier: string): DeployedDatabase {
  const { instanceIdentifiers } = new DataAwsDbInstances(scope, 'known', {
    filter: [{ name: 'db-instance-id', values: [identifier] }],
  });
  const forEach = TerraformIterator.fromList(instanceIdentifiers);
  const dbInstanceIdentifier = forEach.value as string;
  const { fqn: databases } = new DataAwsDbInstance(scope, 'deployed', { forEach, dbInstanceIdentifier });
  const group = new DataAwsDbSubnetGroup(scope, 'subnet-group-deployed', { name: '${each.value}' });
  // No iterator: CDKTF warns of expressions in its functions.
  group.addOverride('for_each', `\${toset([for database in ${databases} : database.db_subnet_group])}`);
  return { databases, subnetGroups: group.fqn };
}
