import type { Answer, Answers } from './aws-overlay';

/** Default quotas. AWS: "Amazon VPC quotas", "Amazon EC2 service quotas". vCPUs are those of an account after its first month. */
const QUOTAS: Readonly<Record<string, number>> = {
  'L-0263D0A3': 5,
  'L-F678F1CE': 5,
  'L-A4707A72': 5,
  'L-FE5A380F': 5,
  'L-0EA8095F': 60,
  'L-1216C47A': 32,
};

/** AWS: "GetAccountPlanState". */
export const accountPlan = (accountPlanType: 'FREE' | 'PAID'): Answer => ({
  body: { accountId: '123456789012', accountPlanType, accountPlanStatus: 'ACTIVE' },
});

const query = (action: string, content: string): Answer => ({
  body: `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result>${content}</${action}Result></${action}Response>`,
});

/** AWS: "DescribeOrderableDBInstanceOptions". @param zones zone letters */
export const orderableIn = (zones: string, version = '8.4.6', multiAz = true): Answer =>
  query(
    'DescribeOrderableDBInstanceOptions',
    '<OrderableDBInstanceOptions><OrderableDBInstanceOption>' +
      `<EngineVersion>${version}</EngineVersion><StorageType>gp3</StorageType><MultiAZCapable>${multiAz}</MultiAZCapable>` +
      `<AvailabilityZones>${[...zones].map((zone) => `<AvailabilityZone><Name>ap-northeast-2${zone}</Name></AvailabilityZone>`).join('')}</AvailabilityZones>` +
      '</OrderableDBInstanceOption></OrderableDBInstanceOptions>',
  );

/** AWS: "DescribeDBInstances". */
export const databaseInstance = (instanceClass: string): Answer =>
  query(
    'DescribeDBInstances',
    `<DBInstances><DBInstance><DBInstanceClass>${instanceClass}</DBInstanceClass></DBInstance></DBInstances>`,
  );

/** AWS: "DescribeDBEngineVersions". */
export const engineVersions = (...versions: string[]): Answer =>
  query(
    'DescribeDBEngineVersions',
    `<DBEngineVersions>${versions
      .map(
        (version) =>
          `<DBEngineVersion><EngineVersion>${version}</EngineVersion><MajorEngineVersion>${version.split('.').slice(0, 2).join('.')}</MajorEngineVersion></DBEngineVersion>`,
      )
      .join('')}</DBEngineVersions>`,
  );

/** AWS: "DescribeDBMajorEngineVersions". @param end end of standard support */
export const supportedUntil = (end: string): Answer =>
  query(
    'DescribeDBMajorEngineVersions',
    '<DBMajorEngineVersions><DBMajorEngineVersion><Engine>mysql</Engine><MajorEngineVersion>8.4</MajorEngineVersion>' +
      '<SupportedEngineLifecycles><SupportedEngineLifecycle><LifecycleSupportName>open-source-rds-standard-support</LifecycleSupportName>' +
      `<LifecycleSupportStartDate>2024-11-21T00:00:00Z</LifecycleSupportStartDate><LifecycleSupportEndDate>${end}</LifecycleSupportEndDate>` +
      '</SupportedEngineLifecycle></SupportedEngineLifecycles></DBMajorEngineVersion></DBMajorEngineVersions>',
  );

/**
 * Responses of an account without problems, for APIs that the emulator does not support. AWS: "GetServiceQuota". The end of support
 * is far in the future.
 */
export const orderlyAccount: Answers = {
  'freetier:GetAccountPlanState': accountPlan('PAID'),
  'servicequotas:GetServiceQuota': ({ QuotaCode: code }) => ({
    body: { Quota: { QuotaCode: code, Value: QUOTAS[String(code)] } },
  }),
  'rds:DescribeOrderableDBInstanceOptions': orderableIn('abcd'),
  'rds:DescribeDBEngineVersions': engineVersions('8.0.43', '8.4.5', '8.4.6'),
  'rds:DescribeDBMajorEngineVersions': supportedUntil('2999-07-31T23:59:59Z'),
};
