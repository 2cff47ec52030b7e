import { paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { all } from '../../aws/pages';
import { resourceQuotaCheck } from '../quota';

export const vpcs = resourceQuotaCheck({
  id: 'vpcs',
  title: 'VPCs',
  prevents: 'The VPC is refused, and everything in it',
  error: 'VpcLimitExceeded',
  permissions: ['ec2:DescribeVpcs'],
  service: 'vpc',
  code: 'L-F678F1CE',
  type: 'aws_vpc',
  list: (client) => all(paginateDescribeVpcs({ client }, {}), ({ Vpcs }) => Vpcs),
});
