import { paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { all } from '../../aws/pages';
import { isOwn, quotaCheck } from '../quota';

export const vpcs = quotaCheck({
  id: 'vpcs',
  title: 'VPCs',
  prevents: 'The VPC is refused, and with it everything',
  error: 'VpcLimitExceeded',
  permissions: ['ec2:DescribeVpcs'],
  service: 'vpc',
  code: 'L-F678F1CE',
  applies: ({ plan }) => plan.count('aws_vpc') > 0,
  async demands(context) {
    const own = isOwn(context);
    const found = await all(paginateDescribeVpcs({ client: context.aws.ec2 }, {}), ({ Vpcs }) => Vpcs);
    return [{ needed: context.plan.count('aws_vpc'), others: found.filter((vpc) => !own(vpc)).length }];
  },
});
