import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../../../src/core/variables';
import { terraformEnv } from '../../../src/terraform/cli-environment';
import { terraformProgram } from '../../../src/system/terraform-program';

/** A folder of its own for one suite, gone after it. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `devloop-${name}-`));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** What Terraform said, and its exit status. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Terraform in a folder, where its settings are left as well. */
export const terraform = (folder: string, ...parameters: string[]): Outcome =>
  terraformWith(terraformEnv(folder), folder, ...parameters);

/** The same with variables of its own. */
export function terraformWith(env: Variables, folder: string, ...parameters: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(terraformProgram(), parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
