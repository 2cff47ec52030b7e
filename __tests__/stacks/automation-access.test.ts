import {
  ACCOUNT,
  allows,
  roleIn,
  synthAutomation,
  type Token,
  type Touched,
  trusts,
} from '../support/iam/policies';
import { arnOf, automationRoleArn, bare, image, made, own, type Row, tags } from '../support/iam/requests';
import { argumentsAt } from '../support/fixtures/synth';

const config = synthAutomation();
const bucket = 'arn:aws:s3:::amzn-s3-demo-choose-a-name';
const state = (environment: string, project = 'devloop') =>
  `${bucket}/${project}/${environment}/terraform.tfstate`;
const secret = arnOf('secret:rds');

const here = (region = 'ap-northeast-2'): Touched => ({
  resource: '*',
  context: { 'aws:RequestedRegion': region },
});
const instance = (...others: Touched[]): Touched[] => [
  made('instance'),
  made('volume'),
  bare('network-interface'),
  own('subnet'),
  own('security-group'),
  own('key-pair'),
  ...others,
];

/** A snapshot has the tags of its database. */
const finalSnapshot = (environment: 'dev' | 'prod'): Touched => ({
  resource: arnOf('snapshot', environment),
  context: tags('ResourceTag', environment),
});

const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';

/** A new hosted zone, with its VPC if it is a private one. */
const zoneOf = (vpc?: string): Touched => ({
  resource: '*',
  context: { 'aws:RequestedRegion': 'us-east-1', ...(vpc !== undefined && { 'route53:VPCs': vpc }) },
});

const record = (name: string, type = 'A'): Touched => ({
  resource: ZONE,
  context: {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': name,
    'route53:ChangeResourceRecordSetsRecordTypes': type,
  },
});

const plans: Row[] = [
  ['look at instances', 'ec2:DescribeInstances', here()],
  ['look at a VPC of its own', 'ec2:DescribeVpcAttribute', own('vpc')],
  ['read the state', 's3:GetObject', { resource: state('dev') }],
  ['learn that there is no state', 's3:ListBucket', { resource: bucket }],
];

const locks: Row[] = [
  ['lock the state', 's3:PutObject', { resource: `${state('dev')}.tflock` }],
  ['look whose lock it is', 's3:GetObject', { resource: `${state('dev')}.tflock` }],
  ['give the lock back', 's3:DeleteObject', { resource: `${state('dev')}.tflock` }],
];

const plansNot: Row[] = [
  ...locks,
  ['change a name of its own', 'route53:ChangeResourceRecordSets', record('elk.dev.devloop.internal')],
  ['make an instance', 'ec2:RunInstances', ...instance(image('amazon'))],
  ['make a VPC', 'ec2:CreateVpc', made('vpc')],
  ['end an instance of its own', 'ec2:TerminateInstances', own('instance')],
  ['write the state', 's3:PutObject', { resource: state('dev') }],
  ['delete the state', 's3:DeleteObject', { resource: state('dev') }],
  ["read another environment's state", 's3:GetObject', { resource: state('prod') }],
  ["read another project's state", 's3:GetObject', { resource: state('dev', 'shop') }],
  ["read the bucket's own state", 's3:GetObject', { resource: `${bucket}/state/terraform.tfstate` }],
  ['look elsewhere', 'ec2:DescribeInstances', here('us-east-1')],
  ['read a secret', 'secretsmanager:GetSecretValue', { resource: secret }],
  ['read user data of others', 'ec2:DescribeInstanceAttribute', own('instance', 'dev', 'shop')],
  [
    'read parameters of the account',
    'ssm:GetParameter',
    { resource: `arn:aws:ssm:ap-northeast-2:${ACCOUNT}:parameter/x` },
  ],
];

