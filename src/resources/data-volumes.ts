import { type Grant, grantsOf } from '../iam/grants';
import { volumeCharges } from './volume-charges';
import { importByArguments, importById, none, OWN_ATTRIBUTES, type Part } from './resource-type';
import { unmanagedVolumes } from './unmanaged/ec2';

const { lists, makes, uses } = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });

/** Snapshot ARNs contain no account id. */
const snapshot: Grant[] = makes('snapshot/*', 'CreateSnapshot').map((grant) => ({
  ...grant,
  resource: 'arn:aws:ec2:{region}::snapshot/*',
}));

/** A volume may be created from a snapshot of the account, whose ARN contains no account id, and whoever took it. */
const restored: Grant = {
  access: 'write',
  actions: ['ec2:CreateVolume'],
  resource: 'arn:aws:ec2:{region}::snapshot/*',
  tagged: 'never',
  condition: { StringEquals: { 'ec2:Owner': '{account}' } },
};

/** Data volumes and their final snapshots. AWS: "Actions, resources, and condition keys for Amazon EC2". */
export const dataVolumes = {
  resources: {
    aws_ebs_volume: {
      permissions: [
        lists('DescribeVolumes', 'DescribeVolumesModifications', 'DescribeSnapshots'),
        ...makes('volume/*', 'CreateVolume'),
        uses('volume/*', 'ModifyVolume', 'CreateSnapshot', 'DeleteVolume'),
        ...snapshot,
        restored,
      ],
      import: importById('ec2:volume', ['ec2:snapshot']),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedVolumes,
      charges: (volume) => volumeCharges(volume, { size: 'size', type: 'type' }),
    },
    aws_volume_attachment: {
      permissions: [
        lists('DescribeVolumes', 'DescribeInstances'),
        ...['volume/*', 'instance/*'].map((kind) => uses(kind, 'AttachVolume', 'DetachVolume')),
        uses('instance/*', 'StopInstances'),
      ],
      import: importByArguments('{device_name}:{volume_id}:{instance_id}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it is an attribute of the instance'),
      charges: none('the volume is charged'),
    },
  },
  dataSources: {
    aws_ebs_volume: [lists('DescribeVolumes')],
    aws_ebs_volumes: [lists('DescribeVolumes')],
  },
  prices: [{ offer: 'AmazonEC2', usageTypes: /^EBS:Volume(Usage|P-IOPS|P-Throughput)(\.\w+)?$/ }],
} satisfies Part;
