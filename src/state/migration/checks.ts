import { OperationError, type Failure } from '../../core/errors';
import { stateMoved } from '../../core/migration-marker';
import { pull, type MigrationEndpoint } from './endpoint';
import { missingFrom, type StateSnapshot } from '../../terraform/state-snapshot';

const failure = (failure: Omit<Failure, 'code'>): OperationError =>
  new OperationError({ code: 'STATE_MOVE', ...failure });

/**
 * Opens a place that a move was killed at, where it is this one again: from there it goes as if it had not been begun. A place
 * that a move came from before may be moved to again.
 */
export async function recoverInterrupted(
  source: MigrationEndpoint,
  target: MigrationEndpoint,
): Promise<void> {
  const from = await source.backend.migrationLock();
  const to = await target.backend.migrationLock();
  if (from?.finished) throw failure(stateMoved(source.name, from.backend));
  const killed = [
    { side: source, closed: from, way: `to ${target.name}` },
    { side: target, closed: to?.finished ? undefined : to, way: `from ${source.name}` },
  ];
  for (const { side, closed, way } of killed) {
    if (!closed) continue;
    const found = `${closed.direction} ${closed.backend}`;
    if (closed.activeProcess !== undefined) {
      throw failure({
        summary: `${side.name} is in use: its state is being moved ${found} by ${closed.activeProcess}`,
        hint: 'Wait for it to finish. If the process is gone, run devloop unlock.',
      });
    }
    if (found !== way) {
      throw failure({
        summary: `${side.name} is closed: its state was being moved ${found} when that move was interrupted`,
        hint: `Run the same move again, ${found}.`,
      });
    }
  }
  for (const { side, closed } of killed) if (closed) await side.backend.unlock();
}

/** After the move a plan must be empty, so it must be before. */
export async function expectApplied(source: MigrationEndpoint, name: string): Promise<void> {
  const difference = await source.terraform.difference();
  if (difference === '') return;
  throw failure({
    summary: `${name} has unapplied changes, or no state in ${source.name}`,
    hint: `Run npx cdktf deploy ${name} first, until its plan is empty.`,
    detail: difference,
  });
}

/** The state that is to be moved. */
export async function stateToMigrate(source: MigrationEndpoint, name: string): Promise<StateSnapshot> {
  const state = await pull(source);
  if (state) return state;
  throw failure({
    summary: `${source.name} contains no state of ${name}`,
    hint: `Deploy ${name} first, or name the backend that has its state with --from.`,
  });
}

/** Whether the target lacks this state. Refuses one that would be lost. */
export function needsCopy(state: StateSnapshot, there: StateSnapshot | undefined, name: string): boolean {
  if (!there || there.resources.size === 0) return true;
  if (there.lineage !== state.lineage) {
    throw failure({
      summary: `${name} contains another state, with ${there.resources.size} resources`,
      hint: 'Move to a backend without a state, or with an older copy of this one.',
    });
  }
  // Not by its serial alone: HCP Terraform counts a copy as a change.
  if (there.content === state.content) return false;
  if (there.serial <= state.serial) return true;
  throw failure({
    summary: `${name} contains a newer state (serial ${there.serial} against ${state.serial}): it was moved there before`,
    hint: 'Name this backend in the configuration: there is nothing to move.',
  });
}

/** That it was written proves nothing: an `init` succeeds with an empty state as well. */
export async function expectMigrated(state: StateSnapshot, target: MigrationEndpoint): Promise<void> {
  const copy = await pull(target);
  const missing = copy?.lineage === state.lineage ? missingFrom(copy, state) : ['the state itself'];
  // Nobody works there yet, and a lock would outlive the plan where that is killed.
  const difference =
    missing.length > 0 ? `missing: ${missing.join(', ')}` : await target.terraform.difference('-lock=false');
  if (difference === '') return;
  throw failure({
    summary: `${target.name} does not contain the migrated state; the original backend stays active`,
    hint: 'Run the move again. Its log shows what Terraform did.',
    detail: difference,
  });
}

/** Nothing keeps an apply that had begun before from ending meanwhile, where state is in a file. */
export async function expectUnchanged(state: StateSnapshot, source: MigrationEndpoint): Promise<void> {
  const now = await pull(source);
  if (now?.serial === state.serial && now.content === state.content) return;
  throw failure({
    summary: `${source.name} was changed during the migration (serial ${now?.serial ?? 'none'} against ${state.serial})`,
    hint: 'Wait for the other run to finish, then move the state again.',
  });
}
