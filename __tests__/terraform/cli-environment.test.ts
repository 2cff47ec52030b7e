import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraformEnv } from '../../src/terraform/cli-environment';

const quiet = {
  CHECKPOINT_DISABLE: '1',
  DISABLE_VERSION_CHECK: '1',
  TF_IN_AUTOMATION: '1',
  CDKTF_SKIP_PROVIDER_LOCK: 'true',
  TERRAFORM_BINARY_NAME: 'terraform',
};
let root: string;
let workDir: string;
/** A machine with nothing on it. */
let bare: Record<string, string>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'terraform-cli-'));
  workDir = join(root, 'work');
  bare = { HOME: join(root, 'home'), APPDATA: join(root, 'home'), XDG_DATA_DIRS: join(root, 'share') };
  mkdirSync(join(root, 'home'));
});
afterEach(() => rmSync(root, { recursive: true }));

function mirror(...path: string[]): string {
  const folder = join(root, ...path);
  mkdirSync(join(folder, 'registry.terraform.io', 'hashicorp', 'aws', '5.100.0', 'linux_amd64'), { recursive: true });
  return folder;
}

test('terraformEnv uses the registry when nothing is configured', () => {
  expect(terraformEnv(workDir, bare, join(root, 'opt'))).toEqual({ ...quiet, TF_CLI_CONFIG_FILE: undefined });
  expect(existsSync(workDir)).toBe(false);
});

test('terraformEnv drops a CLI configuration file that does not exist', () => {
  const env = { ...bare, TF_CLI_CONFIG_FILE: join(root, 'missing.tfrc') };
  expect(terraformEnv(workDir, env, join(root, 'opt'))).toEqual({ ...quiet, TF_CLI_CONFIG_FILE: undefined });
});

test('terraformEnv installs the providers in TF_PROVIDER_MIRROR only from it, and others from the registry', () => {
  const folder = mirror('given');
  const env = { ...bare, TF_PROVIDER_MIRROR: folder };
  const file = join(workDir, 'terraform.tfrc');
  const alias = join(workDir, 'mirror', encodeURIComponent(folder));
  expect(terraformEnv(workDir, env, join(root, 'opt'))).toEqual({
    ...quiet,
    TF_CLI_CONFIG_FILE: file,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
  });
  expect(readFileSync(file, 'utf8')).toBe(`provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  filesystem_mirror {
    path    = ${JSON.stringify(alias)}
    include = ["registry.opentofu.org/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws","registry.opentofu.org/hashicorp/aws"]
  }
}
`);
  const package_ = join('hashicorp', 'aws', '5.100.0', 'linux_amd64');
  expect(realpathSync(join(alias, 'registry.opentofu.org', package_))).toBe(
    join(folder, 'registry.terraform.io', package_),
  );
});

test('terraformEnv rejects a TF_PROVIDER_MIRROR that is not a mirror', () => {
  const env = { ...bare, TF_PROVIDER_MIRROR: '/nowhere' };
  expect(() => terraformEnv(workDir, env)).toThrow(
    'TF_PROVIDER_MIRROR: "/nowhere" is not a provider mirror; accepted: a folder that holds ' +
      'registry.terraform.io/<namespace>/<type>/<version>, or leave the variable unset',
  );
});

test.each(['own.tfrc', join('home', '.terraformrc')])('terraformEnv uses the CLI configuration of the user: %s', (name) => {
  mirror('opt', 'plugins');
  const file = join(root, name);
  writeFileSync(file, '');
  const given = name === 'own.tfrc' ? { TF_CLI_CONFIG_FILE: file } : {};
  const kept = name === 'own.tfrc' ? {} : { TF_CLI_CONFIG_FILE: undefined };
  expect(terraformEnv(workDir, { ...bare, ...given }, join(root, 'opt'))).toEqual({ ...quiet, ...kept });
});

test.each([
  ['home', '.terraform.d', 'plugins'],
  ['home', '.local', 'share', 'terraform', 'plugins'],
  ['share', 'terraform', 'plugins'],
])('terraformEnv writes no configuration for the implied mirror directory %s/%s', (...path) => {
  mirror(...path);
  mirror('opt', 'plugins');
  expect(terraformEnv(workDir, bare, join(root, 'opt'))).toEqual({
    ...quiet,
    TF_CLI_CONFIG_FILE: undefined,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
  });
});

test('terraformEnv finds a mirror one level below the given root', () => {
  const folder = mirror('opt', 'plugins');
  mkdirSync(join(root, 'opt', 'another'));
  terraformEnv(workDir, bare, join(root, 'opt'));
  expect(readFileSync(join(workDir, 'terraform.tfrc'), 'utf8')).toContain(JSON.stringify(folder));
});

test('terraformEnv uses the folder for the OpenTofu registry in a mirror', () => {
  const folder = mirror('given');
  mkdirSync(join(folder, 'registry.opentofu.org', 'hashicorp', 'random', '3.7.2'), { recursive: true });
  terraformEnv(workDir, { ...bare, TF_PROVIDER_MIRROR: folder });
  expect(readFileSync(join(workDir, 'terraform.tfrc'), 'utf8')).toContain(
    'exclude = ["registry.terraform.io/hashicorp/aws","registry.opentofu.org/hashicorp/random"]',
  );
  expect(existsSync(join(workDir, 'mirror'))).toBe(false);
});

test('terraformEnv sets TERRAFORM_BINARY_NAME to the given program, or to one on the PATH', () => {
  const bin = join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'tofu'), '', { mode: 0o755 });
  const program = (env: Record<string, string>) =>
    terraformEnv(workDir, { ...bare, ...env }, join(root, 'opt'))['TERRAFORM_BINARY_NAME'];
  expect(program({ PATH: bin })).toBe('tofu');
  expect(program({ PATH: bin, TERRAFORM_BINARY_NAME: 'terraform-1.15' })).toBe('terraform-1.15');
});