const applies: Row[] = [
  ...plans,
  ...locks,
  ['make an instance', 'ec2:RunInstances', ...instance(image('amazon'))],
  ["make an instance of the account's own image", 'ec2:RunInstances', ...instance(image(ACCOUNT))],
  ['make a subnet in a VPC of its own', 'ec2:CreateSubnet', made('subnet'), own('vpc')],
  ['write the state', 's3:PutObject', { resource: state('dev') }],
  [
    'tag what it makes',
    'ec2:CreateTags',
    {
      resource: arnOf('vpc'),
      context: { ...tags('RequestTag', 'dev'), 'ec2:CreateAction': 'CreateVpc' },
    },
  ],
  ['name a volume of its own', 'ec2:CreateTags', own('volume')],
  ['adopt a group that has no tags, as the default of any VPC', 'ec2:CreateTags', made('security-group')],
  [
    'make a private zone of a VPC in its region',
    'route53:CreateHostedZone',
    zoneOf('VPCId=vpc-0123456789abcdef0,VPCRegion=ap-northeast-2'),
  ],
  ['change a name of its own', 'route53:ChangeResourceRecordSets', record('elk.dev.devloop.internal')],
  ['let RDS keep the password', 'secretsmanager:CreateSecret', { resource: secret }],
  ["make the secret of the application's database user", 'secretsmanager:CreateSecret', made('secret')],
  ['delete that secret', 'secretsmanager:DeleteSecret', own('secret')],
  ['make the database', 'rds:CreateDBInstance', made('db'), own('subgrp'), own('pg'), bare('og')],
  [
    'restore the database from its snapshot',
    'rds:RestoreDBInstanceFromDBSnapshot',
    ...[made('db'), own('subgrp'), own('pg'), bare('og'), finalSnapshot('dev')],
  ],
  [
    'restore the database to a point in time',
    'rds:RestoreDBInstanceToPointInTime',
    ...[made('db'), own('db'), own('subgrp'), own('pg'), bare('og')],
  ],
];

const appliesNot: Row[] = [
  ['make a public zone', 'route53:CreateHostedZone', zoneOf()],
  [
    'make a private zone of a VPC elsewhere',
    'route53:CreateHostedZone',
    zoneOf('VPCId=vpc-0123456789abcdef0,VPCRegion=us-east-1'),
  ],
  ['change a name of prod', 'route53:ChangeResourceRecordSets', record('elk.prod.devloop.internal')],
  ['change a public name', 'route53:ChangeResourceRecordSets', record('www.example.com')],
  ['change a delegation', 'route53:ChangeResourceRecordSets', record('elk.dev.devloop.internal', 'NS')],
  ['read a secret', 'secretsmanager:GetSecretValue', { resource: secret }],
  ['change a secret', 'secretsmanager:PutSecretValue', { resource: secret }],
  ["read the secret of the application's database user", 'secretsmanager:GetSecretValue', own('secret')],
  ['change that secret', 'secretsmanager:PutSecretValue', own('secret')],
  ['delete that secret of prod', 'secretsmanager:DeleteSecret', own('secret', 'prod')],
  ["read another environment's state", 's3:GetObject', { resource: state('prod') }],
  ["write another project's state", 's3:PutObject', { resource: state('dev', 'shop') }],
  ["take another project's lock", 's3:DeleteObject', { resource: `${state('dev', 'shop')}.tflock` }],
  ['delete the state', 's3:DeleteObject', { resource: state('dev') }],
  ['delete an old version', 's3:DeleteObjectVersion', { resource: state('dev') }],
  ['make an instance without tags', 'ec2:RunInstances', bare('instance'), ...instance(image('amazon'))],
  ['make an instance in the name of prod', 'ec2:RunInstances', made('instance', 'prod')],
  ["make an instance of anybody's image", 'ec2:RunInstances', ...instance(image('999999999999'))],
  [
    "make an instance in another project's subnet",
    'ec2:RunInstances',
    ...instance(image('amazon'), own('subnet', 'dev', 'shop')),
  ],
  ['make a subnet in a VPC of prod', 'ec2:CreateSubnet', made('subnet'), own('vpc', 'prod')],
  ['make a subnet in a VPC without tags', 'ec2:CreateSubnet', made('subnet'), bare('vpc')],
  ['end an instance of prod', 'ec2:TerminateInstances', own('instance', 'prod')],
  ["end another project's instance", 'ec2:TerminateInstances', own('instance', 'dev', 'shop')],
  ['end an instance without tags', 'ec2:TerminateInstances', bare('instance')],
  [
    'adopt a group of prod',
    'ec2:CreateTags',
    {
      resource: arnOf('security-group'),
      context: { ...tags('RequestTag', 'dev'), ...tags('ResourceTag', 'prod') },
    },
  ],
  ...['Name', 'aws:cloudformation:stack-name'].map((tag): Row => [
    `adopt a group that somebody made, by its tag ${tag}`,
    'ec2:CreateTags',
    {
      resource: arnOf('security-group'),
      context: { ...tags('RequestTag', 'dev'), [`aws:ResourceTag/${tag}`]: 'x' },
    },
  ]),
  ['adopt an instance', 'ec2:CreateTags', made('instance')],
  [
    'make the database of prod',
    'rds:CreateDBInstance',
    { resource: arnOf('db', 'prod'), context: tags('RequestTag', 'dev') },
  ],
  [
    'restore the database from a snapshot of prod',
    'rds:RestoreDBInstanceFromDBSnapshot',
    ...[made('db'), own('subgrp'), own('pg'), bare('og'), finalSnapshot('prod')],
  ],
  ['assume a role', 'sts:AssumeRole', { resource: automationRoleArn('devloop-prod-apply') }],
];

