import { TerraformOutput, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { dev, prod } from '../support/fixtures/configured';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { stateBackends } from '../../src/config/state';
import { backendName, type StateSettings, backendSettings } from '../../src/core/state-backend';
import { addStateBackend } from '../../src/stacks/state-backend';
import { everything } from '../support/fixtures/environments';
import { type Config, platformStack } from '../support/fixtures/synth';

const { s3, cloud, local } = stateBackends;
const elsewhere: StateSettings = {
  backend: 'cloud',
  hostname: 'tfe.example.com:8443',
  organization: 'acme',
  workspace: 'shop',
  project: 'Web Shop',
};

/** The blocks in which Terraform reads where state is, and CDKTF's own note of it. */
const BLOCKS = {
  s3: (name: string) => ({
    backend: {
      s3: {
        bucket: 'amzn-s3-demo-choose-a-name',
        region: 'ap-northeast-2',
        key: `devloop/${name}/terraform.tfstate`,
        use_lockfile: true,
      },
    },
  }),
  cloud: (name: string) => ({
    cloud: {
      hostname: 'app.terraform.io',
      organization: 'devloop',
      workspaces: { name: `devloop-${name}` },
    },
  }),
  local: (name: string) => ({ backend: { local: { path: `../../../terraform.${name}.tfstate` } } }),
};

type Blocks = Record<string, unknown>;

/** What is written for an environment, in two: where its state is with CDKTF's own note of it, and everything else. */
function split(input: EnvironmentInput) {
  const stack = platformStack(input);
  stack.prepareStack();
  const { '//': note, terraform, ...rest } = stack.toTerraform() as Record<string, Blocks>;
  const { backend, cloud, ...settings } = terraform ?? {};
  const { backend: noted, overrides = {}, ...metadata } = note?.['metadata'] as Record<string, Blocks>;
  const overridden = { ...overrides, backend: undefined };
  return { blocks: { backend, cloud }, noted, everythingElse: { metadata, overridden, settings, ...rest } };
}

describe.each([dev, prod, everything])('State backend of $name', (environment) => {
  const { name } = environment;
  const inS3 = split({ ...environment, state: s3 });

  test.each(['s3', 'cloud', 'local'] as const)('changes only the backend block for %s', (type) => {
    const { blocks, noted, everythingElse } = split({ ...environment, state: stateBackends[type] });
    expect(blocks).toEqual(BLOCKS[type](name));
    expect(noted).toBe(type);
    expect(everythingElse).toEqual(inS3.everythingElse);
  });
});

test('addStateBackend writes host name, workspace and project of Terraform Enterprise', () => {
  expect(split({ ...dev, state: elsewhere }).blocks).toEqual({
    cloud: {
      hostname: 'tfe.example.com:8443',
      organization: 'acme',
      workspaces: { name: 'shop', project: 'Web Shop' },
    },
  });
});

test.each([
  [s3, 's3://amzn-s3-demo-choose-a-name/devloop/dev/terraform.tfstate'],
  [cloud, 'app.terraform.io/devloop/devloop-dev'],
  [elsewhere, 'tfe.example.com:8443/acme/shop'],
  [local, 'terraform.dev.tfstate'],
])('backendName of %j is readable', (state, name) => {
  expect(backendName(backendSettings(parseEnvironment({ ...dev, state }, 'dev')))).toBe(name);
});

test('Cross-stack reference reads the state from the workspace of the other stack', () => {
  const app = Testing.app();
  const source = new TerraformStack(app, 'source');
  addStateBackend(source, backendSettings({ name: 'source', project: 'shop', state: elsewhere }));
  const reader = new TerraformStack(app, 'reader');
  const resource = new TerraformResource(source, 'thing', { terraformResourceType: 'terraform_data' });
  new TerraformOutput(reader, 'copy', { value: resource.getStringAttribute('id') });
  app.synth();
  const { data } = JSON.parse(Testing.synth(reader)) as Config;
  expect(Object.values(data?.['terraform_remote_state'] ?? {})).toEqual([
    {
      backend: 'remote',
      config: {
        hostname: 'tfe.example.com:8443',
        organization: 'acme',
        workspaces: { name: 'shop' },
      },
    },
  ]);
});
