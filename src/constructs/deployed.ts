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

const byTags = (tags: Tags) =>
  Object.entries(tags).map(([tag, value]) => ({ name: `tag:${tag}`, values: [value] }));

export function deployedVolumes(scope: Construct, tags: Tags): string {
  const { ids } = new DataAwsEbsVolumes(scope, 'known', { filter: byTags(tags) });
  const forEach = TerraformIterator.fromList(ids);
  const filter = [{ name: 'volume-id', values: [forEach.value] }];
  return new DataAwsEbsVolume(scope, 'deployed', { forEach, filter }).fqn;
}

export function deployedInstances(scope: Construct, instanceTags: Tags): string {
  const { ids } = new DataAwsInstances(scope, 'known', {
    instanceTags: { ...instanceTags },
    instanceStateNames: ['pending', 'running', 'stopping', 'stopped'],
  });
  const forEach = TerraformIterator.fromList(ids);
  return new DataAwsInstance(scope, 'deployed', { forEach, instanceId: forEach.value }).fqn;
}

export function deployedSubnets(scope: Construct, tags: Tags): string {
  const { ids } = new DataAwsSubnets(scope, 'known', { tags: { ...tags } });
  const forEach = TerraformIterator.fromList(ids);
  return new DataAwsSubnet(scope, 'deployed', { forEach, id: forEach.value }).fqn;
}
