import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError } from '../core/errors';
import { NOT_IN_FILE, type Answer, type Topology } from '../topology';
import type { Asked } from '../topology/print';

/** Maximum number of names in a message. */
const NAMED = 12;

/** Names that a query accepts, an environment's own first. */
const acceptedOf = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}, a CIDR block, var.NAME`;

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
        ...(issue.message === NOT_IN_FILE && { accepted: acceptedOf(names) }),
      })),
    );
  }
}
