import { ACCOUNT, allows, roleIn, synthAutomation, type Touched } from '../support/policies';
import { ec2, image, made, named, own, role, type Row, tags } from '../support/requests';

const config = synthAutomation();
const profile = (name: string) => `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`;
const logGroup = (name: string) => `arn:aws:logs:ap-northeast-2:${ACCOUNT}:log-group:${name}`;
const passed = (name: string, service = 'ec2.amazonaws.com'): Touched => ({
  resource: `${role}${name}`,
  context: { 'iam:PassedToService': service },
});
/** As the automation stack tags it. */
const automationRole = (name: string): Touched => ({
  resource: `${role}${name}`,
  context: { 'aws:ResourceTag/Project': 'devloop' },
});
/** A role of the environment, made or there already, within a boundary. */
const within = (
  boundary: string,
  key: 'RequestTag' | 'ResourceTag' = 'ResourceTag',
  name = 'devloop-dev-x',
): Touched => ({
  resource: `${role}${name}`,
  context: { ...tags(key, 'dev'), 'iam:PermissionsBoundary': `arn:aws:iam::${boundary}` },
});
const BOUNDARY = `${ACCOUNT}:policy/devloop-dev-boundary`;
const OTHERS = [`${ACCOUNT}:policy/devloop-prod-boundary`, 'aws:policy/AdministratorAccess'];
const policy = `arn:aws:iam::${BOUNDARY}`;
const group = (name: string) =>
  `arn:aws:autoscaling:ap-northeast-2:${ACCOUNT}:autoScalingGroup:0-1:autoScalingGroupName/${name}`;
const elb = (kind: string) => `arn:aws:elasticloadbalancing:ap-northeast-2:${ACCOUNT}:${kind}`;
const snapshot = 'arn:aws:ec2:ap-northeast-2::snapshot/snap-1';
const template = { 'ec2:LaunchTemplate': ec2('launch-template/lt-1') };
/** What a group launches, as EC2 is asked about it while the group is made. */
const launched = (owner = 'dev'): Touched[] => [
  own('launch-template/lt-1', owner),
  ...['instance/i-1', 'volume/vol-1'].map((kind) => ({ resource: ec2(kind), context: template })),
  { resource: ec2('network-interface/eni-1') },
  own('subnet/subnet-1'),
  own('security-group/sg-1'),
  own('key-pair/devloop-dev'),
  image('amazon'),
];

const applies: Row[] = [
  ["make a server's role within the boundary", 'iam:CreateRole', within(BOUNDARY, 'RequestTag')],
  ['tag a role that it makes', 'iam:TagRole', named(`${role}devloop-dev-x`, 'RequestTag')],
  ['put a role within the boundary', 'iam:PutRolePermissionsBoundary', within(BOUNDARY)],
  ['write into a role within the boundary', 'iam:PutRolePolicy', within(BOUNDARY)],
  ['say whom a role within the boundary trusts', 'iam:UpdateAssumeRolePolicy', within(BOUNDARY)],
  ['empty a role', 'iam:DeleteRolePolicy', named(`${role}devloop-dev-x`, 'ResourceTag')],
  ['give a server a role', 'iam:PassRole', passed('devloop-dev-x')],
  [
    'put a role into a profile of its own',
    'iam:AddRoleToInstanceProfile',
    named(profile('devloop-dev-x'), 'ResourceTag'),
  ],
  ['give a server another profile', 'ec2:ReplaceIamInstanceProfileAssociation', own('instance/i-1')],
  ['make a log group', 'logs:CreateLogGroup', named(logGroup('/devloop-dev/x'), 'RequestTag')],
  ['keep logs for some days', 'logs:PutRetentionPolicy', named(logGroup('/devloop-dev/x'), 'ResourceTag')],
  ['make a volume', 'ec2:CreateVolume', made('volume/vol-1')],
  ['make a volume larger', 'ec2:ModifyVolume', own('volume/vol-1')],
  ['attach a volume', 'ec2:AttachVolume', own('volume/vol-1'), own('instance/i-1')],
  ['detach a volume', 'ec2:DetachVolume', own('volume/vol-1'), own('instance/i-1')],
  ['keep what was on a volume', 'ec2:CreateSnapshot', own('volume/vol-1'), named(snapshot, 'RequestTag')],
  ['make a launch template', 'ec2:CreateLaunchTemplate', made('launch-template/lt-1')],
  ['launch by its template', 'ec2:RunInstances', ...launched()],
  ['make a group', 'autoscaling:CreateAutoScalingGroup', named(group('devloop-dev-x'), 'RequestTag')],
  [
    'replace the servers of a group',
    'autoscaling:StartInstanceRefresh',
    named(group('devloop-dev-x'), 'ResourceTag'),
  ],
  [
    'add a rule to a listener',
    'elasticloadbalancing:CreateRule',
    named(elb('listener/app/x/1/2'), 'ResourceTag'),
  ],
  [
    'change a rule',
    'elasticloadbalancing:ModifyRule',
    named(elb('listener-rule/app/x/1/2/3'), 'ResourceTag'),
  ],
];

