import { type Grant, grantsOf } from '../iam/grants';

/** Service whose actions have no tags here. */
const reading = (name: string) => grantsOf({ name, tag: '', untag: '' });

/** Services with one endpoint for all regions, in us-east-1. AWS: "AWS service endpoints". */
const GLOBAL = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } as const;

const read = (resource: string, ...actions: string[]): Grant => ({
  access: 'read',
  actions,
  resource,
  tagged: 'never',
});

/** What `devloop preflight` reads beyond what Terraform needs. `docs/preflight.md` lists the permissions of each check. */
export const PREFLIGHT_PERMISSIONS: readonly Grant[] = [
  reading('ec2').lists(
    'DescribeAddresses',
    'DescribeInstanceTypeOfferings',
    'DescribeInstanceTypes',
    'DescribeInstances',
    'DescribeInternetGateways',
    'DescribeNatGateways',
    'DescribeRegions',
    'DescribeSubnets',
    'DescribeVpcs',
  ),
  reading('rds').lists(
    'DescribeDBEngineVersions',
    'DescribeDBMajorEngineVersions',
    'DescribeOrderableDBInstanceOptions',
  ),
  reading('servicequotas').lists('GetAWSDefaultServiceQuota', 'GetServiceQuota'),
  reading('acm').reads('certificate/*', 'DescribeCertificate'),
  reading('ecr').reads('repository/*', 'BatchGetImage', 'GetDownloadUrlForLayer'),
  reading('secretsmanager').reads('secret:*', 'DescribeSecret'),
  reading('ssm').lists('DescribeParameters'),
  { ...reading('freetier').lists('GetAccountPlanState'), condition: GLOBAL },
  { ...reading('route53').lists('ListHostedZones'), condition: GLOBAL },
  read('arn:aws:route53:::hostedzone/*', 'route53:GetHostedZone', 'route53:ListResourceRecordSets'),
  read('arn:aws:iam::{account}:role/aws-service-role/*', 'iam:GetRole'),
  read('arn:aws:iam::{account}:role/{prefix}-*', 'iam:GetRole', 'iam:SimulatePrincipalPolicy'),
];
