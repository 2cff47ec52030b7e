import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config';
import { expectApplied, expectMoved, expectUnchanged, needsCopy, openKilled, stateToMove } from './checks';
import { pull, type StateSide, stateSide } from './endpoint';
import type { StateSnapshot } from '../../terraform/state-snapshot';
import type { Variables } from '../../core/variables';

/** How a move is made, whatever is moved. */
export interface MoveWork {
  /** Folder of the command's own; keeps the backups. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** Told each step. */
  readonly report: (sentence: string) => void;
}

export interface MoveOptions extends MoveWork {
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
 * @throws PlatformError STATE_MOVE, STATE_LOCKED, COMMAND_FAILED with what Terraform said, or what a place says of itself
 */
export async function moveState(options: MoveOptions): Promise<string> {
  const { from, to, folder } = options;
  const source = stateSide({ ...options, environment: from, outdir: join(folder, 'from') });
  const target = stateSide({ ...options, environment: to, outdir: join(folder, 'to') });
  return moveBetween(source, target, from.name, options);
}

/** The same between two sides. @param name of what is moved */
export async function moveBetween(
  source: StateSide,
  target: StateSide,
  name: string,
  work: MoveWork,
): Promise<string> {
  for (const { keeper } of [source, target]) await keeper.check();
  await openKilled(source, target);
  await source.terraform.init();
  work.report(`Planning ${name} with its state in ${source.name}`);
  await expectApplied(source, name);
  const undo: Undo = [];
  try {
    await source.keeper.close(target.name);
    undo.push(() => source.keeper.open());
    return await copy(source, target, name, undo, work);
  } catch (error) {
    await takeBack(undo, work);
    throw error;
  }
}

/** Goes on where a step fails: the old place is opened whatever happens to the new one. */
async function takeBack(undo: Undo, { report }: MoveWork): Promise<void> {
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      report(`Could not be taken back: ${(error as Error).message}`);
    }
  }
}

async function copy(
  source: StateSide,
  target: StateSide,
  name: string,
  undo: Undo,
  { folder, report, signal }: MoveWork,
): Promise<string> {
  const state = await stateToMove(source, name);
  const backup = keepBackup(folder, name, state);
  report(`Kept a backup in ${backup}`);
  const before = await target.keeper.closed();
  if (before?.over) {
    // It was moved away from there before, and now comes back.
    undo.push(() => target.keeper.retire(before.place));
    await target.keeper.open();
  }
  await target.terraform.init();
  const there = await pull(target);
  if (needsCopy(state, there, target.name)) {
    report(`Copying the state of ${state.resources.size} resources to ${target.name}`);
    // What is there holds nothing, so it may be another state.
    await target.keeper.store(state, source.name, there !== undefined && there.lineage !== state.lineage);
  }
  signal?.throwIfAborted();
  report('Checking that the same resources are there, and that a plan is empty');
  await expectMoved(state, target);
  await expectUnchanged(state, source);
  await source.keeper.retire(target.name);
  return backup;
}

/** State is what secrets would be in if there were any: for the owner's eyes only. */
function keepBackup(folder: string, name: string, { serial, lineage, text }: StateSnapshot): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-${lineage.slice(0, 8)}-${serial}.tfstate`);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
