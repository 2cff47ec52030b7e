import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev } from '../fixtures/configured';
import { argumentsAt, synth } from '../fixtures/synth';
import { terraform } from './terraform';

/** Writes the input variables of dev, and what checks them, to a folder. They need no provider and no state, so Terraform only judges the values. */
export function prepareInputChecks(folder: string): void {
  const config = synth(dev);
  const { variable, locals = {} } = config;
  const checks = Object.entries(locals).filter(([name]) => name.endsWith('_is_valid'));
  const { lifecycle } = argumentsAt(config, 'aws_key_pair.key_pair');
  const resource = { terraform_data: { key_pair: { lifecycle } } };
  writeFileSync(
    join(folder, 'main.tf.json'),
    JSON.stringify({ variable, locals: Object.fromEntries(checks), resource }),
  );
  terraform(folder, 'init', '-input=false');
}
