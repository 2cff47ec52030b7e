import { backendName, backendSettings } from '../../core/state-backend';
import { PROJECT_DIR } from '../../system/paths';
import { environmentTerraform, type EnvironmentStackOptions } from '../../terraform/environment-stack';
import { type StateBackend, createStateBackend } from '../backends';
import { readSnapshot, type StateSnapshot } from '../../terraform/state-snapshot';
import type { Terraform } from '../../terraform/terraform';

/** One side of a migration: a backend, and Terraform in a stack with that backend. */
export interface MigrationEndpoint {
  /** Name of the backend. */
  readonly name: string;
  readonly backend: StateBackend;
  readonly terraform: Pick<Terraform, 'init' | 'pull' | 'difference'>;
}

/** Endpoint of an environment. */
export function migrationEndpoint(options: EnvironmentStackOptions): MigrationEndpoint {
  const { environment, env, stateDir = PROJECT_DIR } = options;
  const backend = backendSettings(environment);
  return {
    name: backendName(backend),
    backend: createStateBackend(backend, env, stateDir),
    terraform: environmentTerraform(options),
  };
}

/** Pulls the state. @throws OperationError STATE_UNREADABLE */
export async function pull({ terraform, name }: MigrationEndpoint): Promise<StateSnapshot | undefined> {
  return readSnapshot(await terraform.pull(), name);
}
