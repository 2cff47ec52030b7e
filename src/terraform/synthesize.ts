import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, TerraformStack } from 'cdktf';
import { OperationError } from '../core/errors';
import { explainError } from '../system/explain-error';
import { PROJECT_DIR } from '../system/paths';
import { verifyStacks } from './verify';
import { refuseSecretsInVariablesFiles } from './variables-files';
import { writeInPieces } from './write-in-pieces';

/** HashiCorp: "Dependency Lock File". */
export const LOCK_FILE = '.terraform.lock.hcl';

const contents = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Lock file entry of OpenTofu's registry. Its packages have different checksums from Terraform's. */
const OPENTOFU_ENTRY = /^provider "registry\.opentofu\.org\/.*?^}\n/gms;

const versions = (lock: string): string[] => lock.match(/^ +version +=.*$/gm) ?? [];

/** Adds the directory's OpenTofu entries for the same versions to the committed lock file. */
function mergedLock(committed: string, present: string): string {
  const kept = (present.match(OPENTOFU_ENTRY) ?? []).filter((entry) =>
    versions(entry).every((version) => versions(committed).includes(version)),
  );
  return [committed, ...kept].join('\n');
}

/** Copies the project's lock file next to each stack. Keeps what a copy has in addition. */
function copyLock(app: App): void {
  const lock = contents(join(PROJECT_DIR, LOCK_FILE));
  for (const { workingDirectory } of Object.values(app.manifest.stacks)) {
    const file = join(app.outdir, workingDirectory, LOCK_FILE);
    const present = contents(file);
    const lines = present.split('\n');
    if (!lock.split('\n').every((line) => lines.includes(line))) writeFileSync(file, mergedLock(lock, present));
  }
}

/**
 * Synthesizes all stacks of an app after all of them have passed validation. Copies the project's lock file next to each, so that
 * Terraform verifies the provider. Keeps what a copy has in addition: checksums of this machine's mirror, and OpenTofu's entry.
 *
 * @throws ConfigurationError with the issues of all stacks, or SECRET_IN_VARIABLES; OperationError OUTPUT
 */
export function synthesize(app: App): void {
  verifyStacks(app);
  const stacks = app.node.findAll().filter(TerraformStack.isStack);
  for (const stack of stacks)
    refuseSecretsInVariablesFiles(join(app.outdir, app.manifest.forStack(stack).workingDirectory));
  if (!app.hclOutput) stacks.forEach(writeInPieces);
  try {
    app.synth();
    copyLock(app);
    app.node.lock();
  } catch (error) {
    throw new OperationError({
      code: 'OUTPUT',
      summary: `Failed to write the stacks to ${app.outdir}`,
      detail: explainError(error),
      hint: 'Stacks there may be of an earlier synth. Synthesize again before you deploy.',
    });
  }
}
