import {
  type InstanceTypeInfo,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import type { Context } from './check';
import { all } from '../aws/pages';

/** Maximum number of values in a filter. AWS: "Filter" of the EC2 API. */
const FILTER_VALUES = 200;

const filter = (name: string, values: Iterable<string>) => ({
  Name: name,
  Values: [...new Set(values)].slice(0, FILTER_VALUES),
});

/** Instance type details by name. Types that the region does not offer are absent. */
export async function describeTypes(
  { aws }: Context,
  types: readonly string[],
): Promise<ReadonlyMap<string, InstanceTypeInfo>> {
  const found = await all(
    paginateDescribeInstanceTypes({ client: aws.ec2 }, { Filters: [filter('instance-type', types)] }),
    ({ InstanceTypes }) => InstanceTypes,
  );
  return new Map(found.map((info) => [String(info.InstanceType), info]));
}

/** Availability Zones that offer each instance type. */
export async function zonesOffering(
  { aws }: Context,
  types: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await all(
    paginateDescribeInstanceTypeOfferings(
      { client: aws.ec2 },
      { LocationType: 'availability-zone', Filters: [filter('instance-type', types)] },
    ),
    ({ InstanceTypeOfferings }) => InstanceTypeOfferings,
  );
  const zones = new Map<string, string[]>();
  for (const { InstanceType: type = '', Location: zone = '' } of found)
    zones.set(type, [...(zones.get(type) ?? []), zone]);
  return zones;
}
