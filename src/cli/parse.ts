import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command as Commander, CommanderError, Option } from 'commander';
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
import {
  acceptedBy,
  checkChoice,
  checkValue,
  excessArguments,
  missingOperand,
  refuse,
  usageIssue,
} from './usage';

/** Result of parsing: a command to run, or help to print. */
export type Parsed =
  | { readonly kind: 'help'; readonly text: string }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly options: AnyValues;
      readonly argument: string | undefined;
      readonly operand: string | undefined;
    };

/** Reads the value of an option. Commander would take the last of several values, and the next option for a value. */
function readValue(option: Option, name: string, definition: OptionDefinition, next: () => number): void {
  let first: string | undefined;
  option.argParser<unknown>((value, before = []) => {
    checkValue(name, definition, value);
    if (definition.repeats) return [...(before as readonly Repeated[]), { value, position: next() }];
    if (first !== undefined)
      refuse({
        path: `--${name}`,
        given: value,
        message: `is given after ${JSON.stringify(first)}`,
        accepted: 'the option once',
      });
    first = value;
    return value;
  });
}

function toOption(name: string, definition: OptionDefinition, next: () => number): Option {
  const { type, description, value = 'VALUE', choices } = definition;
  const option = new Option(type === 'boolean' ? `--${name}` : `--${name} <${value}>`, description);
  if (type === 'boolean') return option.default(false, 'off');
  if (choices) option.choices([...choices]);
  if (definition.default !== undefined) option.default(definition.default);
  readValue(option, name, definition, next);
  return option;
}

function examplesOf({ examples }: Command): string {
  const lines = examples.map(({ run, does }) => `  $ devloop ${run}\n      ${does}`);
  return `\nExamples:\n${lines.join('\n')}`;
}

const EXIT_STATUSES = `
Exit status: ${STATUSES.map(({ status, brief }) => `${status} ${brief}`).join(', ')}.`;

/** Refuses missing options and excess arguments, which commander would report one at a time. */
function checkWhole(
  command: Command,
  given: Readonly<Record<string, unknown>>,
  words: readonly string[],
): void {
  const missing = Object.entries(optionsOf(command)).filter(
    ([name, { required }]) => required === true && given[name] === undefined,
  );
  const issues = [
    ...(words.length === 0 ? [] : [excessArguments(command, words)]),
    ...missing.map(([name, definition]) => ({
      path: `--${name}`,
      message: 'is required',
      accepted: acceptedBy(definition),
    })),
  ];
  if (issues.length > 0) refuse(...issues);
}

/** Builds commander's definition of a command. */
function subcommand(command: Command, chosen: (parsed: Parsed) => void): Commander {
  const { name, summary, description, argument, operand } = command;
  const sub = new Commander(name)
    .summary(summary)
    .description(`${summary}.${description === undefined ? '' : ` ${description}`}`)
    .allowExcessArguments(true)
    .addHelpText('after', `${examplesOf(command)}\n${EXIT_STATUSES}`);
  let position = 0;
  const options = Object.entries(optionsOf(command)).map(([key, definition]) => ({
    key,
    option: toOption(key, definition, () => position++),
    otherwise: definition.repeats && [],
  }));
  for (const { option } of options) sub.addOption(option);
  if (argument) {
    const { name: word, description: about, choices, optional } = argument;
    const positional = new Argument(optional ? `[${word}]` : `<${word}>`, about);
    if (choices)
      positional.choices([...choices]).argParser((value: string) => {
        checkChoice(`devloop ${name}`, value, choices);
        return value;
      });
    sub.addArgument(positional);
  }
  if (operand) sub.addArgument(new Argument(`[${operand.name}]`, operand.description));
  return sub.action(() => {
    const given = sub.opts();
    const values = Object.fromEntries(
      options.map(({ key, option, otherwise }) => [key, given[option.attributeName()] ?? otherwise]),
    );
    const [first, second] = sub.args;
    const takesOperand = operand?.of.includes(first ?? '') === true;
    const taken = (argument ? 1 : 0) + (takesOperand ? 1 : 0);
    checkWhole(command, values, sub.args.slice(taken));
    if (takesOperand && second === undefined) refuse(missingOperand(command, first));
    chosen({
      kind: 'run',
      command,
      options: values,
      argument: argument && first,
      operand: takesOperand ? second : undefined,
    });
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
    refuse(usageIssue(error, commands, args));
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
