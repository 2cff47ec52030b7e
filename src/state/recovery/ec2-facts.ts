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

/** EC2's description of an environment's resources. */
export interface Ec2Facts {
  /** Ids of tagged resources. Deleted resources have no tags. AWS: "Tag your Amazon EC2 resources". */
  readonly tagged: ReadonlySet<string>;
  readonly instances: readonly Instance[];
  readonly natGateways: readonly NatGateway[];
}

/** Volumes that are deleted with their instance. State contains them as part of the instance. */
const ownVolumes = ({ BlockDeviceMappings = [] }: Instance): string[] =>
  BlockDeviceMappings.flatMap(({ Ebs }) => (Ebs?.DeleteOnTermination ? [Ebs.VolumeId ?? ''] : []));

/** Interfaces that are deleted with their instance, e.g. those that a launch template tags. */
const ownInterfaces = ({ NetworkInterfaces = [] }: Instance): string[] =>
  NetworkInterfaces.flatMap(({ NetworkInterfaceId = '', Attachment }) =>
    Attachment?.DeviceIndex === 0 || Attachment?.DeleteOnTermination ? [NetworkInterfaceId] : [],
  );

const isScaled = ({ Tags = [] }: Instance): boolean => Tags.some(({ Key }) => Key === AUTO_SCALING_GROUP_TAG);

/** Removes deleted resources that EC2 still lists, and resources that are part of others or of an Auto Scaling group. */
export function lasting(
  resources: readonly Tagged[],
  { tagged, instances, natGateways }: Ec2Facts,
): Tagged[] {
  const passing = new Set([
    ...instances
      .filter((one) => isDeleted(one.State?.Name) || isScaled(one))
      .map(({ InstanceId }) => InstanceId),
    ...instances.flatMap(ownVolumes),
    ...instances.flatMap(ownInterfaces),
    ...natGateways.filter(({ State }) => isDeleted(State)).map(({ NatGatewayId }) => NatGatewayId),
  ]);
  return resources.filter(({ kind, id }) => !kind.startsWith('ec2:') || (tagged.has(id) && !passing.has(id)));
}

/** Reads the environment's resources from EC2. */
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
