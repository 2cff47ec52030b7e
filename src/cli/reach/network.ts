import { ConfigurationError, type Issue } from '../../core/errors';
import { readNetwork, type Network } from '../../reach/read-network';
import type { Assignment } from '../../topology';
import { DEFAULT_ENVIRONMENT } from '../default-environment';
import type { Values } from '../define-command';
import type { NETWORK_OPTIONS } from './options';

type NetworkValues = Pick<Values<typeof NETWORK_OPTIONS>, 'environment' | 'file' | 'plan' | 'source'>;

export const usage = (issue: Omit<Issue, 'code'>): ConfigurationError =>
  new ConfigurationError({ code: 'USAGE', ...issue });

/**
 * Reads the network that options name: an environment, or a file.
 *
 * @throws ConfigurationError USAGE for options that exclude each other
 */
export async function networkOf(
  { plan, file, environment, source }: NetworkValues,
  variables: readonly Assignment[],
): Promise<Network> {
  if (plan !== undefined && file !== undefined)
    throw usage({ path: '--file, --plan', message: 'exclude each other', accepted: 'one of them' });
  const path = file ?? plan;
  if (path === undefined) {
    if (source !== undefined)
      throw usage({
        path: '--source',
        message: 'lies beside a file',
        accepted: '--file or --plan with it',
      });
    // Loaded on demand, because loading CDKTF takes longer than analyzing a file.
    const { readEnvironmentStack } = await import('../../stacks/environment-topology');
    return readEnvironmentStack(environment ?? DEFAULT_ENVIRONMENT, variables);
  }
  if (environment !== undefined)
    throw usage({
      path: '--environment, --file, --plan',
      message: 'exclude each other',
      accepted: 'one of them',
    });
  return readNetwork(path, { sources: source, variables });
}
