import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigurationError } from '../core/errors';
import { PROJECT_DIR } from '../system/paths';
import { STATUSES } from './exit-status';
import {
  type AnyValues,
  type Command,
  GROUPS,
  type OptionDefinition,
  optionsOf,
  type Repeated,
} from './define-command';

/** Result of parsing: a command to run, or help to print. */
export type Parsed =
  | { readonly kind: 'help'; readonly text: string }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly options: AnyValues;
      readonly argument: string | undefined;
    };

/** Refuses an option that is given twice. Commander would take the last value. */
function refuseSecond(option: Option): void {
  const { parseArg } = option;
  let first: string | undefined;
  option.argParser((text) => {
    if (first !== undefined) throw new InvalidArgumentError(`It is given twice, with '${first}' before.`);
    first = text;
    return parseArg ? parseArg(text, undefined) : text;
  });
}

function toOption(
  name: string,
  { type, description, value = 'VALUE', ...definition }: OptionDefinition,
  next: () => number,
): Option {
  const option = new Option(type === 'boolean' ? `--${name}` : `--${name} <${value}>`, description);
  if (type === 'boolean') option.default(false, 'off');
  if (definition.choices) option.choices([...definition.choices]);
  if (definition.default !== undefined) option.default(definition.default);
  if (definition.repeats) {
    option.argParser((text, before: readonly Repeated[] = []) => [
      ...before,
      { value: text, position: next() },
    ]);
  } else if (type === 'string') refuseSecond(option);
  return option.makeOptionMandatory(definition.required === true);
}

function examplesOf({ examples }: Command): string {
  const lines = examples.map(({ run, does }) => `  $ devloop ${run}\n      ${does}`);
  return `\nExamples:\n${lines.join('\n')}`;
}

const EXIT_STATUSES = `
Exit status: ${STATUSES.map(({ status, brief }) => `${status} ${brief}`).join(', ')}.`;

/** Builds commander's definition of a command. */
function subcommand(command: Command, chosen: (parsed: Parsed) => void): Commander {
  const { name, summary, description, argument } = command;
  const sub = new Commander(name)
    .summary(summary)
    .description(`${summary}.${description === undefined ? '' : ` ${description}`}`)
    .allowExcessArguments(false)
    .addHelpText('after', `${examplesOf(command)}\n${EXIT_STATUSES}`);
  let position = 0;
  const options = Object.entries(optionsOf(command)).map(([key, definition]) => ({
    key,
    option: toOption(key, definition, () => position++),
    otherwise: definition.repeats && [],
  }));
  for (const { option } of options) sub.addOption(option);
  if (argument) {
    const { choices } = argument;
    sub.addArgument(new Argument(`<${argument.name}>`, argument.description).choices([...choices]));
  }
  return sub.action((...parts: unknown[]) => {
    const given = sub.opts();
    const values = options.map(({ key, option, otherwise }) => [
      key,
      given[option.attributeName()] ?? otherwise,
    ]);
    const word = argument ? (parts[0] as string) : undefined;
    chosen({ kind: 'run', command, options: Object.fromEntries(values), argument: word });
  });
}

const versionOf = (): string =>
  (JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8')) as { version: string }).version;

const HEAD = 'A typical AWS web platform from one typed description of an environment.';

function programOf(
  commands: readonly Command[],
  chosen: (parsed: Parsed) => void,
  write: (text: string) => void,
) {
  const program = new Commander('devloop')
    .description(HEAD)
    .helpCommand('help [command]', 'Show the help of a command')
    // An option after a command is the command's own, e.g. `restore-state --version`.
    .enablePositionalOptions()
    .version(versionOf())
    .addHelpText('after', EXIT_STATUSES)
    .configureHelp({ showGlobalOptions: false });
  for (const command of commands) program.addCommand(subcommand(command, chosen));
  for (const part of [program, ...program.commands])
    part
      .exitOverride()
      .configureOutput({ writeOut: write, writeErr: () => undefined, getOutHelpWidth: () => 100 });
  return program;
}

/** `help NAME` as `NAME`, if there is no such command: commander prints nothing, or the help of the program. */
function withoutHelp(commands: readonly Command[], args: readonly string[]): readonly string[] {
  const [name] = args.filter((arg) => !['help', '--help', '-h'].includes(arg));
  const isUnknown = name !== undefined && !name.startsWith('-') && !commands.some((one) => one.name === name);
  return isUnknown ? [name] : args;
}

/** Formats commander's message, with its suggestion, as the end of a sentence. */
const sentence = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');

/**
 * Parses a command line.
 *
 * @throws ConfigurationError USAGE, with a suggestion if a name is similar
 */
export function parse(commands: readonly Command[], args: readonly string[]): Parsed {
  let parsed: Parsed | undefined;
  let text = '';
  const program = programOf(
    commands,
    (found) => (parsed = found),
    (written) => (text += written),
  );
  try {
    if (args.length === 0) return { kind: 'help', text: program.helpInformation() };
    program.parse([...withoutHelp(commands, args)], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0 || error.code === 'commander.help') return { kind: 'help', text };
    const known = commands.some(({ name }) => name === args[0]);
    const path = known ? `devloop ${args[0]}` : 'devloop';
    throw new ConfigurationError({
      code: 'USAGE',
      path,
      message: sentence(error.message),
      accepted: `what ${path} --help says`,
    });
  }
  return parsed ?? { kind: 'help', text };
}

/** Help text of one command. */
export function helpOf(command: Command): string {
  const parsed = parse([command], [command.name, '--help']);
  return parsed.kind === 'help' ? parsed.text : '';
}

/** Commands by group, in the order of the groups. */
export const grouped = (commands: readonly Command[]): [string, Command[]][] =>
  Object.entries(GROUPS).map(([group, title]) => [
    title,
    commands.filter((command) => command.group === group),
  ]);
