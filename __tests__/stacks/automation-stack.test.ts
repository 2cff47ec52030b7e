import { join } from 'node:path';
import { Testing } from 'cdktf';
import { parseAutomation } from '../../src/config/schema';
import { AutomationStack } from '../../src/stacks/automation-stack';
import { PLATFORM_PERMISSIONS } from '../../src/resources';
import { MANAGED_POLICY_LENGTH } from '../../src/iam/policy';
import { environment, messagesOf } from '../support/fixtures/environments';
import {
  ACCOUNT,
  automation,
  lineOf,
  policiesIn,
  statementsOf,
  synthAutomation,
} from '../support/iam/policies';
import { expectGolden } from '../support/golden';
import { addressesOf, argumentsAt, type Config, ofType } from '../support/fixtures/synth';

const config = synthAutomation();
/** Quotas of IAM: managed policies of a role. AWS: "IAM and AWS STS quotas". */
const POLICIES_OF_A_ROLE = 10;
/** Characters of all inline policies of a role. */
const INLINE_POLICIES_LENGTH = 10_240;

test('AutomationStack creates a provider per issuer, and a boundary and two roles per environment', () => {
  const parts = [
    'database',
    'duties',
    'load_balancer',
    'network',
    'operations',
    'scaling',
    'servers',
    'storage',
    'web',
  ];
  const policies = ['read_services', ...parts.map((name) => `write_${name}`)];
  const inline = ['preflight', 'read_ec2', 'read_tagged'];
  expect(addressesOf(config)).toEqual([
    'aws_iam_openid_connect_provider.app_terraform_io',
    'aws_iam_openid_connect_provider.token_actions_githubusercontent_com',
    ...['dev', 'prod'].map((name) => `aws_iam_policy.boundaries_${name}`),
    ...policies.map((policy) => `aws_iam_policy.roles_dev_${policy}`),
    ...policies.map((policy) => `aws_iam_policy.roles_prod_${policy}`),
    ...['dev_apply', 'dev_plan', 'prod_apply', 'prod_plan'].map((role) => `aws_iam_role.roles_${role}`),
    ...[
      ...[...inline, 'state'].map((name) => `dev_apply_${name}`),
      ...['dev_plan', 'prod_apply', 'prod_plan'].flatMap((role) => inline.map((name) => `${role}_${name}`)),
    ].map((policy) => `aws_iam_role_policy.roles_${policy}`),
    ...[
      ...policies.map((policy) => `dev_apply_${policy}`),
      'dev_plan_read_services',
      ...policies.map((policy) => `prod_apply_${policy}`),
      'prod_plan_read_services',
    ].map((attachment) => `aws_iam_role_policy_attachment.roles_${attachment}`),
    'data.aws_caller_identity.account',
  ]);
});

test.each([
  ['token_actions_githubusercontent_com', 'https://token.actions.githubusercontent.com', 'sts.amazonaws.com'],
  ['app_terraform_io', 'https://app.terraform.io', 'aws.workload.identity'],
])('Identity provider %s has one URL and one audience', (name, url, audience) => {
  expect(argumentsAt(config, `aws_iam_openid_connect_provider.${name}`)).toEqual({
    url,
    client_id_list: [audience],
  });
});

const GITHUB = 'token.actions.githubusercontent.com';
const CLOUD = 'organization:devloop:project:Shops:workspace:devloop-prod:run_phase';
test.each([
  ['dev_plan', GITHUB, 'sts.amazonaws.com', { sub: 'repo:acme@123/shop@456:pull_request' }],
  [
    'dev_apply',
    GITHUB,
    'sts.amazonaws.com',
    {
      sub: 'repo:acme@123/shop@456:environment:dev',
      ref: 'refs/heads/main',
      job_workflow_ref: 'acme/shop/.github/workflows/apply.yml@refs/heads/main',
    },
  ],
  ['prod_plan', 'app.terraform.io', 'aws.workload.identity', { sub: `${CLOUD}:plan` }],
  ['prod_apply', 'app.terraform.io', 'aws.workload.identity', { sub: `${CLOUD}:apply` }],
])('Role %s trusts exactly one token', (role, issuer, audience, claims) => {
  const { name, assume_role_policy: trust } = argumentsAt(config, `aws_iam_role.roles_${role}`);
  expect(name).toBe(`devloop-${role.replace('_', '-')}`);
  expect(JSON.parse(String(trust))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: {
          Federated: `\${aws_iam_openid_connect_provider.${issuer.replaceAll('.', '_')}.arn}`,
        },
        Condition: {
          StringEquals: Object.fromEntries(
            Object.entries({ aud: audience, ...claims }).map(([claim, value]) => [
              `${issuer}:${claim}`,
              value,
            ]),
          ),
        },
      },
    ],
  });
});

test('Roles have sessions of one hour for a plan and of the job timeout for an apply', () => {
  const roles = Object.entries(ofType(config, 'aws_iam_role'));
  expect(roles.map(([key, { max_session_duration: seconds }]) => [key, seconds])).toEqual([
    ['roles_dev_apply', 5400],
    ['roles_dev_plan', 3600],
    ['roles_prod_apply', 5400],
    ['roles_prod_plan', 3600],
  ]);
});

test('Policies of dev match automation.policies.txt', () => {
  const inline = Object.entries(ofType(config, 'aws_iam_role_policy'))
    .filter(([key]) => key.startsWith('roles_dev_apply_'))
    .map(([, { name, policy }]): [string, string] => [
      `inline: ${name}`,
      String(policy).replaceAll('${data.aws_caller_identity.account.account_id}', ACCOUNT),
    ]);
  const policies = [...policiesIn(config)].filter(([name]) => name.startsWith('devloop-dev-'));
  const told = [...policies, ...inline].map(([name, policy]) =>
    [`# ${name}`, ...statementsOf(policy).map(lineOf)].join('\n'),
  );
  expectGolden(join(__dirname, 'automation.policies.txt'), `${told.join('\n\n')}\n`);
});

