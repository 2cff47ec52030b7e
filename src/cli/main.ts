import { isAlive, runningNpm } from '../system/process-tree';
import { errorDocument, explained } from '../system/explain-error';
import { refuseExit } from '../system/refuse-exit';
import { checkAwsVariables } from './aws-variables';
import { COMMANDS } from './commands';
import { type Command, type Options, optionsOf, type Values } from './define-command';
import { EXIT_STATUS, statusOf } from './exit-status';
import { refuseOptionsKeptByNpm } from './npm-flags';
import { toJson, write } from './output/streams';
import { parse, type Parsed } from './parse';

/** Exit statuses of signals: 128 plus the number of the signal. */
const SIGNALS = { SIGINT: EXIT_STATUS.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;

/** Interval in milliseconds. */
const WATCH = 1000;

/** A killed npm leaves the program of its script running. */
function whenNpmIsKilled(report: () => void): void {
  const npm = runningNpm();
  if (npm !== undefined) setInterval(() => isAlive(npm) || report(), WATCH).unref();
}

function checkNpm(args: readonly string[], commands: readonly Command[]): void {
  const command = commands.find(({ name }) => name === args[0]);
  if (!command) return;
  const names = Object.entries(optionsOf(command));
  const options = names.map(([name, { type }]) => ({ name, takesValue: type === 'string' }));
  refuseOptionsKeptByNpm(command.name, options, args.slice(1));
}

async function run(parsed: Parsed & { kind: 'run' }, signal: AbortSignal): Promise<number> {
  const { command, options, argument, operand } = parsed;
  if (command.group === 'aws') checkAwsVariables();
  const json = options['json'] === true;
  let written: string | undefined;
  const outcome = await command.run({
    options: options as Values<Options>,
    argument,
    operand,
    signal,
    result: (data, text) => {
      if (json) written = toJson(data);
      else if (text !== '') write(process.stdout, text);
    },
    say: (sentence) => write(process.stderr, sentence),
  });
  // After this an error prints the one document.
  await rejectionsReported();
  if (written !== undefined) write(process.stdout, written);
  return EXIT_STATUS[outcome ?? 'done'];
}

/** Prints an error as text or JSON, and returns the exit status. */
function fail(thrown: unknown, json: boolean): number {
  const error = explained(thrown);
  if (json) write(process.stdout, toJson(errorDocument(error)));
  else write(process.stderr, error.message);
  return statusOf(error);
}

/** Lets Node.js report promises that were rejected and that nothing waits for, e.g. by a configuration file. */
const rejectionsReported = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs a command line, aborts the command on Ctrl-C, prints errors as text or JSON, and exits with the status. */
export async function main(args: readonly string[], commands: readonly Command[] = COMMANDS): Promise<never> {
  const controller = new AbortController();
  const json = args.includes('--json');
  const allowExit = refuseExit();
  const exit = (status: number): never => {
    allowExit();
    return process.exit(status);
  };
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => exit(fail(error, json)));
  let interrupted: keyof typeof SIGNALS | undefined;
  const interrupt = (name: keyof typeof SIGNALS, why = 'Interrupted'): void => {
    if (interrupted === undefined) write(process.stderr, `\n${why}: cleaning up …`);
    interrupted ??= name;
    controller.abort(new Error('interrupted'));
  };
  for (const name of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[])
    process.on(name, () => interrupt(name));
  whenNpmIsKilled(() => interrupt('SIGHUP', 'npm was killed'));
  let status: number;
  try {
    checkNpm(args, commands);
    const parsed = parse(commands, args);
    if (parsed.kind === 'help') write(process.stdout, parsed.text);
    status = parsed.kind === 'help' ? EXIT_STATUS.done : await run(parsed, controller.signal);
  } catch (error) {
    status = interrupted === undefined ? fail(error, json) : SIGNALS[interrupted];
  }
  // Cleanup is complete. A handle of a library must not delay the exit.
  return exit(status);
}
