import { backendName, backendSettings } from '../../core/state-backend';
import { PROJECT_DIR } from '../../system/paths';
import { environmentTerraform, type EnvironmentStackOptions } from '../../terraform/environment-stack';
import { type StateBackend, createStateBackend } from '../backends';
import { readSnapshot, type StateSnapshot } from '../../terraform/state-snapshot';
import type { Terraform } from '../../terraform/terraform';

/** One side of a move: a place for state, and Terraform in a stack whose state is there. */
export interface MigrationEndpoint {
  /** The place as people write it. */
  readonly name: string;
  readonly backend: StateBackend;
  readonly terraform: Pick<Terraform, 'init' | 'pull' | 'difference'>;
}

/** An environment's side. */
export function migrationEndpoint(options: EnvironmentStackOptions): MigrationEndpoint {
  const { environment, env, stateDir = PROJECT_DIR } = options;
  const backend = backendSettings(environment);
  return {
    name: backendName(backend),
    backend: createStateBackend(backend, env, stateDir),
    terraform: environmentTerraform(options),
  };
}

/** The state that is there. @throws OperationError STATE_UNREADABLE */
export async function pull({ terraform, name }: MigrationEndpoint): Promise<StateSnapshot | undefined> {
  return readSnapshot(await terraform.pull(), name);
}
