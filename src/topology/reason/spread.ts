import type { Endpoint, Interface } from '../model/endpoints';
import { agreed, all, any, unknown, type Answer } from './answer';
import type { Side } from './connect';

export const sideOf = (end: Endpoint, at: Interface): Side => ({ label: end.address, at });

/** What comes of an end for each of its interfaces: of one that it has, of the one that it is in, or of all that are meant. */
export function spread(end: Endpoint, ask: (at: Interface) => Answer): Answer {
  const which = `which of its subnets ${end.address} is in`;
  const placements = end.interfaces.map(({ alternatives, certain, why }) => ({
    answer: agreed(alternatives.map(ask), why ?? which),
    certain,
  }));
  if (end.placement === 'any') return any(placements.map(ifThere), () => unknown(`where ${end.address} is`));
  const answers = placements.map(({ answer }) => answer);
  return end.placement === 'all' ? all(answers) : agreed(answers, which);

  /** What perhaps is not there opens nothing for sure, and nothing else depends on it. */
  function ifThere({ answer, certain }: { answer: Answer; certain: boolean }): Answer {
    return certain || answer.verdict === 'no' ? answer : unknown(`which interfaces ${end.address} has`);
  }
}
