import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraformProgram } from '../../../src/system/terraform-program';
import { BUILTIN_SEEDS } from './builtin-seeds';
import { writeRecorded } from './recorded';

/** Records the plans of `builtin-seeds.ts`, without a cloud: `npx tsx __tests__/review/recorded/record-builtin.ts`. */
function planOf({ name, before, after, options = [], taints }: (typeof BUILTIN_SEEDS)[number]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'builtin-'));
  const run = (accepted: readonly number[], ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(terraformProgram(), args, { cwd: folder, encoding: 'utf8' });
    if (status === null || !accepted.includes(status))
      throw new Error(`${name}: ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
  };
  const configure = (configuration: object): void =>
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration));
  try {
    configure(before);
    run([0], 'init', '-input=false');
    run([0], 'apply', '-input=false', '-auto-approve');
    if (taints !== undefined) run([0], 'taint', taints);
    configure(after);
    // A plan that fails is saved too, and exits with 1.
    run([0, 1], 'plan', '-input=false', '-out=plan.bin', ...options);
    return JSON.parse(run([0], 'show', '-json', 'plan.bin'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

writeRecorded('builtin', Object.fromEntries(BUILTIN_SEEDS.map((seed) => [seed.name, planOf(seed)])));
