import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { PROJECT_DIR } from '../system/paths';
import { verifyStacks } from './verify';

/** Terraform's record of the packages that it takes a provider from. HashiCorp: "Dependency Lock File". */
export const LOCK_FILE = '.terraform.lock.hcl';

const contents = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/**
 * Writes every stack of the app once all of them are valid, with the project's lock file beside it, so that Terraform verifies the provider wherever the
 * folder is taken. A lock file that has more in it, as the checksum of this machine's own mirror, stays.
 */
export function synthesize(app: App): void {
  verifyStacks(app);
  app.synth();
  const lock = contents(join(PROJECT_DIR, LOCK_FILE));
  for (const { workingDirectory } of Object.values(app.manifest.stacks)) {
    const file = join(app.outdir, workingDirectory, LOCK_FILE);
    const present = contents(file).split('\n');
    if (!lock.split('\n').every((line) => present.includes(line))) writeFileSync(file, lock);
  }
}
