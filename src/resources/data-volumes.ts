import { type Grant, grantsOf, type Permissions } from '../iam/grants';

const { lists, makes, uses } = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });

/** The ARN of a snapshot names no account. */
const snapshot: Grant[] = makes('snapshot/*', 'CreateSnapshot').map((grant) => ({
  ...grant,
  resource: 'arn:aws:ec2:{region}::snapshot/*',
}));

/** Data volumes, which leave a snapshot. AWS: "Actions, resources, and condition keys for Amazon EC2". */
export const volumes: Permissions = {
  aws_ebs_volume: [
    lists('DescribeVolumes', 'DescribeVolumesModifications', 'DescribeSnapshots'),
    ...makes('volume/*', 'CreateVolume'),
    uses('volume/*', 'ModifyVolume', 'CreateSnapshot', 'DeleteVolume'),
    ...snapshot,
  ],
  aws_volume_attachment: [
    lists('DescribeVolumes', 'DescribeInstances'),
    ...['volume/*', 'instance/*'].map((kind) => uses(kind, 'AttachVolume', 'DetachVolume')),
    uses('instance/*', 'StopInstances'),
  ],
  'data.aws_ebs_volume': [lists('DescribeVolumes')],
  'data.aws_ebs_volumes': [lists('DescribeVolumes')],
};