const appliesNot: Row[] = [
  ['make a role of any name', 'iam:CreateRole', within(BOUNDARY, 'RequestTag', 'x')],
  [
    'make a role without tags',
    'iam:CreateRole',
    { resource: `${role}devloop-dev-x`, context: { 'iam:PermissionsBoundary': policy } },
  ],
  ['make a role of prod', 'iam:CreateRole', within(BOUNDARY, 'RequestTag', 'devloop-prod-x')],
  ['make a role without a boundary', 'iam:CreateRole', named(`${role}devloop-dev-x`, 'RequestTag')],
  [
    'write into a role of its own without a boundary',
    'iam:PutRolePolicy',
    named(`${role}devloop-dev-x`, 'ResourceTag'),
  ],
  [
    'say whom a role without a boundary trusts',
    'iam:UpdateAssumeRolePolicy',
    named(`${role}devloop-dev-x`, 'ResourceTag'),
  ],
  ...OTHERS.flatMap((other): Row[] => [
    [`make a role within ${other}`, 'iam:CreateRole', within(other, 'RequestTag')],
    [`put a role within ${other}`, 'iam:PutRolePermissionsBoundary', within(other)],
    [`write into a role within ${other}`, 'iam:PutRolePolicy', within(other)],
  ]),
  ['let a role out of the boundary', 'iam:DeleteRolePermissionsBoundary', within(BOUNDARY)],
  ...['CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy', 'TagPolicy'].map(
    (action): Row => [
      `move the boundary by ${action}`,
      `iam:${action}`,
      { resource: policy, context: { ...tags('ResourceTag', 'dev'), ...tags('RequestTag', 'dev') } },
    ],
  ),
  ['pass a role of any name', 'iam:PassRole', passed('x')],
  ['pass a role of prod', 'iam:PassRole', passed('devloop-prod-x')],
  ['pass a role to another service', 'iam:PassRole', passed('devloop-dev-x', 'lambda.amazonaws.com')],
  ['attach a policy to its own role', 'iam:AttachRolePolicy', automationRole('devloop-dev-apply')],
  ['write into its own role', 'iam:PutRolePolicy', automationRole('devloop-dev-apply')],
  ['say whom its own role trusts', 'iam:UpdateAssumeRolePolicy', automationRole('devloop-dev-apply')],
  [
    'take its own role for a server’s',
    'iam:TagRole',
    {
      resource: `${role}devloop-dev-apply`,
      context: { ...automationRole('').context, ...tags('RequestTag', 'dev') },
    },
  ],
  ['write into a role of prod', 'iam:PutRolePolicy', named(`${role}devloop-prod-x`, 'ResourceTag', 'prod')],
  [
    'attach AdministratorAccess',
    'iam:AttachRolePolicy',
    {
      resource: `${role}devloop-dev-x`,
      context: {
        ...tags('ResourceTag', 'dev'),
        'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess',
      },
    },
  ],
  [
    'put a role into a profile of prod',
    'iam:AddRoleToInstanceProfile',
    named(profile('devloop-prod-x'), 'ResourceTag', 'prod'),
  ],
  ['give a server of prod a profile', 'ec2:AssociateIamInstanceProfile', own('instance/i-1', 'prod')],
  ['delete logs of prod', 'logs:DeleteLogGroup', named(logGroup('/devloop-prod/x'), 'ResourceTag', 'prod')],
  ['make logs of prod', 'logs:CreateLogGroup', named(logGroup('/devloop-prod/x'), 'RequestTag')],
  ['read logs', 'logs:GetLogEvents', named(logGroup('/devloop-dev/x'), 'ResourceTag')],
  ['detach a volume of prod', 'ec2:DetachVolume', own('volume/v', 'prod'), own('instance/i', 'prod')],
  ['attach a volume of prod', 'ec2:AttachVolume', own('volume/v', 'prod'), own('instance/i')],
  ["delete another project's volume", 'ec2:DeleteVolume', own('volume/v', 'dev', 'shop')],
  ['copy a volume of prod', 'ec2:CreateSnapshot', own('volume/v', 'prod'), named(snapshot, 'RequestTag')],
  ['delete a snapshot', 'ec2:DeleteSnapshot', named(snapshot, 'ResourceTag')],
  ['launch by a template of prod', 'ec2:RunInstances', ...launched('prod')],
  [
    'launch without tags and without a template',
    'ec2:RunInstances',
    ...launched().map(({ resource, context }) =>
      context === template ? { resource } : { resource, context: context ?? {} },
    ),
  ],
  ['change a template of prod', 'ec2:CreateLaunchTemplateVersion', own('launch-template/lt-1', 'prod')],
  [
    'replace the servers of a group of prod',
    'autoscaling:StartInstanceRefresh',
    named(group('devloop-prod-x'), 'ResourceTag', 'prod'),
  ],
  [
    'delete a rule of prod',
    'elasticloadbalancing:DeleteRule',
    named(elb('listener-rule/app/x/1/2/3'), 'ResourceTag', 'prod'),
  ],
];

test.each(applies)('an apply of dev may %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_apply'), action, ...touched)).toBe(true);
});

test.each(appliesNot)('an apply of dev may not %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_apply'), action, ...touched)).toBe(false);
});

test.each([...applies, ...appliesNot])('a plan of dev may not %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_plan'), action, ...touched)).toBe(false);
});

test.each<[what: string, action: string, resource: string]>([
  ["look at a server's role", 'iam:GetRole', `${role}devloop-dev-x`],
  ['look at what a role may do', 'iam:GetRolePolicy', `${role}devloop-dev-x`],
  ['look at a profile', 'iam:GetInstanceProfile', profile('devloop-dev-x')],
  ['look for log groups', 'logs:DescribeLogGroups', logGroup('')],
])('a plan of dev may %s, even where it is gone', (_, action, resource) => {
  expect(allows(roleIn(config, 'dev_plan'), action, { resource })).toBe(true);
});
