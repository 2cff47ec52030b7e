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

/** How a move is made, whatever is moved. */
export interface MigrationContext {
  /** Folder of the command's own; keeps the backups. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Told each step. */
  readonly onProgress: (sentence: string) => void;
}

export interface MigrationOptions extends MigrationContext {
  /** The environment with its state where it is. */
  readonly from: Environment;
  /** The same with its state where it is to be. */
  readonly to: Environment;
  /** Variables for Terraform and for AWS, added to this process's. */
  readonly env: Variables;
  /** Folder in which state is that is kept in a file. @default the project's */
  readonly stateDir?: string | undefined;
}

/** Steps that take a move back, in the order in which they were made necessary. */
type Undo = (() => Promise<void>)[];

/**
 * Moves an environment's state from one place to another, whichever they are. The old place is closed to everybody while it
 * goes on and stays closed after it, so that nobody goes on there by mistake; the state in it stays. Interrupted or failed, the
 * old place is opened again and in force; killed, the next run opens it and begins again.
 *
 * @returns the path of the backup
 * @throws OperationError STATE_MOVE, STATE_LOCKED, COMMAND_FAILED with what Terraform said, or what a place says of itself
 */
export async function migrateState(options: MigrationOptions): Promise<string> {
  const { from, to, folder } = options;
  const source = migrationEndpoint({ ...options, environment: from, outdir: join(folder, 'from') });
  const target = migrationEndpoint({ ...options, environment: to, outdir: join(folder, 'to') });
  return migrateBetween(source, target, from.name, options);
}

/** The same between two sides. @param name of what is moved */
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

/** Goes on where a step fails: the old place is opened whatever happens to the new one. */
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
    // It was moved away from there before, and now comes back.
    undo.push(() => target.backend.sealAfterMigration(before.backend));
    await target.backend.unlock();
  }
  await target.terraform.init();
  const there = await pull(target);
  if (needsCopy(state, there, target.name)) {
    onProgress(`Copying the state of ${state.resources.size} resources to ${target.name}`);
    // What is there holds nothing, so it may be another state.
    await target.backend.store(state, source.name, there !== undefined && there.lineage !== state.lineage);
  }
  signal?.throwIfAborted();
  onProgress('Checking that the same resources are there, and that a plan is empty');
  await expectMigrated(state, target);
  await expectUnchanged(state, source);
  await source.backend.sealAfterMigration(target.name);
  return backup;
}

/** State is what secrets would be in if there were any: for the owner's eyes only. */
function keepBackup(folder: string, name: string, { serial, lineage, text }: StateSnapshot): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-${lineage.slice(0, 8)}-${serial}.tfstate`);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
