import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { resourceQuotaCheck } from '../quota';

export const elasticIps = resourceQuotaCheck({
  id: 'elastic-ips',
  title: 'Elastic IP addresses',
  prevents: 'NAT gateways and the bastion get no address, half way',
  error: 'AddressLimitExceeded',
  permissions: ['ec2:DescribeAddresses'],
  service: 'ec2',
  code: 'L-0263D0A3',
  type: 'aws_eip',
  list: async (client) => (await client.send(new DescribeAddressesCommand())).Addresses ?? [],
});