test.each(plans)('Plan role of dev may %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_plan'), action, ...touched)).toBe(true);
});

test.each(plansNot)('Plan role of dev may not %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_plan'), action, ...touched)).toBe(false);
});

test.each(applies)('Apply role of dev may %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_apply'), action, ...touched)).toBe(true);
});

test.each(appliesNot)('Apply role of dev may not %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_apply'), action, ...touched)).toBe(false);
});

test('Apply role for HCP Terraform may not read the state bucket', () => {
  expect(allows(roleIn(config, 'prod_apply'), 's3:GetObject', { resource: state('prod') })).toBe(false);
});

/** Of the workflow that applies, on main. */
const APPLIES = {
  ref: 'refs/heads/main',
  job_workflow_ref: 'acme/shop/.github/workflows/apply.yml@refs/heads/main',
};
const github = (sub: string, claims: Record<string, string> = {}): Token => ({
  iss: 'token.actions.githubusercontent.com',
  aud: 'sts.amazonaws.com',
  sub,
  ...APPLIES,
  ...claims,
});
const cloud = (workspace: string, phase: string, organization = 'devloop'): Token => ({
  iss: 'app.terraform.io',
  aud: 'aws.workload.identity',
  sub: `organization:${organization}:project:Shops:workspace:${workspace}:run_phase:${phase}`,
});

test.each<[who: string, token: Token, ...roles: string[]]>([
  ['a pull request', github('repo:acme@123/shop@456:pull_request'), 'dev_plan'],
  ['a push to main', github('repo:acme@123/shop@456:ref:refs/heads/main')],
  ['a push to another branch', github('repo:acme@123/shop@456:ref:refs/heads/main2')],
  ['a tag that is called main', github('repo:acme@123/shop@456:ref:refs/tags/main')],
  ['a push to main in its GitHub environment', github('repo:acme@123/shop@456:environment:dev'), 'dev_apply'],
  ['another GitHub environment', github('repo:acme@123/shop@456:environment:staging')],
  ['a branch of a fork', github('repo:mallory@9/shop@10:ref:refs/heads/main')],
  ['a pull request within a fork', github('repo:mallory@9/shop@10:pull_request')],
  ['another repository', github('repo:acme@123/other@457:ref:refs/heads/main')],
  ['a repository that took the name', github('repo:acme@124/shop@457:ref:refs/heads/main')],
  ['a token without ids', github('repo:acme/shop:ref:refs/heads/main')],
  [
    'a token for somebody else',
    github('repo:acme@123/shop@456:environment:dev', { aud: 'https://github.com/acme' }),
  ],
  [
    'another workflow of main',
    github('repo:acme@123/shop@456:environment:dev', {
      job_workflow_ref: 'acme/shop/.github/workflows/lint.yml@refs/heads/main',
    }),
  ],
  [
    'the workflow as another branch has it',
    github('repo:acme@123/shop@456:environment:dev', {
      job_workflow_ref: 'acme/shop/.github/workflows/apply.yml@refs/heads/x',
    }),
  ],
  ['a run of another branch', github('repo:acme@123/shop@456:environment:dev', { ref: 'refs/heads/x' })],
  ['a plan of the workspace', cloud('devloop-prod', 'plan'), 'prod_plan'],
  ['an apply of the workspace', cloud('devloop-prod', 'apply'), 'prod_apply'],
  ['another workspace', cloud('devloop-dev', 'apply')],
  ['another organization', cloud('devloop-prod', 'apply', 'mallory')],
  [
    'a subject of the other signer',
    { ...cloud('devloop-prod', 'apply'), iss: 'token.actions.githubusercontent.com' },
  ],
])('Trust policies admit %s to exactly its role', (_, token, ...roles) => {
  const all = ['dev_plan', 'dev_apply', 'prod_plan', 'prod_apply'];
  const trust = (name: string) =>
    String(argumentsAt(config, `aws_iam_role.roles_${name}`)['assume_role_policy']);
  expect(all.filter((name) => trusts(trust(name), token))).toEqual(roles);
});
