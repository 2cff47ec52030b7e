import { join } from 'node:path';
import type { Topology } from '../../topology';
import { compareTopologies } from '../../topology/compare';
import { printAnswer, printMatrix, type Asked } from '../../topology/print';
import { printChanges } from '../../topology/print-changes';
import type { Outcome, Run, Values } from '../define-command';
import { ask } from '../../reach/ask';
import { DEFAULT_ENVIRONMENT } from '../default-environment';
import { networkOf, usage } from './network';
import type { REACH_OPTIONS } from './options';
import { readNetwork, type Network } from '../../reach/read-network';
import { nameOf } from '../../reach/read-text';
import { checkTaken, givenValues } from './variables';

type ReachValues = Values<typeof REACH_OPTIONS>;

function questionOf({ from, to, port, protocol, expect }: ReachValues): Asked | undefined {
  if (from === undefined && to === undefined && port === undefined) {
    if (expect === undefined) return undefined;
    throw usage({
      path: '--expect',
      message: 'is about one connection',
      accepted: '--from, --to and --port with it',
    });
  }
  if (from === undefined || to === undefined || port === undefined)
    throw usage({
      path: '--from, --to, --port',
      message: 'name one connection together',
      accepted: 'all three',
    });
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535)
    throw usage({
      path: '--port',
      given: port,
      message: 'is not a port',
      accepted: 'a whole number from 1 to 65535',
    });
  return { from, to, protocol, port: number };
}

/** Rejects invalid combinations of options. @throws ConfigurationError USAGE */
function checkAlone(options: ReachValues): void {
  const { against, sarif, expect } = options;
  const question = options.from !== undefined || options.to !== undefined || options.port !== undefined;
  const expectations = options['expect-file'] !== undefined;
  if (against !== undefined && (question || expectations))
    throw usage({
      path: '--against',
      message: 'is about all connections',
      accepted: 'no --from, --to, --port and --expect-file with it',
    });
  if (expectations && (question || expect !== undefined))
    throw usage({
      path: '--expect-file',
      message: 'names the connections itself',
      accepted: 'no --from, --to, --port and --expect with it',
    });
  if (sarif && question && expect === undefined)
    throw usage({
      path: '--sarif',
      message: 'reports what is not as expected',
      accepted: '--expect or --expect-file with it, --against, or no --from, --to and --port',
    });
}

type Print = (data: unknown, text: () => string, findings: (report: Sarif) => Findings) => void;
type Sarif = typeof import('../../reach/sarif');
type Findings = Parameters<Sarif['sarifLog']>[1];

/** File that SARIF findings refer to. */
const reported = (
  { plan, file = plan, environment = DEFAULT_ENVIRONMENT }: ReachValues,
  source: Network['source'],
) => ({
  path: file ?? join('src', 'config', 'environments', `${environment}.ts`),
  source,
});

async function checkAll(file: string, topology: Topology, print: Print): Promise<Outcome> {
  const [{ readExpectations }, { checkExpectations }, { printChecks }] = await Promise.all([
    import('../../reach/expectations'),
    import('../../reach/check-expectations'),
    import('./print-checks'),
  ]);
  const checks = checkExpectations(topology, readExpectations(file), nameOf(file));
  const refused = checks.filter(({ met }) => !met).length;
  print(
    { expectations: checks, met: checks.length - refused, refused },
    () => printChecks(checks),
    (sarif) => sarif.findingsOfChecks(checks),
  );
  return refused === 0 ? 'done' : 'differs';
}

/**
 * Runs `devloop reach`: prints the matrix, a comparison, the checked expectations, or the answer to one
 * query.
 */
export async function answerReach(
  options: ReachValues,
  { result, say }: Pick<Run<typeof REACH_OPTIONS>, 'result' | 'say'>,
): Promise<Outcome> {
  checkAlone(options);
  const question = questionOf(options);
  const variables = await givenValues(options);
  const { topology, source } = await networkOf(options, variables);
  const before =
    options.against === undefined ? undefined : await readNetwork(options.against, { variables });
  checkTaken(variables, [topology, ...(before ? [before.topology] : [])], say);
  const sarif = options.sarif ? await import('../../reach/sarif') : undefined;
  const print: Print = (data, text, findings) => {
    const log = sarif?.sarifLog(reported(options, source), findings(sarif));
    result(log ?? data, log ? JSON.stringify(log, null, 2) : text());
  };
  if (options['expect-file'] !== undefined) return checkAll(options['expect-file'], topology, print);
  if (before) {
    const changes = compareTopologies(before.topology, topology);
    print(
      { changes },
      () => printChanges(changes),
      ({ findingsOfChanges }) => findingsOfChanges(changes),
    );
    return 'done';
  }
  if (!question) {
    const matrix = topology.matrix();
    print(
      matrix,
      () => printMatrix(matrix),
      ({ findingsOfMatrix }) => findingsOfMatrix(matrix),
    );
    return 'done';
  }
  const answer = ask(topology, question);
  const { expect = answer.verdict } = options;
  const met = expect === answer.verdict;
  const check = {
    name: '--expect',
    ports: [{ from: question.port, to: question.port }],
    expected: expect,
    met,
  };
  print(
    { ...question, ...answer },
    () => printAnswer(question, answer),
    ({ findingsOfChecks }) => findingsOfChecks([{ ...check, ...question, ...answer }]),
  );
  return met ? 'done' : 'differs';
}
