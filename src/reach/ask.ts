import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError } from '../core/errors';
import type { Answer, Topology } from '../topology';
import type { Asked } from '../topology/print';

/**
 * Answers a query.
 *
 * @throws ConfigurationError TOPOLOGY_QUESTION for an unknown endpoint, with similar names
 */
export function ask(topology: Topology, { from, to, protocol, port }: Asked): Answer {
  try {
    return topology.reach(from, to, protocol, port);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const names = topology.endNames();
    throw new ConfigurationError(
      error.issues.map((issue) => ({
        ...issue,
        message: `${issue.message}${didYouMean(String(issue.given ?? ''), names)}`,
      })),
    );
  }
}
