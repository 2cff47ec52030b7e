import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../src/terraform/deployment';
import { PROJECT_DIR } from '../../src/system/paths';
import type { EmulatedAccount } from '../../src/emulator/account';
import { synthesizeEnvironment } from '../../src/terraform/environment-stack';
import { LOCK_FILE } from '../../src/terraform/synthesize';
import { Terraform } from '../../src/terraform/terraform';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { loadEnvironment } from '../../src/config';
import { stateBackends } from '../../src/config/state';
import { describeWith } from '../support/processes/describe-with';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { temporaryFolder } from '../support/processes/terraform';

const committed = readFileSync(join(PROJECT_DIR, LOCK_FILE), 'utf8');
const lockIn = (folder: string): string => readFileSync(join(folder, LOCK_FILE), 'utf8');
const missing = (lock: string): string[] =>
  committed.split('\n').filter((line) => !lock.split('\n').includes(line));
const added = (lock: string): string[] =>
  lock.split('\n').filter((line) => !committed.split('\n').includes(line));

/** The provider as `init` installed it in that folder, in a mirror of its own with one file more. */
function mirrorWithAnotherPackage(initialized: string, mirror: string): void {
  const version = join('registry.terraform.io', 'hashicorp', 'aws', '5.100.0');
  const installed = join(initialized, '.terraform', 'providers', version);
  for (const platform of readdirSync(installed)) {
    const from = realpathSync(join(installed, platform));
    const to = join(mirror, version, platform);
    mkdirSync(to, { recursive: true });
    for (const file of readdirSync(from)) symlinkSync(join(from, file), join(to, file));
    writeFileSync(join(to, 'ANOTHER.txt'), 'so that its checksum is another\n');
  }
}

describeWith(['terraform'], 'Dependency lock file', () => {
  jest.setTimeout(300_000);

  const folder = temporaryFolder('lock');
  const mirror = join(folder, 'mirror');
  const stackIn = (name: string): string => synthesizeEnvironment(loadEnvironment('dev'), join(folder, name));
  const init = (stack: string, env = terraformEnv(stack)) =>
    new Terraform(stack, { env }).init('-backend=false');

  beforeAll(async () => {
    const stack = stackIn('committed');
    await init(stack);
    mirrorWithAnotherPackage(stack, mirror);
  });

  test('contains the provider for this machine and is not changed by init', () => {
    expect(lockIn(join(folder, 'committed', 'stacks', 'dev'))).toBe(committed);
  });

  test('rejects a package with another checksum', async () => {
    const stack = stackIn('refused');
    const env = terraformEnv(stack, { ...process.env, TF_PROVIDER_MIRROR: mirror });
    await expect(new Terraform(stack, { env }).run(['init', '-backend=false'])).rejects.toThrow(
      "doesn't match any of the",
    );
    expect(lockIn(stack)).toBe(committed);
  });

  test('gains the checksum of a mirrored package in the stack folder only, and keeps it', async () => {
    const stack = stackIn('mirror');
    const env = terraformEnv(stack, { ...process.env, TF_PROVIDER_MIRROR: mirror });
    await init(stack, env);
    const recorded = lockIn(stack);
    expect(missing(recorded)).toEqual([]);
    expect(added(recorded)).toEqual([expect.stringMatching(/^ {4}"h1:[\w+/]{43}=",$/)]);

    stackIn('mirror');
    expect(lockIn(stack)).toBe(recorded);
    await new Terraform(stack, { env }).run(['init', '-backend=false', '-lockfile=readonly']);
    expect(lockIn(PROJECT_DIR)).toBe(committed);
  });

  test('is valid in a copy of the stack folder', async () => {
    const stack = stackIn('origin');
    cpSync(stack, join(folder, 'elsewhere'), { recursive: true });
    await new Terraform(join(folder, 'elsewhere'), { env: terraformEnv(folder) }).run([
      'init',
      '-backend=false',
      '-lockfile=readonly',
    ]);
  });

  describeWith(['python'], 'under the CDKTF CLI', () => {
    let account: EmulatedAccount;
    beforeAll(async () => {
      account = await ownAccount();
      const s3 = new S3Client({ ...clientOf(account), forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket: stateBackends.s3.bucket }));
      s3.destroy();
    });
    afterAll(() => account.stop());

    /**
     * As a person with a mirror runs it, in a home of their own: nothing tells the CLI not to ask the registry for checksums, nor
     * to keep its cache out of the way.
     */
    const byHand = () => ({
      CDKTF_SKIP_PROVIDER_LOCK: undefined,
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: undefined,
      HOME: join(account.folder, 'home'),
    });

    const deploy = (output: string, env: Record<string, string | undefined>) =>
      new Deployment({
        stack: 'dev',
        output: join(account.folder, output),
        env: {
          ...account.env,
          // Refused by the plan, right after what is looked at here.
          TF_VAR_admin_cidrs: '["0.0.0.0/0"]',
          ...env,
        },
      }).deploy();

    test('is used without a registry request in a manual deployment', async () => {
      await expect(deploy('plain', byHand())).rejects.toThrow('is too wide');
      expect(lockIn(join(account.folder, 'plain', 'stacks', 'dev'))).toBe(committed);
    });

    test('gains the checksum of a mirrored package in devloop commands', async () => {
      const env = terraformEnv(join(account.folder, 'other'), { ...process.env, TF_PROVIDER_MIRROR: mirror });
      await expect(deploy('mirrored', env)).rejects.toThrow('is too wide');
      const recorded = lockIn(join(account.folder, 'mirrored', 'stacks', 'dev'));
      expect(missing(recorded)).toEqual([]);
      expect(added(recorded)).toHaveLength(1);
      expect(lockIn(PROJECT_DIR)).toBe(committed);
    });
  });
});
