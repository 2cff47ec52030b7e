import type { Tag } from '@aws-sdk/client-ec2';
import { AUTO_SCALING_GROUP_TAG, isDeleted } from '../../aws/ec2';
import { type Attributes, type AwsResource, listed, named, tagOf, type Unmanaged } from './resource';

interface Described {
  readonly id: string | undefined;
  readonly container?: string | undefined;
  readonly tags: readonly Tag[] | undefined;
}

const described = (kind: string, { id, container, tags }: Described): AwsResource => ({
  ids: [id],
  container,
  description: named(kind, id, tags),
});

export const unmanagedVpcs: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.taggedVpcs(),
      ({ VpcId: id, Tags: tags }) => described('VPC', { id, tags }),
    ),
  ],
};

export const unmanagedSubnets: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.subnets(),
      ({ SubnetId: id, VpcId: container, Tags: tags }) => described('subnet', { id, container, tags }),
    ),
  ],
};

export const unmanagedNatGateways: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.natGateways(),
      ({ NatGatewayId: id, VpcId: container, Tags: tags, State }) =>
        isDeleted(State) ? undefined : described('NAT gateway', { id, container, tags }),
    ),
  ],
};

export const unmanagedEndpoints: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.endpoints(),
      ({ VpcEndpointId: id, VpcId: container, Tags: tags, State }) =>
        isDeleted(State) ? undefined : described('VPC endpoint', { id, container, tags }),
    ),
  ],
};

export const unmanagedInternetGateways: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.internetGateways(),
      ({ InternetGatewayId: id, Attachments, Tags: tags }) =>
        described('internet gateway', { id, container: Attachments?.[0]?.VpcId, tags }),
    ),
  ],
};

export const unmanagedAddresses: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.taggedAddresses(),
      ({ AllocationId: id, Tags: tags }) => described('Elastic IP address', { id, tags }),
    ),
  ],
};

/** Unattached volumes. Attached ones are reported with their instance. */
export const unmanagedVolumes: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.taggedFreeVolumes(),
      ({ VolumeId: id, Tags: tags }) => described('volume', { id, tags }),
    ),
  ],
};

const volumesIn = (blocks: unknown): unknown[] =>
  Array.isArray(blocks) ? blocks.map((block: Attributes | undefined) => block?.['volume_id']) : [];

/** An instance of an Auto Scaling group is managed if state contains the group. */
export const unmanagedInstances: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.instances(),
      ({ InstanceId: id, VpcId: container, Tags: tags, State }) =>
        isDeleted(State?.Name)
          ? undefined
          : {
              ...described('instance', { id, container, tags }),
              ids: [id, tagOf(tags, AUTO_SCALING_GROUP_TAG)],
            },
    ),
  ],
  identifiers: (instance) => [
    ...volumesIn(instance['root_block_device']),
    ...volumesIn(instance['ebs_block_device']),
  ],
};
