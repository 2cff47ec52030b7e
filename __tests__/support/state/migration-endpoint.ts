import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import { createStateBackend } from '../../../src/state/backends';
import { Terraform } from '../../../src/terraform/terraform';
import type { Variables } from '../../../src/core/variables';
import { backendName, type BackendType, backendSettings } from '../../../src/core/state-backend';
import { addStateBackend } from '../../../src/stacks/state-backend';
import { backends } from './state-backends';

export interface EndpointOptions {
  /** Name of the state's object, workspace or file. */
  readonly name: string;
  readonly backend: BackendType;
  /** Directory of the stack's JSON and of a state file. */
  readonly folder: string;
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
}

/** Migration endpoint with a stack of two resources that need no provider. */
export function terraformEndpoint({ name, backend, folder, env, signal }: EndpointOptions, outdir: string) {
  const settings = backendSettings({ name, project: 'move', state: backends[backend] });
  const app = new App({ outdir: join(folder, outdir) });
  mkdirSync(app.outdir, { recursive: true });
  const stack = new TerraformStack(app, name);
  addStateBackend(stack, settings);
  for (const id of ['one', 'two'])
    new TerraformResource(stack, id, { terraformResourceType: 'terraform_data' }).addOverride('input', id);
  app.synth();
  const terraform = new Terraform(join(app.outdir, 'stacks', name), { env, signal });
  terraform.forgetBackend();
  if (settings.type === 'local') terraform.useLocalState(join(folder, settings.file));
  return { name: backendName(settings), backend: createStateBackend(settings, env, folder), terraform };
}
