import type { Changes } from '../support/fixtures/environments';
import { testProblems } from '../support/fixtures/bad-input';

const WORKSPACE_FORM = 'at most 90 letters, digits, hyphens and underscores';
const cloud = (settings: object): Changes => ({
  state: { backend: 'cloud', organization: 'acme', ...settings },
});

describe('State backend', () => {
  testProblems([
    ['in the bucket', { state: { backend: 's3', bucket: 'acme-state', region: 'us-east-1' } }],
    [
      'in a workspace, with all that can be said of it',
      cloud({ hostname: 'tfe.example.com:8443', workspace: 'Shop_dev-1', project: 'Web Shop' }),
    ],
    ['in a file', { state: { backend: 'local' } }],
    [
      'is none that there is',
      { state: { backend: 'gcs', bucket: 'acme-state' } },
      'dev.state.backend: "gcs" is not one of the forms; accepted: "s3", "cloud", "local" [CONFIG_INVALID]',
    ],
    [
      'is not said',
      { state: { bucket: 'acme-state', region: 'us-east-1' } },
      'dev.state.backend: is not one of the forms; accepted: "s3", "cloud", "local" [CONFIG_INVALID]',
    ],
    [
      'in a workspace, and a bucket too',
      cloud({ bucket: 'acme-state', region: 'us-east-1' }),
      ...['bucket: "acme-state"', 'region: "us-east-1"'].map(
        (key) =>
          `dev.state.${key} does not go with backend "cloud"; accepted: backend, hostname, organization, workspace, project [CONFIG_INVALID]`,
      ),
    ],
    [
      'in the bucket, and a workspace too',
      { 'state.workspace': 'shop' },
      'dev.state.workspace: "shop" does not go with backend "s3"; accepted: backend, bucket, region [CONFIG_INVALID]',
    ],
    [
      'in a file, and a bucket too',
      { state: { backend: 'local', bucket: 'acme-state' } },
      'dev.state.bucket: "acme-state" does not go with backend "local"; accepted: backend [CONFIG_INVALID]',
    ],
    [
      'a workspace without an organization',
      { state: { backend: 'cloud' } },
      'dev.state.organization: is missing; accepted: a string [CONFIG_INVALID]',
    ],
  ]);
});

describe('Invalid workspace name', () => {
  testProblems(
    ['dev shop', 'dev.shop', 'dev/shop', '', 'w'.repeat(91)].map((workspace) => [
      `"${workspace}"`,
      cloud({ workspace }),
      `dev.state.workspace: "${workspace}" is not a valid HCP Terraform workspace name; accepted: ${WORKSPACE_FORM} [CONFIG_INVALID]`,
    ]),
  );
});

describe('Invalid HCP Terraform setting', () => {
  testProblems([
    ...['a b', 'acme/shop', '-acme', 'o'.repeat(41)].map((organization): [string, Changes, string] => [
      `organization "${organization}"`,
      cloud({ organization }),
      `dev.state.organization: "${organization}" is not the name of a HCP Terraform organization; accepted: at most 40 letters, digits, hyphens and underscores [CONFIG_INVALID]`,
    ]),
    ...[
      'https://app.terraform.io',
      'app.terraform.io/',
      'localhost',
      'App.terraform.io',
      'tfe..example.com',
    ].map((hostname): [string, Changes, string] => [
      `host name "${hostname}"`,
      cloud({ hostname }),
      `dev.state.hostname: "${hostname}" is not a host name; accepted: e.g. app.terraform.io, in lower case, without https:// [CONFIG_INVALID]`,
    ]),
    ...['ab', ' shop', 'shop!', 'p'.repeat(41)].map((project): [string, Changes, string] => [
      `project "${project}"`,
      cloud({ project }),
      `dev.state.project: "${project}" is not a valid HCP Terraform project name; accepted: 3 to 40 letters, digits, hyphens, underscores, and spaces within [CONFIG_INVALID]`,
    ]),
  ]);
});
