import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { isOwn, quotaCheck } from '../quota';

export const elasticIps = quotaCheck({
  id: 'elastic-ips',
  title: 'Elastic IP addresses',
  prevents: 'NAT gateways and the bastion get no address, half way',
  error: 'AddressLimitExceeded',
  permissions: ['ec2:DescribeAddresses'],
  service: 'ec2',
  code: 'L-0263D0A3',
  applies: ({ plan }) => plan.count('aws_eip') > 0,
  async demands(context) {
    const { Addresses = [] } = await context.aws.ec2.send(new DescribeAddressesCommand());
    const own = isOwn(context);
    return [
      { needed: context.plan.count('aws_eip'), others: Addresses.filter((found) => !own(found)).length },
    ];
  },
});
