import { placeName, statePlace } from '../core/state-place';
import { PROJECT_DIR } from './deployment';
import { environmentTerraform, type EnvironmentStackOptions } from './environment-stack';
import { type Keeper, keeperOf } from './state-keepers';
import { readSnapshot, type StateSnapshot } from './state-snapshot';
import type { Terraform } from './terraform';

/** One side of a move: a place for state, and Terraform in a stack whose state is there. */
export class StateSide {
  private constructor(
    /** The place as people write it. */
    public readonly name: string,
    public readonly keeper: Keeper,
    public readonly terraform: Terraform,
  ) {}

  public static of(options: EnvironmentStackOptions): StateSide {
    const { environment, env, stateDir = PROJECT_DIR } = options;
    const place = statePlace(environment);
    return new StateSide(placeName(place), keeperOf(place, env, stateDir), environmentTerraform(options));
  }

  /** The state that is there. @throws PlatformError STATE_UNREADABLE */
  public async pull(): Promise<StateSnapshot | undefined> {
    return readSnapshot(await this.terraform.pull(), this.name);
  }
}
