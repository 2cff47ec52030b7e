import { paginateDescribeInternetGateways } from '@aws-sdk/client-ec2';
import { all } from '../../aws/pages';
import { resourceQuotaCheck } from '../quota';

export const internetGateways = resourceQuotaCheck({
  id: 'internet-gateways',
  title: 'Internet gateways',
  prevents: 'The VPC has no internet access',
  error: 'InternetGatewayLimitExceeded',
  permissions: ['ec2:DescribeInternetGateways'],
  service: 'vpc',
  code: 'L-A4707A72',
  type: 'aws_internet_gateway',
  list: (client) =>
    all(paginateDescribeInternetGateways({ client }, {}), ({ InternetGateways }) => InternetGateways),
});
