import { roleName, runnerOf } from '../../src/iam/runner';
import { messagesOf } from '../support/fixtures/environments';

const s3 = { type: 's3', bucket: 'b', region: 'eu-west-1', key: 'k' } as const;
const cloud = {
  type: 'cloud',
  hostname: 'app.terraform.io',
  organization: 'acme',
  workspace: 'shop-dev',
} as const;
const github = { repository: 'acme@1/shop@2', branch: 'main', environments: false };

const GITHUB = {
  kind: 'github',
  issuer: 'token.actions.githubusercontent.com',
  audience: 'sts.amazonaws.com',
};

test('runnerOf lets GitHub plan pull requests and apply the branch when state is in S3', () => {
  expect(runnerOf('dev', s3, github)).toEqual({
    ...GITHUB,
    claims: {
      plan: { sub: 'repo:acme@1/shop@2:pull_request' },
      apply: {
        sub: 'repo:acme@1/shop@2:ref:refs/heads/main',
        ref: 'refs/heads/main',
        job_workflow_ref: 'acme/shop/.github/workflows/apply.yml@refs/heads/main',
      },
    },
  });
});

test('runnerOf lets GitHub apply in the GitHub environment of that name when configured', () => {
  expect(runnerOf('dev', s3, { ...github, environments: true })?.claims).toEqual({
    plan: { sub: 'repo:acme@1/shop@2:pull_request' },
    apply: {
      sub: 'repo:acme@1/shop@2:environment:dev',
      ref: 'refs/heads/main',
      job_workflow_ref: 'acme/shop/.github/workflows/apply.yml@refs/heads/main',
    },
  });
});

test.each([
  ['a project', { ...cloud, project: 'Web Shop' }, 'Web Shop'],
  ['no project', cloud, 'Default Project'],
])('runnerOf lets HCP Terraform run the environments whose state it stores, in %s', (_, backend, project) => {
  const subject = `organization:acme:project:${project}:workspace:shop-dev:run_phase`;
  const expected = {
    kind: 'cloud',
    issuer: 'app.terraform.io',
    audience: 'aws.workload.identity',
    claims: { plan: { sub: `${subject}:plan` }, apply: { sub: `${subject}:apply` } },
  };
  expect(runnerOf('dev', backend, { ...github, environments: true })).toEqual(expected);
  expect(runnerOf('dev', backend, undefined)).toEqual(expected);
});

test('runnerOf rejects an issuer with a port, as AWS does', () => {
  const backend = { ...cloud, hostname: 'tfe.example.com:8443' };
  expect(messagesOf(() => runnerOf('dev', backend, undefined))).toEqual([
    'dev.state.hostname: "tfe.example.com:8443" signs tokens that AWS does not take: it has a port; accepted: for automation, a host name without a port [CONFIG_INVALID]',
  ]);
});

test('runnerOf returns undefined for state in a file, and for state in S3 without a repository', () => {
  expect(runnerOf('dev', { type: 'local', file: 'f' }, github)).toBeUndefined();
  expect(runnerOf('dev', s3, undefined)).toBeUndefined();
});

test('roleName fits the limit of IAM and stays unique', () => {
  expect(roleName('shop-dev', 'apply')).toBe('shop-dev-apply');
  const long = `${'a'.repeat(40)}-${'b'.repeat(20)}`;
  expect(roleName(long, 'plan')).toHaveLength(64);
  expect(roleName(long, 'apply')).not.toBe(roleName(long, 'plan'));
});
