import { App } from 'cdktf';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '../../../src/config';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { PlatformStack } from '../../../src/stacks/platform-stack';
import { StateStack } from '../../../src/stacks/state-stack';
import { accountStack } from '../fixtures/account';
import { automation, automationStack } from '../iam/policies';
import { terraformWith } from '../processes/terraform';

export const STACKS = ['state', 'dev', 'prod', 'automation', 'account'] as const;

/** Synthesizes the stacks as they ship, with an automation. Returns the folder of the stacks. */
export function synthesizeStacks(outdir: string): string {
  const app = new App({ outdir });
  const { environments, stateBucket } = loadConfiguration();
  new StateStack(app, stateBucket);
  for (const environment of environments) new PlatformStack(app, environment);
  automationStack(automation, app);
  accountStack(undefined, app);
  app.synth();
  return join(outdir, 'stacks');
}

/** JSON of a synthesized stack. */
export const synthesized = (stacks: string, name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as Record<string, unknown>;

const LOCK_FILE = '.terraform.lock.hcl';

/** Plans each stack in a new account and writes the plans as JSON. One `init` serves all: the provider is the same. */
export function planStacks({ env, folder }: EmulatedAccount, stacks: string, plans: string): void {
  const run = (name: string, ...args: string[]): string => {
    const own = { ...env, TF_DATA_DIR: join(folder, 'terraform-data') };
    const { status, stdout, stderr } = terraformWith(own, join(stacks, name), ...args);
    if (status !== 0) throw new Error(`terraform ${args.join(' ')} of ${name}: ${stderr}`);
    return stdout;
  };
  const [first] = STACKS;
  for (const name of STACKS) {
    const override = { terraform: { backend: { local: {} } } };
    writeFileSync(join(stacks, name, 'backend_override.tf.json'), JSON.stringify(override));
    if (name === first) run(name, 'init', '-input=false', '-no-color');
    else copyFileSync(join(stacks, first, LOCK_FILE), join(stacks, name, LOCK_FILE));
    run(name, 'plan', '-input=false', '-no-color', '-out=plan.bin');
    writeFileSync(join(plans, `${name}.json`), run(name, 'show', '-json', 'plan.bin'));
  }
}
