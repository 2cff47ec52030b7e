import type { PriceTable } from '../../../src/cost/price-table';

type Row = readonly [
  offer: string,
  usageType: string,
  operation: string,
  unit: string,
  price: string,
  from?: string,
];

/** Prices as published bills and the price list of Seoul have them, apart from the product's own table, which a refresh changes. */
const ROWS: readonly Row[] = [
  ['AmazonCloudWatch', 'CW:AlarmMonitorUsage', '', 'Alarms', '0.1000000000'],
  ['AmazonCloudWatch', 'CW:MetricMonitorUsage', '', 'Metrics', '0.3000000000'],
  ['AmazonCloudWatch', 'CW:MetricMonitorUsage', '', 'Metrics', '0.1000000000', '10000'],
  ['AmazonCloudWatch', 'DataProcessing-Bytes', '', 'GB', '0.7600000000'],
  ['AmazonCloudWatch', 'TimedStorage-ByteHrs', '', 'GB-Mo', '0.0314000000'],
  ['AmazonEC2', 'BoxUsage:t2.micro', 'RunInstances', 'Hrs', '0.0144000000'],
  ['AmazonEC2', 'BoxUsage:t2.medium', 'RunInstances', 'Hrs', '0.0576000000'],
  ['AmazonEC2', 'BoxUsage:t3.medium', 'RunInstances', 'Hrs', '0.0520000000'],
  ['AmazonEC2', 'BoxUsage:t3.medium', 'RunInstances:0002', 'Hrs', '0.0704000000'],
  ['AmazonEC2', 'CPUCredits:t3', 'RunInstances', 'vCPU-Hours', '0.0500000000'],
  ['AmazonEC2', 'EBS:SnapshotUsage', '', 'GB-Mo', '0.0500000000'],
  ['AmazonEC2', 'EBS:VolumeUsage.gp3', '', 'GB-Mo', '0.0912000000'],
  ['AmazonEC2', 'EBS:VolumeP-IOPS.gp3', '', 'IOPS-Mo', '0.0057000000'],
  ['AmazonEC2', 'EBS:VolumeP-Throughput.gp3', '', 'GiBps-mo', '46.6944000000'],
  ['AmazonEC2', 'NatGateway-Hours', 'NatGateway', 'Hrs', '0.0590000000'],
  ['AmazonEC2', 'NatGateway-Bytes', 'NatGateway', 'GB', '0.0590000000'],
  ['AmazonVPC', 'PublicIPv4:InUseAddress', '', 'Hrs', '0.0050000000'],
  ['AWSELB', 'LoadBalancerUsage', 'LoadBalancing', 'Hrs', '0.0250000000'],
  ['AWSELB', 'LoadBalancerUsage', 'LoadBalancing:Application', 'Hrs', '0.0225000000'],
  ['AWSELB', 'LCUUsage', 'LoadBalancing:Application', 'LCU-Hrs', '0.0080000000'],
  ['AWSELB', 'LCUUsage', 'LoadBalancing:Network', 'LCU-Hrs', '0.0060000000'],
  ['AmazonRDS', 'InstanceUsage:db.t3.micro', 'CreateDBInstance:0002', 'Hrs', '0.0260000000'],
  ['AmazonRDS', 'Multi-AZUsage:db.t3.micro', 'CreateDBInstance:0002', 'Hrs', '0.0520000000'],
  ['AmazonRDS', 'InstanceUsage:db.t4g.micro', 'CreateDBInstance:0014', 'Hrs', '0.0250000000'],
  ['AmazonRDS', 'RDS:GP3-Storage', '', 'GB-Mo', '0.1310000000'],
  ['AmazonRDS', 'RDS:Multi-AZ-GP3-Storage', '', 'GB-Mo', '0.2620000000'],
  ['AmazonRDS', 'RDS:ChargedBackupUsage', '', 'GB-Mo', '0.0950000000'],
  ['AmazonRDS', 'ExtendedSupport:Yr1-Yr2:MySQL8.0', 'CreateDBInstance:0002', 'vCPU-hour', '0.1200000000'],
  ['AmazonRDS', 'ExtendedSupport:Yr1-Yr2:PostgreSQL13', 'CreateDBInstance:0014', 'vCPU-hour', '0.1200000000'],
  ['AmazonRDS', 'ExtendedSupport:Yr3:PostgreSQL11', 'CreateDBInstance:0014', 'vCPU-hour', '0.2400000000'],
  ['AmazonRoute53', 'HostedZone', '', 'Zones', '0.5000000000'],
  ['AmazonRoute53', 'HostedZone', '', 'Zones', '0.1000000000', '25'],
  ['AWSDataTransfer', 'DataTransfer-Out-Bytes', '', 'GB', '0.1260000000'],
  ['AWSDataTransfer', 'DataTransfer-Out-Bytes', '', 'GB', '0.1220000000', '10240'],
  ['AWSDataTransfer', 'DataTransfer-Regional-Bytes', 'InterZone-In', 'GB', '0.0100000000'],
  ['AWSDataTransfer', 'DataTransfer-Regional-Bytes', 'InterZone-Out', 'GB', '0.0100000000'],
  ['AWSSecretsManager', 'AWSSecretsManager-Secrets', '', 'Secrets', '0.4000000000'],
  ['AWSSecretsManager', 'AWSSecretsManagerAPIRequest', '', 'API Requests', '0.0000050000'],
];

export const SEOUL: PriceTable = {
  region: 'ap-northeast-2',
  prices: ROWS.map(([offer, usageType, operation, unit, price, from]) => ({
    offer,
    usageType: `APN2-${usageType}`,
    operation,
    unit,
    price,
    currency: 'USD',
    ...(from !== undefined && { from }),
    asOf: '2026-10-01',
    source: 'a test',
  })),
};

export const tableOf = (region: string): PriceTable | undefined =>
  region === SEOUL.region ? SEOUL : undefined;
