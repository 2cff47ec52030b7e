import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { Variables } from '../../../src/core/variables';
import { PROJECT_DIR } from '../../../src/system/paths';
import { installOnce } from '../../../src/system/scratch-directory';
import { LOCK_FILE } from '../../../src/terraform/synthesize';
import { Terraform } from '../../../src/terraform/terraform';

/** Registries that Terraform and OpenTofu read `hashicorp/aws` from. */
const ADDRESSES = ['registry.terraform.io/hashicorp/aws', 'registry.opentofu.org/hashicorp/aws'];

const PRINTED = /TF_REATTACH_PROVIDERS='(.*)'/;

/**
 * Runs the provider until standard input closes, which happens however the test ends. The output goes to a file: a test that runs
 * Terraform with `spawnSync` cannot read a pipe in the meantime.
 */
const UNTIL_CLOSED = `trap '' INT; "$1" -debug >"$2" 2>&1 & read -r _; kill $!; wait`;

/** What the provider prints once it serves. Waits at most three minutes. */
async function printedTo(log: string): Promise<string> {
  for (let tries = 0; tries < 1800; tries += 1) {
    const [, value] = PRINTED.exec(existsSync(log) ? readFileSync(log, 'utf8') : '') ?? [];
    if (value !== undefined) return value;
    await sleep(100);
  }
  throw new Error(`The provider does not serve within three minutes:\n${readFileSync(log, 'utf8')}`);
}

/** Directory in which the locked provider is installed, one for a test run. */
async function installed(env: Variables): Promise<string> {
  const target = join(tmpdir(), 'shared-provider');
  await installOnce(target, async (folder) => {
    copyFileSync(join(PROJECT_DIR, LOCK_FILE), join(folder, LOCK_FILE));
    const required = { terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(required));
    await new Terraform(folder, { env }).init();
    return true;
  });
  return target;
}

/** Path of the provider below `.terraform/providers/<registry>/hashicorp/aws/<version>/<platform>`. */
function programIn(folder: string): string {
  let path = join(folder, '.terraform', 'providers');
  while (!path.includes('terraform-provider-aws'))
    path = join(path, readdirSync(path).find((name) => !/^(LICENSE|README|CHANGELOG)/.test(name)) ?? '');
  return path;
}

/** A running provider. */
export interface SharedProvider {
  /** Environment variables with which Terraform and OpenTofu use it. */
  readonly variables: Variables;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the AWS provider once for the commands of a suite. Each command otherwise starts it two or three times and hashes its 700 MB,
 * which takes most of their CPU time. The provider has the credentials and the endpoint of `env`, whatever a command has. An
 * interrupted command also interrupts others that use it.
 *
 * https://developer.hashicorp.com/terraform/plugin/debugging
 */
export async function startSharedProvider(env: Variables): Promise<SharedProvider> {
  const program = programIn(await installed(env));
  const folder = mkdtempSync(join(tmpdir(), 'provider-'));
  const log = join(folder, 'log');
  const shell = execa('sh', ['-c', UNTIL_CLOSED, 'sh', program, log], {
    env: { ...process.env, ...env },
    extendEnv: false,
    stdin: 'pipe',
    reject: false,
  });
  const stop = async (): Promise<void> => {
    shell.stdin.end();
    await shell;
    rmSync(folder, { recursive: true });
  };
  try {
    const [attached] = Object.values(JSON.parse(await printedTo(log)) as Record<string, object>);
    const providers = Object.fromEntries(ADDRESSES.map((address) => [address, attached]));
    return { variables: { TF_REATTACH_PROVIDERS: JSON.stringify(providers) }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
