import { placeName, statePlace } from '../../core/state-backend';
import { PROJECT_DIR } from '../../system/paths';
import { environmentTerraform, type EnvironmentStackOptions } from '../../terraform/environment-stack';
import { type Keeper, keeperOf } from '../backends';
import { readSnapshot, type StateSnapshot } from '../../terraform/state-snapshot';
import type { Terraform } from '../../terraform/terraform';

/** One side of a move: a place for state, and Terraform in a stack whose state is there. */
export interface StateSide {
  /** The place as people write it. */
  readonly name: string;
  readonly keeper: Keeper;
  readonly terraform: Pick<Terraform, 'init' | 'pull' | 'difference'>;
}

/** An environment's side. */
export function stateSide(options: EnvironmentStackOptions): StateSide {
  const { environment, env, stateDir = PROJECT_DIR } = options;
  const place = statePlace(environment);
  return {
    name: placeName(place),
    keeper: keeperOf(place, env, stateDir),
    terraform: environmentTerraform(options),
  };
}

/** The state that is there. @throws PlatformError STATE_UNREADABLE */
export async function pull({ terraform, name }: StateSide): Promise<StateSnapshot | undefined> {
  return readSnapshot(await terraform.pull(), name);
}
