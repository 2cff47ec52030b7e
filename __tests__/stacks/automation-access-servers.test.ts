import type { DeployedName } from '../support/aws/deployed';
import { ACCOUNT, allows, roleIn, synthAutomation, type Touched } from '../support/iam/policies';
import {
  arnOf,
  automationRoleArn,
  bare,
  image,
  listenerRule,
  made,
  named,
  own,
  type Row,
  snapshot,
  tags,
} from '../support/iam/requests';

const config = synthAutomation();
const passed = (resource: string, service = 'ec2.amazonaws.com'): Touched => ({
  resource,
  context: { 'iam:PassedToService': service },
});
/** As the automation stack tags it. */
const applyRole: Touched = {
  resource: automationRoleArn('devloop-dev-apply'),
  context: { 'aws:ResourceTag/Project': 'devloop' },
};
/** A role of the environment, made or there already, within a boundary. */
const within = (
  boundary: string,
  key: 'RequestTag' | 'ResourceTag' = 'ResourceTag',
  resource = arnOf('role'),
): Touched => ({
  resource,
  context: { ...tags(key, 'dev'), 'iam:PermissionsBoundary': `arn:aws:iam::${boundary}` },
});
const BOUNDARY = `${ACCOUNT}:policy/devloop-dev-boundary`;
const OTHERS = [`${ACCOUNT}:policy/devloop-prod-boundary`, 'aws:policy/AdministratorAccess'];
const policy = `arn:aws:iam::${BOUNDARY}`;
const anyRole = arnOf('role').replace('devloop-dev', 'x');
const template = { 'ec2:LaunchTemplate': arnOf('launch-template') };
/** What a group launches, as EC2 is asked about it while the group is made. */
const launched = (owner: DeployedName = 'dev'): Touched[] => [
  own('launch-template', owner),
  ...['instance', 'volume'].map((kind) => ({ ...bare(kind), context: template })),
  bare('network-interface'),
  own('subnet'),
  own('security-group'),
  own('key-pair'),
  image('amazon'),
];

/** While an instance is launched, with the tags of an environment. */
const whileLaunching = (kind: string, environment = 'dev'): Touched => ({
  resource: arnOf(kind),
  context: { ...tags('RequestTag', environment), 'ec2:CreateAction': 'RunInstances' },
});

const applies: Row[] = [
  ["make a server's role within the boundary", 'iam:CreateRole', within(BOUNDARY, 'RequestTag')],
  ['tag a role that it makes', 'iam:TagRole', made('role')],
  ['put a role within the boundary', 'iam:PutRolePermissionsBoundary', within(BOUNDARY)],
  ['write into a role within the boundary', 'iam:PutRolePolicy', within(BOUNDARY)],
  ['say whom a role within the boundary trusts', 'iam:UpdateAssumeRolePolicy', within(BOUNDARY)],
  ['empty a role', 'iam:DeleteRolePolicy', own('role')],
  ['give a server a role', 'iam:PassRole', passed(arnOf('role'))],
  ['put a role into a profile of its own', 'iam:AddRoleToInstanceProfile', own('instance-profile')],
  ['give a server another profile', 'ec2:ReplaceIamInstanceProfileAssociation', own('instance')],
  ['make a log group', 'logs:CreateLogGroup', made('log-group')],
  ['keep logs for some days', 'logs:PutRetentionPolicy', own('log-group')],
  ['make a volume', 'ec2:CreateVolume', made('volume')],
  ['make a volume larger', 'ec2:ModifyVolume', own('volume')],
  ['attach a volume', 'ec2:AttachVolume', own('volume'), own('instance')],
  ['detach a volume', 'ec2:DetachVolume', own('volume'), own('instance')],
  ['keep what was on a volume', 'ec2:CreateSnapshot', own('volume'), named(snapshot, 'RequestTag')],
  ['make a launch template', 'ec2:CreateLaunchTemplate', made('launch-template')],
  ['launch by its template', 'ec2:RunInstances', ...launched()],
  ...['instance', 'volume', 'network-interface'].map((kind): Row => [
    `tag the ${kind} that a template launches`,
    'ec2:CreateTags',
    whileLaunching(kind),
  ]),
  ['make a group', 'autoscaling:CreateAutoScalingGroup', made('autoScalingGroup')],
  ['replace the servers of a group', 'autoscaling:StartInstanceRefresh', own('autoScalingGroup')],
  ['add a rule to a listener', 'elasticloadbalancing:CreateRule', own('listener')],
  ['change a rule', 'elasticloadbalancing:ModifyRule', named(listenerRule(), 'ResourceTag')],
];

