import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigurationError, isExplained } from '../core/errors';
import { Topology, decodeText, type Protocol } from '../topology';
import { refuseOptionsKeptByNpm } from './npm-flags';
import { compareTopologies } from '../topology/compare';
import { printAnswer, printMatrix, type Asked } from '../topology/print';
import { printChanges } from '../topology/print-changes';

const OPTIONS = {
  environment: { type: 'string' },
  file: { type: 'string' },
  plan: { type: 'string' },
  against: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  port: { type: 'string' },
  protocol: { type: 'string' },
  expect: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const DEFAULT_ENVIRONMENT = 'dev';
const VERDICTS = ['yes', 'no', 'unknown'];
/** For a question that cannot be put, so that no expectation is mistaken for kept or broken. */
const UNASKABLE = 2;

type Values = ReturnType<typeof parse>;

function refuse(path: string, message: string, accepted: string, given?: unknown): never {
  throw new ConfigurationError({
    code: 'USAGE',
    path,
    message,
    accepted,
    ...(given !== undefined && { given }),
  });
}

function parse(args: readonly string[]) {
  const names = Object.entries(OPTIONS).map(([name, { type }]) => ({ name, takesValue: type === 'string' }));
  refuseOptionsKeptByNpm('reach', names, args);
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    const known = Object.entries(OPTIONS).map(
      ([name, { type }]) => `--${name}${type === 'string' ? ' VALUE' : ''}`,
    );
    return refuse('options', (error as Error).message.split('. ')[0] ?? '', known.join(', '));
  }
}

/** Bytes: a plan of ten thousand servers is a tenth of it. */
const LARGEST_FILE = 256 * 2 ** 20;

function readText(path: string): string {
  try {
    if (statSync(path).size <= LARGEST_FILE) return decodeText(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new ConfigurationError({
      code: 'TOPOLOGY_UNREADABLE',
      path,
      message: `cannot be read (${code})`,
      accepted: 'a file of Terraform JSON',
    });
  }
  throw new ConfigurationError({
    code: 'TOPOLOGY_UNREADABLE',
    path,
    message: 'is too large',
    accepted: `a file of at most ${LARGEST_FILE / 2 ** 20} MB`,
  });
}

async function topologyOf({ plan, file = plan, environment }: Values): Promise<Topology> {
  if (file === undefined) {
    // CDKTF takes longer to load than a question about a file takes to answer.
    const { readEnvironment } = await import('../stacks/environment-topology');
    return readEnvironment(environment ?? DEFAULT_ENVIRONMENT);
  }
  if (environment !== undefined)
    refuse('options', 'name an environment and a file', 'one of --environment and --file');
  return Topology.read(readText(file), file);
}

function questionOf({ from, to, port, protocol = 'tcp', expect }: Values): Asked | undefined {
  if (expect !== undefined && !VERDICTS.includes(expect))
    refuse('--expect', 'is no answer', VERDICTS.join(', '), expect);
  if (protocol !== 'tcp' && protocol !== 'udp')
    refuse('--protocol', 'is not a protocol with ports', 'tcp or udp', protocol);
  if (from === undefined && to === undefined && port === undefined) {
    if (expect !== undefined)
      refuse('--expect', 'is about one question', '--from, --to and --port beside it');
    return undefined;
  }
  if (from === undefined || to === undefined || port === undefined) {
    return refuse('options', 'ask half a question', '--from, --to and --port together');
  }
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  if (!isPort) refuse('--port', 'is no port', 'a whole number from 1 to 65535', port);
  return { from, to, protocol: protocol as Protocol, port: Number(port) };
}

/** What a command prints, and the status with which it ends. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function told(status: number, value: unknown, text: string, json: boolean | undefined): Outcome {
  return { status, stdout: json === true ? JSON.stringify(value, null, 2) : text, stderr: '' };
}

async function answered(args: readonly string[]): Promise<Outcome> {
  const values = parse(args);
  const question = questionOf(values);
  if (values.plan !== undefined && values.file !== undefined)
    refuse('options', 'name a file twice', 'one of --file and --plan');
  if (values.against !== undefined && question)
    refuse('--against', 'is about all connections', 'no --from, --to and --port beside it');
  const topology = await topologyOf(values);
  if (values.against !== undefined) {
    const changes = compareTopologies(Topology.read(readText(values.against), values.against), topology);
    return told(0, { changes }, printChanges(changes), values.json);
  }
  if (!question) {
    const matrix = topology.matrix();
    return told(0, matrix, printMatrix(matrix), values.json);
  }
  const answer = topology.reach(question.from, question.to, question.protocol, question.port);
  const kept = values.expect === undefined || values.expect === answer.verdict;
  return told(kept ? 0 : 1, { ...question, ...answer }, printAnswer(question, answer), values.json);
}

/**
 * The matrix of an environment or a file, what differs from another file's, or the answer to one question.
 *
 * @param args the options of `npm run reach`
 * @returns status 0; 1 for an answer other than the expected one; 2 for a question that cannot be put
 */
export async function answerReach(args: readonly string[]): Promise<Outcome> {
  try {
    return await answered(args);
  } catch (error) {
    if (!isExplained(error)) throw error;
    return { status: UNASKABLE, stdout: '', stderr: error.message };
  }
}
