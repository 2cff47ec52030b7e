import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../../../src/core/variables';
import { terraformEnv } from '../../../src/terraform/cli-environment';
import { terraformProgram } from '../../../src/system/terraform-program';

/** Temporary directories of the suites in this file. */
export const temporaryFolders: string[] = [];

/** Creates a temporary directory that is removed after the suite. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `devloop-${name}-`));
  temporaryFolders.push(folder);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Output and exit status of Terraform. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Terraform in a directory, with a CLI configuration in it. */
export const terraform = (folder: string, ...parameters: string[]): Outcome =>
  terraformWith(terraformEnv(folder), folder, ...parameters);

/** Runs Terraform with other environment variables. */
export function terraformWith(env: Variables, folder: string, ...parameters: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(terraformProgram(), parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    // A plan of everything as JSON is larger than the default of 1 MiB.
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}
