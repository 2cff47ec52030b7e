import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import { keeperOf } from '../../src/state/backends';
import { Terraform } from '../../src/terraform/terraform';
import type { Variables } from '../../src/core/variables';
import { placeName, type StateBackend, statePlace } from '../../src/core/state-backend';
import { addStateBackend } from '../../src/stacks/state-backend';
import { places } from './state-places';

export interface SideOptions {
  /** Of the state: its object, workspace or file is called so. */
  readonly name: string;
  readonly backend: StateBackend;
  /** Folder for the stack's JSON, and for a state that is kept in a file. */
  readonly folder: string;
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
}

/** A side of a move in a stack of two resources that need no provider, and so no time. */
export function moveSide({ name, backend, folder, env, signal }: SideOptions, outdir: string) {
  const place = statePlace({ name, project: 'move', state: places[backend] });
  const app = new App({ outdir: join(folder, outdir) });
  mkdirSync(app.outdir, { recursive: true });
  const stack = new TerraformStack(app, name);
  addStateBackend(stack, place);
  for (const id of ['one', 'two'])
    new TerraformResource(stack, id, { terraformResourceType: 'terraform_data' }).addOverride('input', id);
  app.synth();
  const terraform = new Terraform(join(app.outdir, 'stacks', name), { env, signal });
  terraform.forgetBackend();
  if (place.backend === 'local') terraform.useLocalState(join(folder, place.file));
  return { name: placeName(place), keeper: keeperOf(place, env, folder), terraform };
}
