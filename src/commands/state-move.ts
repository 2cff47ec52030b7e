import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment } from '../config';
import { PlatformError, type Problem } from '../core/errors';
import { StateSide } from './state-side';
import { missingFrom, type StateSnapshot } from './state-snapshot';
import type { Environment as Variables } from './terraform-cli';

export interface MoveOptions {
  /** The environment with its state where it is. */
  readonly from: Environment;
  /** The same with its state where it is to be. */
  readonly to: Environment;
  /** Folder of the command's own; keeps the backups. */
  readonly folder: string;
  /** Variables for Terraform and for AWS, added to this process's. */
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
  /** Told each step. */
  readonly report: (sentence: string) => void;
  /** Folder in which state is that is kept in a file. @default the project's */
  readonly stateDir?: string | undefined;
}

const failure = (problem: Omit<Problem, 'code'>): PlatformError =>
  new PlatformError({ code: 'STATE_MOVE', ...problem });

/**
 * Moves an environment's state from one place to another, whichever they are. The old place is closed to everybody while it
 * goes on and stays closed after it, so that nobody goes on there by mistake; the state in it stays. Interrupted or failed, the
 * old place is opened again and in force; run again, it goes on from wherever it was.
 *
 * @returns the path of the backup
 * @throws PlatformError STATE_MOVE, STATE_LOCKED, COMMAND_FAILED with what Terraform said, or what a place says of itself
 */
export async function moveState(options: MoveOptions): Promise<string> {
  const source = StateSide.of({
    ...options,
    environment: options.from,
    outdir: join(options.folder, 'from'),
  });
  const target = StateSide.of({ ...options, environment: options.to, outdir: join(options.folder, 'to') });
  for (const { keeper } of [source, target]) await keeper.check();
  const closed = await source.keeper.closed();
  if (closed === 'moved') {
    throw failure({
      path: source.name,
      message: 'was moved elsewhere before',
      accepted: 'the place where it is now',
    });
  }
  await source.terraform.init();
  if (closed === 'no') await expectApplied(source, options);
  const undo: (() => Promise<void>)[] = [];
  try {
    if (closed === 'no') {
      await source.keeper.close(target.name);
      undo.push(() => source.keeper.open());
    }
    return await copy(source, target, undo, options);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

async function copy(
  source: StateSide,
  target: StateSide,
  undo: (() => Promise<void>)[],
  { folder, from: { name }, report, signal }: MoveOptions,
): Promise<string> {
  const state = await source.pull();
  if (!state) {
    throw failure({
      path: source.name,
      message: `holds no state of ${name}`,
      accepted: `a deployed ${name}, or --from with the place where its state is`,
    });
  }
  const backup = keepBackup(folder, name, state);
  report(`Kept a backup in ${backup}`);
  if ((await target.keeper.closed()) !== 'no') {
    // It was moved away from there before, and now comes back.
    undo.push(() => target.keeper.retire(source.name));
    await target.keeper.open();
  }
  await target.terraform.init();
  const there = await target.pull();
  if (needsCopy(state, there, target)) {
    report(`Copying the state of ${state.resources.size} resources to ${target.name}`);
    // What is there holds nothing, so it may be another state.
    const force = there !== undefined && there.lineage !== state.lineage;
    if (target.keeper.store) await target.keeper.store(state, source.name, force);
    else await target.terraform.run(['state', 'push', ...(force ? ['-force'] : []), resolve(backup)]);
  }
  signal?.throwIfAborted();
  report('Checking that the same resources are there, and that a plan is empty');
  await verify(state, target);
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

/** After the move a plan must be empty, so it must be before. */
async function expectApplied(source: StateSide, { from: { name }, report }: MoveOptions): Promise<void> {
  report(`Planning ${name} with its state in ${source.name}`);
  const difference = await source.terraform.difference();
  if (difference === '') return;
  throw failure({
    path: name,
    message: `has changes that are not applied, or no state in ${source.name}`,
    accepted: `an empty plan: run npx cdktf deploy ${name} first`,
    detail: difference,
  });
}

/** Whether the target lacks this state. Refuses one that would be lost. */
function needsCopy(state: StateSnapshot, there: StateSnapshot | undefined, { name }: StateSide): boolean {
  if (!there || there.resources.size === 0) return true;
  if (there.lineage !== state.lineage) {
    throw failure({
      path: name,
      message: `holds another state, with ${there.resources.size} resources`,
      accepted: 'a place without a state, or with an older copy of this one',
    });
  }
  // Not by its serial alone: Terraform Cloud counts a copy as a change.
  if (there.content === state.content) return false;
  if (there.serial <= state.serial) return true;
  throw failure({
    path: name,
    message: `holds a newer state (serial ${there.serial} against ${state.serial}): it was moved there before`,
    accepted: 'the place in configuration: there is nothing to move',
  });
}

/** That Terraform says it has copied proves nothing: an `init` succeeds with an empty state as well. */
async function verify(state: StateSnapshot, target: StateSide): Promise<void> {
  const copy = await target.pull();
  const missing = copy?.lineage === state.lineage ? missingFrom(copy, state) : ['the state itself'];
  const difference =
    missing.length > 0 ? `missing: ${missing.join(', ')}` : await target.terraform.difference();
  if (difference === '') return;
  throw failure({
    path: target.name,
    message: 'does not show what was moved there; the old state is still in force',
    accepted: 'the same resources and an empty plan',
    detail: difference,
  });
}