const appliesNot: Row[] = [
  ['make a role of any name', 'iam:CreateRole', within(BOUNDARY, 'RequestTag', anyRole)],
  [
    'make a role without tags',
    'iam:CreateRole',
    { resource: arnOf('role'), context: { 'iam:PermissionsBoundary': policy } },
  ],
  ['make a role of prod', 'iam:CreateRole', within(BOUNDARY, 'RequestTag', arnOf('role', 'prod'))],
  ['make a role without a boundary', 'iam:CreateRole', made('role')],
  ['write into a role of its own without a boundary', 'iam:PutRolePolicy', own('role')],
  ['say whom a role without a boundary trusts', 'iam:UpdateAssumeRolePolicy', own('role')],
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
  ['pass a role of any name', 'iam:PassRole', passed(anyRole)],
  ['pass a role of prod', 'iam:PassRole', passed(arnOf('role', 'prod'))],
  ['pass a role to another service', 'iam:PassRole', passed(arnOf('role'), 'lambda.amazonaws.com')],
  ['attach a policy to its own role', 'iam:AttachRolePolicy', applyRole],
  ['write into its own role', 'iam:PutRolePolicy', applyRole],
  ['say whom its own role trusts', 'iam:UpdateAssumeRolePolicy', applyRole],
  [
    'take its own role for a server’s',
    'iam:TagRole',
    {
      resource: applyRole.resource,
      context: { ...applyRole.context, ...tags('RequestTag', 'dev') },
    },
  ],
  ['write into a role of prod', 'iam:PutRolePolicy', own('role', 'prod')],
  [
    'attach AdministratorAccess',
    'iam:AttachRolePolicy',
    {
      resource: arnOf('role'),
      context: {
        ...tags('ResourceTag', 'dev'),
        'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess',
      },
    },
  ],
  ['put a role into a profile of prod', 'iam:AddRoleToInstanceProfile', own('instance-profile', 'prod')],
  ['give a server of prod a profile', 'ec2:AssociateIamInstanceProfile', own('instance', 'prod')],
  ['delete logs of prod', 'logs:DeleteLogGroup', own('log-group', 'prod')],
  ['make logs of prod', 'logs:CreateLogGroup', named(arnOf('log-group', 'prod'), 'RequestTag')],
  ['read logs', 'logs:GetLogEvents', own('log-group')],
  ['detach a volume of prod', 'ec2:DetachVolume', own('volume', 'prod'), own('instance', 'prod')],
  ['attach a volume of prod', 'ec2:AttachVolume', own('volume', 'prod'), own('instance')],
  ["delete another project's volume", 'ec2:DeleteVolume', own('volume', 'dev', 'shop')],
  ['copy a volume of prod', 'ec2:CreateSnapshot', own('volume', 'prod'), named(snapshot, 'RequestTag')],
  ['delete a snapshot', 'ec2:DeleteSnapshot', named(snapshot, 'ResourceTag')],
  ['launch by a template of prod', 'ec2:RunInstances', ...launched('prod')],
  ...['instance', 'volume', 'network-interface'].map((kind): Row => [
    `give the ${kind} that a template launches the tags of prod`,
    'ec2:CreateTags',
    whileLaunching(kind, 'prod'),
  ]),
  [
    'launch without tags and without a template',
    'ec2:RunInstances',
    ...launched().map(({ resource, context }) =>
      context === template ? { resource } : { resource, context: context ?? {} },
    ),
  ],
  ['change a template of prod', 'ec2:CreateLaunchTemplateVersion', own('launch-template', 'prod')],
  [
    'replace the servers of a group of prod',
    'autoscaling:StartInstanceRefresh',
    own('autoScalingGroup', 'prod'),
  ],
  [
    'delete a rule of prod',
    'elasticloadbalancing:DeleteRule',
    named(listenerRule('prod'), 'ResourceTag', 'prod'),
  ],
];

test.each(applies)('Apply role of dev may %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_apply'), action, ...touched)).toBe(true);
});

test.each(appliesNot)('Apply role of dev may not %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_apply'), action, ...touched)).toBe(false);
});

test.each([...applies, ...appliesNot])('Plan role of dev may not %s', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_plan'), action, ...touched)).toBe(false);
});

test.each<Row>([
  ["look at a server's role", 'iam:GetRole', bare('role')],
  ['look at what a role may do', 'iam:GetRolePolicy', bare('role')],
  ['look at a profile', 'iam:GetInstanceProfile', bare('instance-profile')],
  [
    'look for log groups',
    'logs:DescribeLogGroups',
    { resource: '*', context: { 'aws:RequestedRegion': 'ap-northeast-2' } },
  ],
])('Plan role of dev may %s, also when it no longer exists', (_, action, ...touched) => {
  expect(allows(roleIn(config, 'dev_plan'), action, ...touched)).toBe(true);
});
