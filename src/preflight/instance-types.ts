import {
  type InstanceTypeInfo,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import type { Context } from './check';
import { all, FILTER_VALUES, inBatches } from '../aws/pages';

const instanceTypes = ({ aws }: Context, Name: string, Values: string[]): Promise<InstanceTypeInfo[]> =>
  all(
    paginateDescribeInstanceTypes({ client: aws.ec2 }, { Filters: [{ Name, Values }] }),
    ({ InstanceTypes }) => InstanceTypes,
  );

/** Instance type details by name. Types that the region does not offer are absent. */
export async function describeTypes(
  context: Context,
  types: readonly string[],
): Promise<ReadonlyMap<string, InstanceTypeInfo>> {
  const found = await inBatches(types, FILTER_VALUES, (batch) =>
    instanceTypes(context, 'instance-type', batch),
  );
  return new Map(found.map((info) => [String(info.InstanceType), info]));
}

/** Names of the instance types that the free plan allows in the region, sorted. */
export async function freeTierTypes(context: Context): Promise<string[]> {
  const found = await instanceTypes(context, 'free-tier-eligible', ['true']);
  return found.map(({ InstanceType }) => String(InstanceType)).sort();
}

/** Availability Zones by instance type that they offer. */
export async function describeOfferings(
  { aws }: Context,
  types: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await inBatches(types, FILTER_VALUES, (Values) =>
    all(
      paginateDescribeInstanceTypeOfferings(
        { client: aws.ec2 },
        { LocationType: 'availability-zone', Filters: [{ Name: 'instance-type', Values }] },
      ),
      ({ InstanceTypeOfferings }) => InstanceTypeOfferings,
    ),
  );
  const zones = new Map<string, string[]>();
  for (const { InstanceType: type = '', Location: zone = '' } of found)
    zones.set(type, [...(zones.get(type) ?? []), zone]);
  return zones;
}
