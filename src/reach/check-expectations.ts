import { ConfigurationError, type Issue } from '../core/errors';
import type { Answer, PortRange, Protocol, Topology } from '../topology';
import { ask } from './ask';
import type { Expectation } from './expectations';

/** One connection of an expectation, with the actual and the expected answer. */
export type Check = Answer & {
  readonly name: string;
  readonly because?: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  /** Port that the answer applies to: the first with an unexpected answer, or else the first port. */
  readonly port: number;
  readonly expected: Expectation['expected'];
  readonly met: boolean;
};

function check(
  topology: Topology,
  { name, protocol, ports, expected, reason }: Expectation,
  from: string,
  to: string,
): Check {
  const segments = ports.flatMap((range) => topology.portRanges(range, protocol));
  const answers = segments.map((segment) => ({
    port: segment.from,
    answer: ask(topology, { from, to, protocol, port: segment.from }),
  }));
  const [first] = answers;
  const found = answers.find(({ answer }) => answer.verdict !== expected) ?? first;
  if (!found) throw new RangeError('no ports');
  const { port, answer } = found;
  const met = answer.verdict === expected;
  const why = reason === undefined ? {} : { because: reason };
  return { name, ...why, from, to, protocol, ports, port, expected, met, ...answer };
}

/**
 * Checks every connection of every expectation against the network.
 *
 * @param file name of the file, for errors
 * @throws ConfigurationError TOPOLOGY_QUESTION with every endpoint that is not in the network
 */
export function checkExpectations(
  topology: Topology,
  expectations: readonly Expectation[],
  file: string,
): readonly Check[] {
  const issues = new Map<string, Issue>();
  const checks = expectations.flatMap((one, i) =>
    one.from.flatMap((from) =>
      one.to.flatMap((to) => {
        try {
          return [check(topology, one, from, to)];
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          for (const issue of error.issues) {
            const path = `${file}[${i}].${issue.path}`;
            issues.set(`${path} ${String(issue.given)}`, { ...issue, path });
          }
          return [];
        }
      }),
    ),
  );
  if (issues.size > 0) throw new ConfigurationError([...issues.values()]);
  return checks;
}
