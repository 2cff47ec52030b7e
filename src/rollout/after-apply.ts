import { Plan } from '../terraform/planned-resources';
import { applicationsOf } from './applications';
import { rollout, type RolloutOptions } from './index';
import { printRollout } from './report';

/** In milliseconds. */
const TIMEOUT = 3_600_000;

interface AfterApply extends Pick<RolloutOptions, 'environment' | 'signal' | 'onProgress' | 'interval'> {
  /** @default process.env */
  readonly env?: RolloutOptions['env'];
}

/**
 * Follows the rollout after an apply that ran elsewhere, e.g. with credentials of its own. Returns false if the rollout failed. If it
 * cannot be followed, the apply has succeeded nonetheless: a sentence tells why, and what to run instead.
 */
export async function followAfterApply({
  env = { ...process.env },
  ...options
}: AfterApply): Promise<boolean> {
  const { environment, signal, onProgress } = options;
  if (applicationsOf(Plan.read(environment.synthesize(), env)).length === 0) return true;
  try {
    const ended = await rollout({ ...options, env, timeout: TIMEOUT, rollback: false });
    onProgress(printRollout(ended));
    return ended.every(({ done }) => done);
  } catch (error) {
    if (signal.aborted) throw error;
    const [reason = ''] = (error as Error).message.split('\n');
    onProgress(
      `The rollout was not followed (${reason}). With AWS credentials of the environment's account: devloop rollout --environment ${environment.name}`,
    );
    return true;
  }
}
