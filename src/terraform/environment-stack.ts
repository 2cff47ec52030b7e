import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { type Automation, type Environment, loadAutomation } from '../config';
import { withoutTokenTraces } from '../core/stack-traces';
import { backendSettings } from '../core/state-backend';
import { PlatformStack } from '../stacks/platform-stack';
import { PROJECT_DIR } from '../system/paths';
import { synthesize } from './synthesize';
import { Terraform } from './terraform';
import type { Variables } from '../core/variables';

export interface EnvironmentStackOptions {
  readonly environment: Environment;
  /** Folder of a command's own to synthesize to; kept, so that the provider is there the next time. */
  readonly outdir: string;
  /** Variables for Terraform, added to this process's. */
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
  /** Folder in which state is that is kept in a file. @default the project's */
  readonly stateDir?: string | undefined;
}

/** Writes an environment's stack as `cdktf synth` would, and returns its folder. */
export function synthesizeEnvironment(
  environment: Environment,
  outdir: string,
  automation: Automation | undefined = loadAutomation(),
): string {
  mkdirSync(outdir, { recursive: true });
  withoutTokenTraces(() => {
    const app = new App({ outdir });
    new PlatformStack(app, environment, automation);
    synthesize(app);
  });
  return join(outdir, 'stacks', environment.name);
}

/** Terraform in an environment's stack, synthesized as its configuration is now; to be initialized, wherever its state was before. */
export function environmentTerraform(options: EnvironmentStackOptions): Terraform {
  const { environment, outdir, env, signal, stateDir = PROJECT_DIR } = options;
  const terraform = new Terraform(synthesizeEnvironment(environment, outdir), { env, signal });
  const backend = backendSettings(environment);
  terraform.forgetBackend();
  // The path in the JSON is from cdktf.out beside the file, and this is another folder.
  if (backend.type === 'local') terraform.useLocalState(join(stateDir, backend.file));
  else terraform.useOwnBackend();
  return terraform;
}
