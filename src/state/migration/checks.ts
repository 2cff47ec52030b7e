import { OperationError, type Failure } from '../../core/errors';
import { stateMoved } from '../../core/migration-marker';
import { pull, type MigrationEndpoint } from './endpoint';
import { missingFrom, type StateSnapshot } from '../../terraform/state-snapshot';

const failure = (failure: Omit<Failure, 'code'>): OperationError =>
  new OperationError({ code: 'STATE_MOVE', ...failure });

/**
 * Releases the locks of the same migration if it was killed, so that it starts from the beginning. A backend from which the state was
 * migrated earlier may be migrated to again.
 *
 * @throws OperationError STATE_MOVE if the migration still runs, differs from the killed one, or has finished
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

/** Checks that the plan is empty, because it must be empty after the migration. */
export async function expectApplied(source: MigrationEndpoint, name: string): Promise<void> {
  const difference = await source.terraform.difference();
  if (difference === '') return;
  throw failure({
    summary: `${name} has unapplied changes, or no state in ${source.name}`,
    hint: `Run npx cdktf deploy ${name} first, until its plan is empty.`,
    detail: difference,
  });
}

/** Pulls the state to migrate. */
export async function stateToMigrate(source: MigrationEndpoint, name: string): Promise<StateSnapshot> {
  const state = await pull(source);
  if (state) return state;
  throw failure({
    summary: `${source.name} contains no state of ${name}`,
    hint: `Deploy ${name} first, or name the backend that has its state with --from.`,
  });
}

/** Whether the target lacks the state. @throws OperationError STATE_MOVE if a state would be lost */
export function needsCopy(state: StateSnapshot, there: StateSnapshot | undefined, name: string): boolean {
  if (!there || there.resources.size === 0) return true;
  if (there.lineage !== state.lineage) {
    throw failure({
      summary: `${name} contains another state, with ${there.resources.size} resources`,
      hint: 'Move to a backend without a state, or with an older copy of this one.',
    });
  }
  // The serial alone is not enough: HCP Terraform increases it for a copy.
  if (there.content === state.content) return false;
  if (there.serial <= state.serial) return true;
  throw failure({
    summary: `${name} contains a newer state (serial ${there.serial} against ${state.serial}): it was moved there before`,
    hint: 'Name this backend in the configuration: there is nothing to move.',
  });
}

/** Verifies the migrated state, because `init` also succeeds with an empty state. */
export async function expectMigrated(state: StateSnapshot, target: MigrationEndpoint): Promise<void> {
  const copy = await pull(target);
  const missing = copy?.lineage === state.lineage ? missingFrom(copy, state) : ['the state itself'];
  // Without a lock: nobody uses the target yet, and a killed plan would leave its lock behind.
  const difference =
    missing.length > 0 ? `missing: ${missing.join(', ')}` : await target.terraform.difference('-lock=false');
  if (difference === '') return;
  throw failure({
    summary: `${target.name} does not contain the migrated state; the original backend stays active`,
    hint: 'Run the move again. Its log shows what Terraform did.',
    detail: difference,
  });
}

/** Checks that no apply changed the source meanwhile. A local backend does not prevent it. */
export async function expectUnchanged(state: StateSnapshot, source: MigrationEndpoint): Promise<void> {
  const now = await pull(source);
  if (now?.serial === state.serial && now.content === state.content) return;
  throw failure({
    summary: `${source.name} was changed during the migration (serial ${now?.serial ?? 'none'} against ${state.serial})`,
    hint: 'Wait for the other run to finish, then move the state again.',
  });
}
