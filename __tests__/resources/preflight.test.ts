import { CHECKS } from '../../src/preflight/checks';
import { allows, roleIn, synthAutomation } from '../support/iam/policies';

const config = synthAutomation();
const account = 'arn:aws:iam::123456789012:role';
const GLOBAL = ['freetier', 'route53', 'iam'];

/** ARNs of what a check asks about, where the action takes one. */
const RESOURCES: Readonly<Record<string, string>> = {
  'acm:DescribeCertificate': 'arn:aws:acm:ap-northeast-2:123456789012:certificate/0123',
  'ecr:BatchGetImage': 'arn:aws:ecr:ap-northeast-2:123456789012:repository/shop',
  'ecr:GetDownloadUrlForLayer': 'arn:aws:ecr:ap-northeast-2:123456789012:repository/shop',
  'iam:GetRole': `${account}/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`,
  'iam:SimulatePrincipalPolicy': `${account}/devloop-dev-plan`,
  'rds:DescribeDBInstances': 'arn:aws:rds:ap-northeast-2:123456789012:db:shop',
  'route53:GetHostedZone': 'arn:aws:route53:::hostedzone/Z0123',
  'route53:ListResourceRecordSets': 'arn:aws:route53:::hostedzone/Z0123',
  'secretsmanager:DescribeSecret': 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:license-AbCdEf',
  's3:ListBucket': 'arn:aws:s3:::amzn-s3-demo-choose-a-name',
};

const ACTIONS = [...new Set(CHECKS.flatMap(({ permissions }) => permissions))].sort();

test.each(ACTIONS)('The roles of the automation may call %s, which preflight needs', (action) => {
  const [service = ''] = action.split(':');
  const region = GLOBAL.includes(service) ? 'us-east-1' : 'ap-northeast-2';
  const request = { resource: RESOURCES[action] ?? '*', context: { 'aws:RequestedRegion': region } };
  for (const phase of ['plan', 'apply'])
    expect(allows(roleIn(config, `dev_${phase}`), action, request)).toBe(true);
});
