import {
  EC2Client,
  type Filter,
  type Instance,
  type NatGateway,
  paginateDescribeInstances,
  paginateDescribeNatGateways,
  paginateDescribeTags,
} from '@aws-sdk/client-ec2';
import type { Environment } from '../../config';
import { isDeleted, AUTO_SCALING_GROUP_TAG } from '../../aws/ec2';
import { identityTags } from '../../stacks/platform-tags';
import { awsClientSettings } from '../../aws/client';
import type { Variables } from '../../core/variables';
import type { Tagged } from './tagged';

/** What EC2 says of an environment's things. */
export interface Ec2Facts {
  /** Ids of what has tags: those of a deleted thing go with it. AWS: "Tag your Amazon EC2 resources". */
  readonly tagged: ReadonlySet<string>;
  readonly instances: readonly Instance[];
  readonly natGateways: readonly NatGateway[];
}

/** Volumes that end with their instance: parts of it, which its state names. */
const ownVolumes = ({ BlockDeviceMappings = [] }: Instance): string[] =>
  BlockDeviceMappings.flatMap(({ Ebs }) => (Ebs?.DeleteOnTermination ? [Ebs.VolumeId ?? ''] : []));

const isScaled = ({ Tags = [] }: Instance): boolean => Tags.some(({ Key }) => Key === AUTO_SCALING_GROUP_TAG);

/** Leaves out of what carries the environment's tags what EC2 lists after its end, and what comes and goes with something else. */
export function lasting(
  resources: readonly Tagged[],
  { tagged, instances, natGateways }: Ec2Facts,
): Tagged[] {
  const passing = new Set([
    ...instances
      .filter((one) => isDeleted(one.State?.Name) || isScaled(one))
      .map(({ InstanceId }) => InstanceId),
    ...instances.flatMap(ownVolumes),
    ...natGateways.filter(({ State }) => isDeleted(State)).map(({ NatGatewayId }) => NatGatewayId),
  ]);
  return resources.filter(({ kind, id }) => !kind.startsWith('ec2:') || (tagged.has(id) && !passing.has(id)));
}

/** What EC2 says now of what carries the environment's tags. */
export async function ec2Facts(environment: Environment, env: Variables): Promise<Ec2Facts> {
  const client = new EC2Client(awsClientSettings(environment.region, env));
  const tags = Object.entries(identityTags(environment));
  const Filters: Filter[] = tags.map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  const ofEnvironment = [
    { Name: 'key', Values: ['Environment'] },
    { Name: 'value', Values: [environment.name] },
  ];
  const tagged = new Set<string>();
  const instances: Instance[] = [];
  const natGateways: NatGateway[] = [];
  try {
    for await (const { Tags = [] } of paginateDescribeTags({ client }, { Filters: ofEnvironment }))
      for (const { ResourceId = '' } of Tags) tagged.add(ResourceId);
    for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters }))
      instances.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
    for await (const page of paginateDescribeNatGateways({ client }, { Filter: Filters }))
      natGateways.push(...(page.NatGateways ?? []));
  } finally {
    client.destroy();
  }
  return { tagged, instances, natGateways };
}
