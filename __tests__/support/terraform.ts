import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for one suite, gone after it. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `devloop-${name}-`));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** The first folder below /opt that mirrors the registry's providers. */
const mirror = (): string | undefined =>
  (existsSync('/opt') ? readdirSync('/opt') : [])
    .map((name) => join('/opt', name))
    .find((folder) => existsSync(join(folder, 'registry.terraform.io')));

function environmentIn(folder: string): NodeJS.ProcessEnv {
  const path = mirror();
  const file = join(folder, 'terraform.rc');
  const installation =
    path === undefined ? 'direct {}' : `filesystem_mirror { path = ${JSON.stringify(path)} }`;
  writeFileSync(file, `provider_installation {\n  ${installation}\n}\n`);
  return { ...process.env, TF_CLI_CONFIG_FILE: file, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
}

/** What Terraform said, and its exit status. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Terraform in a folder, where its settings are left as well. */
export function terraform(folder: string, ...parameters: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync('terraform', parameters, {
    cwd: folder,
    env: environmentIn(folder),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
