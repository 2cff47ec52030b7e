import { paginateDescribeInternetGateways } from '@aws-sdk/client-ec2';
import { all } from '../../aws/pages';
import { isOwn, quotaCheck } from '../quota';

export const internetGateways = quotaCheck({
  id: 'internet-gateways',
  title: 'Internet gateways',
  prevents: 'The VPC has no way to the internet',
  error: 'InternetGatewayLimitExceeded',
  permissions: ['ec2:DescribeInternetGateways'],
  service: 'vpc',
  code: 'L-A4707A72',
  applies: ({ plan }) => plan.count('aws_internet_gateway') > 0,
  async demands(context) {
    const { aws, plan } = context;
    const own = isOwn(context);
    const found = await all(
      paginateDescribeInternetGateways({ client: aws.ec2 }, {}),
      ({ InternetGateways }) => InternetGateways,
    );
    return [
      {
        needed: plan.count('aws_internet_gateway'),
        others: found.filter((gateway) => !own(gateway)).length,
      },
    ];
  },
});
