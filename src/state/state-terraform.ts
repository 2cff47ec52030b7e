import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { OperationError } from '../core/errors';
import { backendName, type S3BackendSettings } from '../core/state-backend';
import { addStateBackend } from '../stacks/state-backend';
import { terraformProgram } from '../system/terraform-program';
import { checkBucket } from './s3/bucket';
import type { StateSnapshot } from '../terraform/state-snapshot';
import { Terraform } from '../terraform/terraform';
import type { Variables } from '../core/variables';

const STACK = 'backend';

export interface StateTerraformOptions {
  /** Working directory. */
  readonly folder: string;
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns initialized Terraform in a stack that contains only a backend, for state commands without a provider.
 *
 * @throws OperationError STATE_BUCKET, before Terraform reports the problem
 */
export async function stateTerraform(
  backend: S3BackendSettings,
  { folder, env, signal }: StateTerraformOptions,
): Promise<Terraform> {
  await checkBucket(backend, env);
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder });
  addStateBackend(new TerraformStack(app, STACK), backend);
  app.synth();
  const terraform = new Terraform(join(folder, 'stacks', STACK), { env, signal });
  await terraform.init('-reconfigure');
  return terraform;
}

/**
 * Checks that Terraform lists the resources that were stored.
 *
 * @throws OperationError STATE_LOST with the resources that it lists instead
 */
export async function checkResources(
  terraform: Terraform,
  backend: S3BackendSettings,
  state: StateSnapshot,
): Promise<void> {
  const seen = (await terraform.resources()).filter((address) => !/(^|\.)data\./.test(address));
  const expected = [...state.resources.keys()].sort();
  if (seen.join() === expected.join()) return;
  throw new OperationError({
    code: 'STATE_LOST',
    summary: `${backendName(backend)} does not contain the resources that were written: ${terraformProgram()} state list shows "${seen}"`,
    hint: `Expected the resources that were written there: ${expected.join(', ')}`,
  });
}