test('Policies of prod equal those of dev with its own tags and names, and without state in S3', () => {
  const policies = policiesIn(config);
  const inS3 = synthAutomation({ ...automation, state: { backend: 'local' } });
  const parts = ['boundary', ...Object.keys(PLATFORM_PERMISSIONS).map((name) => `write-${name}`)];
  for (const part of parts) {
    const ofDev = policiesIn(inS3).get(`devloop-dev-${part}`) ?? '';
    expect(policies.get(`devloop-prod-${part}`)).toBe(
      ofDev
        .replaceAll('devloop-dev', 'devloop-prod')
        .replaceAll('"dev"', '"prod"')
        .replaceAll('dev.devloop.internal', 'prod.devloop.internal'),
    );
  }
  const state = 'arn:aws:s3:::amzn-s3-demo-choose-a-name';
  expect(
    ['dev', 'prod']
      .map((one) => policies.get(`devloop-${one}-read-services`))
      .map((one) => one?.includes(state)),
  ).toEqual([true, false]);
  expect(Object.keys(ofType(config, 'aws_iam_role_policy'))).not.toContain('roles_prod_apply_state');
});

test('AutomationStack stays within the IAM quotas, also with long names', () => {
  const name = 'e'.repeat(20);
  const long = environment({ name, project: 'p'.repeat(26) });
  const stack = new AutomationStack(Testing.app(), parseAutomation(automation), [long]);
  const ofLong = JSON.parse(Testing.synth(stack, true)) as Config;
  const lengths = [...policiesIn(config), ...policiesIn(ofLong)].map(([, policy]) => policy.length);
  expect(lengths.filter((length) => length > MANAGED_POLICY_LENGTH)).toEqual([]);
  for (const phase of ['plan', 'apply']) {
    const inline = Object.entries(ofType(ofLong, 'aws_iam_role_policy'))
      .filter(([key]) => key.startsWith(`roles_${name}_${phase}_`))
      .map(([, { policy }]) => String(policy));
    expect(inline.length).toBeGreaterThan(2);
    expect(inline.join('').length).toBeLessThanOrEqual(INLINE_POLICIES_LENGTH);
  }
  const attached = Object.keys(ofType(config, 'aws_iam_role_policy_attachment'));
  expect(attached.filter((key) => key.startsWith('roles_dev_apply')).length).toBeLessThanOrEqual(
    POLICIES_OF_A_ROLE,
  );
  const names = Object.values(ofType(ofLong, 'aws_iam_role')).map((role) => String(role['name']));
  expect(names.filter((role) => role.length > 64)).toEqual([]);
});

test('AutomationStack has its own state, tags and output', () => {
  expect(config.terraform.backend).toEqual({
    s3: {
      bucket: 'amzn-s3-demo-choose-a-name',
      region: 'ap-northeast-2',
      key: 'devloop/automation/terraform.tfstate',
      use_lockfile: true,
    },
  });
  expect(config.provider.aws).toEqual([
    { region: 'ap-northeast-2', default_tags: [{ tags: { Project: 'devloop', ManagedBy: 'cdktf' } }] },
  ]);
  const arnsOf = (name: string) => ({
    plan: `\${aws_iam_role.roles_${name}_plan.arn}`,
    apply: `\${aws_iam_role.roles_${name}_apply.arn}`,
  });
  expect(config.output['role_arns']?.value).toEqual({ dev: arnsOf('dev'), prod: arnsOf('prod') });
});

test('AutomationStack creates only the roles for HCP Terraform without a repository', () => {
  const { project, region, state } = automation;
  const names = Object.values(ofType(synthAutomation({ project, region, state }), 'aws_iam_role')).map(
    ({ name }) => name,
  );
  expect(names).toEqual(['devloop-prod-apply', 'devloop-prod-plan']);
});

test('AutomationStack rejects a configuration that runs no environment', () => {
  const { project, region, state } = automation;
  const nobody = parseAutomation({ project, region, state });
  expect(messagesOf(() => new AutomationStack(Testing.app(), nobody, [environment()]))).toEqual([
    'automation: has no environment to run; accepted: github and an environment whose state is in s3, or one whose state is in HCP Terraform [CONFIG_INVALID]',
  ]);
});

test('AutomationStack rejects an environment whose names start like those of another', () => {
  const named = (name: string, changes: object = {}) => environment({ name, ...changes });
  const stack = (...all: ReturnType<typeof named>[]) =>
    messagesOf(() => new AutomationStack(Testing.app(), parseAutomation(automation), all));
  const told = (inner: string, outer: string, prefix: string) =>
    `${inner}.name: "${inner}" makes names that begin as those of ${outer}, so its apply role would reach them; accepted: a project and a name that together do not begin with ${prefix}- [NAME_INVALID]`;
  expect(stack(named('dev-2'), named('dev'), named('dev-2-b'))).toEqual([
    told('dev-2-b', 'dev-2', 'devloop-dev-2'),
    told('dev-2', 'dev', 'devloop-dev'),
    told('dev-2-b', 'dev', 'devloop-dev'),
  ]);
  const byHand = { state: { backend: 'local' } };
  expect(stack(named('dev'), named('x', { project: 'devloop-dev', ...byHand }))).toEqual([
    told('x', 'dev', 'devloop-dev'),
  ]);
  expect(stack(named('dev', byHand), named('dev-2'))).toEqual([]);
  expect(stack(named('dev'), named('dev2'), named('prod-dev'))).toEqual([]);
});
