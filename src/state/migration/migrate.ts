import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config';
import {
  expectApplied,
  expectMigrated,
  expectUnchanged,
  needsCopy,
  recoverInterrupted,
  stateToMigrate,
} from './checks';
import { pull, type MigrationEndpoint, migrationEndpoint } from './endpoint';
import type { StateSnapshot } from '../../terraform/state-snapshot';
import type { Variables } from '../../core/variables';

/** Options of any migration. */
export interface MigrationContext {
  /** Working directory. Contains the backups. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with a sentence at each step. */
  readonly onProgress: (sentence: string) => void;
}

export interface MigrationOptions extends MigrationContext {
  /** The environment with its current backend. */
  readonly from: Environment;
  /** The environment with its new backend. */
  readonly to: Environment;
  /** Environment variables for Terraform and the AWS SDK, in addition to those of this process. */
  readonly env: Variables;
  /** Directory of the state file of a local backend. @default the project directory */
  readonly stateDir?: string | undefined;
}

/** Rollback steps, in the order in which they became necessary. */
type Undo = (() => Promise<void>)[];

/**
 * Migrates an environment's state to another backend. The original backend is locked during the migration and stays sealed after it, so
 * that nobody continues to use it. Its state is kept. If the migration fails or is interrupted, the original backend is unlocked and
 * stays active. After a kill, the next run unlocks it and starts from the beginning.
 *
 * @returns path of the backup
 * @throws OperationError STATE_MOVE, STATE_LOCKED, COMMAND_FAILED with Terraform's output, or errors of a backend
 */
export async function migrateState(options: MigrationOptions): Promise<string> {
  const { from, to, folder } = options;
  const source = migrationEndpoint({ ...options, environment: from, outdir: join(folder, 'from') });
  const target = migrationEndpoint({ ...options, environment: to, outdir: join(folder, 'to') });
  return migrateBetween(source, target, from.name, options);
}

/** Migrates a state between two endpoints. @param name name of what is migrated */
export async function migrateBetween(
  source: MigrationEndpoint,
  target: MigrationEndpoint,
  name: string,
  context: MigrationContext,
): Promise<string> {
  for (const { backend } of [source, target]) await backend.check();
  await recoverInterrupted(source, target);
  await source.terraform.init();
  context.onProgress(`Planning ${name} with its state in ${source.name}`);
  await expectApplied(source, name);
  const undo: Undo = [];
  try {
    await source.backend.lockForMigration(target.name);
    undo.push(() => source.backend.unlock());
    return await copy(source, target, name, undo, context);
  } catch (error) {
    await rollBack(undo, context);
    throw error;
  }
}

/** Runs all rollback steps, even if one fails, so that the original backend is always unlocked. */
async function rollBack(undo: Undo, { onProgress }: MigrationContext): Promise<void> {
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      onProgress(`Rollback failed: ${(error as Error).message}`);
    }
  }
}

async function copy(
  source: MigrationEndpoint,
  target: MigrationEndpoint,
  name: string,
  undo: Undo,
  { folder, onProgress, signal }: MigrationContext,
): Promise<string> {
  const state = await stateToMigrate(source, name);
  const backup = keepBackup(folder, name, state);
  onProgress(`Saved a backup to ${backup}`);
  const before = await target.backend.migrationLock();
  if (before?.finished) {
    // The state was migrated away from the target earlier.
    undo.push(() => target.backend.sealAfterMigration(before.backend));
    await target.backend.unlock();
  }
  await target.terraform.init();
  const there = await pull(target);
  if (needsCopy(state, there, target.name)) {
    onProgress(`Copying the state of ${state.resources.size} resources to ${target.name}`);
    // The target's state has no resources, so it may be replaced by one of another lineage.
    await target.backend.store(state, source.name, there !== undefined && there.lineage !== state.lineage);
  }
  signal?.throwIfAborted();
  onProgress('Checking that the same resources are there, and that a plan is empty');
  await expectMigrated(state, target);
  await expectUnchanged(state, source);
  await source.backend.sealAfterMigration(target.name);
  return backup;
}

/** Writes a backup that only its owner can read, because state may contain secrets. */
function keepBackup(folder: string, name: string, { serial, lineage, text }: StateSnapshot): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-${lineage.slice(0, 8)}-${serial}.tfstate`);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
