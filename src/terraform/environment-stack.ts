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
  /** Output directory. Kept between runs, so that the provider is installed once. */
  readonly outdir: string;
  /** Environment variables for Terraform, in addition to those of this process. */
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
  /** Directory of the state file of a local backend. @default the project directory */
  readonly stateDir?: string | undefined;
}

/** Synthesizes an environment's stack as `cdktf synth` does. Returns its directory. */
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

/** Synthesizes an environment's stack and returns Terraform in its directory. The caller must run `init`. */
export function environmentTerraform(options: EnvironmentStackOptions): Terraform {
  const { environment, outdir, env, signal, stateDir = PROJECT_DIR } = options;
  const terraform = new Terraform(synthesizeEnvironment(environment, outdir), { env, signal });
  const backend = backendSettings(environment);
  terraform.forgetBackend();
  // The synthesized path is relative to cdktf.out, and this directory may be elsewhere.
  if (backend.type === 'local') terraform.useLocalState(join(stateDir, backend.file));
  else terraform.useOwnBackend();
  return terraform;
}
