import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { PROJECT_DIR } from '../system/paths';
import { verifyStacks } from './verify';

/** Terraform's record of the packages that it takes a provider from. HashiCorp: "Dependency Lock File". */
export const LOCK_FILE = '.terraform.lock.hcl';

const contents = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** What OpenTofu adds for its own registry, whose packages have other checksums than Terraform's of the same version. */
const OPENTOFU_ENTRY = /^provider "registry\.opentofu\.org\/.*?^}\n/gms;

const versions = (lock: string): string[] => lock.match(/^ +version +=.*$/gm) ?? [];

/** The committed entries, and with them what OpenTofu has recorded in the folder of the same versions. */
function mergedLock(committed: string, present: string): string {
  const kept = (present.match(OPENTOFU_ENTRY) ?? []).filter((entry) =>
    versions(entry).every((version) => versions(committed).includes(version)),
  );
  return [committed, ...kept].join('\n');
}

/**
 * Writes every stack of the app once all of them are valid, with the project's lock file beside it, so that Terraform verifies
 * the provider wherever the folder is taken. What a lock file has more in it stays: the checksum of this machine's own mirror,
 * and OpenTofu's entry.
 */
export function synthesize(app: App): void {
  verifyStacks(app);
  app.synth();
  const lock = contents(join(PROJECT_DIR, LOCK_FILE));
  for (const { workingDirectory } of Object.values(app.manifest.stacks)) {
    const file = join(app.outdir, workingDirectory, LOCK_FILE);
    const present = contents(file);
    const lines = present.split('\n');
    if (!lock.split('\n').every((line) => lines.includes(line))) writeFileSync(file, mergedLock(lock, present));
  }
}
