import { didYouMean } from '../../core/did-you-mean';
import { ConfigurationError, type Issue } from '../../core/errors';
import type { Assignment, Topology } from '../../topology';
import { compareTopologies } from '../../topology/compare';
import { printAnswer, printMatrix, type Asked } from '../../topology/print';
import { printChanges } from '../../topology/print-changes';
import type { Outcome, Run, Values } from '../define-command';
import type { REACH_OPTIONS } from './options';
import { readNetwork, type Network } from './read-network';
import { checkTaken, givenValues } from './variables';

const DEFAULT_ENVIRONMENT = 'dev';

type ReachValues = Values<typeof REACH_OPTIONS>;

const usage = (issue: Omit<Issue, 'code'>): ConfigurationError =>
  new ConfigurationError({ code: 'USAGE', ...issue });

async function networkOf(
  { plan, file = plan, environment, source }: ReachValues,
  variables: readonly Assignment[],
): Promise<Network> {
  if (file === undefined) {
    if (source !== undefined)
      throw usage({
        path: '--source',
        message: 'lies beside a file',
        accepted: '--file or --plan with it',
      });
    // Loaded on demand: CDKTF takes longer to load than a file to analyze.
    const { readEnvironment } = await import('../../stacks/environment-topology');
    return { topology: readEnvironment(environment ?? DEFAULT_ENVIRONMENT, variables) };
  }
  if (environment !== undefined)
    throw usage({
      path: '--environment, --file, --plan',
      message: 'exclude each other',
      accepted: 'one of them',
    });
  return readNetwork(file, { sources: source, variables });
}

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

/** Answers a question. Adds similar names to the error for an unknown endpoint. */
function ask(topology: Topology, { from, to, protocol, port }: Asked): ReturnType<Topology['reach']> {
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

/** Runs `devloop reach`: the matrix, a comparison, or the answer to one question. */
export async function answerReach(
  options: ReachValues,
  { result, say }: Pick<Run<typeof REACH_OPTIONS>, 'result' | 'say'>,
): Promise<Outcome> {
  const question = questionOf(options);
  if (options.plan !== undefined && options.file !== undefined)
    throw usage({ path: '--file, --plan', message: 'exclude each other', accepted: 'one of them' });
  if (options.against !== undefined && question)
    throw usage({
      path: '--against',
      message: 'is about all connections',
      accepted: 'no --from, --to and --port with it',
    });
  const variables = await givenValues(options);
  const { topology } = await networkOf(options, variables);
  const before =
    options.against === undefined ? undefined : await readNetwork(options.against, { variables });
  checkTaken(variables, [topology, ...(before ? [before.topology] : [])], say);
  if (before) {
    const changes = compareTopologies(before.topology, topology);
    result({ changes }, printChanges(changes));
    return 'done';
  }
  if (!question) {
    const matrix = topology.matrix();
    result(matrix, printMatrix(matrix));
    return 'done';
  }
  const answer = ask(topology, question);
  result({ ...question, ...answer }, printAnswer(question, answer));
  return options.expect === undefined || options.expect === answer.verdict ? 'done' : 'differs';
}
