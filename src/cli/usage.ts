import type { CommanderError } from 'commander';
import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError, type Issue } from '../core/errors';
import { type Command, type OptionDefinition, optionsOf } from './define-command';
import { otherCommand } from './other-commands';

type UsageIssue = Omit<Issue, 'code'>;

/** Dashes that chat programs and word processors write for hyphens. */
const DASH = '[\\u2010-\\u2015]';
const LEADING = new RegExp(`^(-|${DASH})+`);
const WITHIN = new RegExp(`_|${DASH}`, 'g');
const STARTS_WITH_DASH = new RegExp(`^${DASH}`);

/** An option as it is meant: with hyphens where dashes or underscores were written. */
const written = (option: string): string =>
  `--${option.replace(LEADING, '').replace(WITHIN, '-').replace(/=.*$/s, '')}`;

const uncapitalized = (text: string): string =>
  text.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());

/** What an option accepts: its choices, otherwise its description. */
export const acceptedBy = ({ choices, description }: Pick<OptionDefinition, 'choices' | 'description'>) =>
  choices?.join(', ') ?? uncapitalized(description);

const namesOf = (command: Command): string[] =>
  [...Object.keys(optionsOf(command)), 'help'].map((name) => `--${name}`);

/** @throws ConfigurationError USAGE */
export function refuse(...issues: readonly UsageIssue[]): never {
  throw new ConfigurationError(issues.map((issue) => ({ code: 'USAGE', ...issue })));
}

/** @throws ConfigurationError USAGE unless a value is one of the choices */
export function checkChoice(path: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const message = `is not one of the choices${didYouMean(value, choices)}`;
  refuse({ path, given: value, message, accepted: choices.join(', ') });
}

/**
 * Checks the value of an option. Shells pass an empty text for an unset variable.
 *
 * @throws ConfigurationError USAGE
 */
export function checkValue(name: string, definition: OptionDefinition, value: string): void {
  const path = `--${name}`;
  const accepted = acceptedBy(definition);
  if (value === '') refuse({ path, given: value, message: 'is empty', accepted });
  if (/^--[a-z]/.test(value)) refuse({ path, message: `has no value: ${value} follows`, accepted });
  if (definition.choices) checkChoice(path, value, definition.choices);
}

/** An option, or a switch with a value, that a command does not have. */
function unknownOption(command: Command, given: string): UsageIssue {
  const [, name = '', value] = /^(--[^=]+)=(.*)$/s.exec(given) ?? [];
  if (optionsOf(command)[name.slice(2)])
    return { path: name, given: value, message: 'is a value, which a switch does not take', accepted: name };
  const names = namesOf(command);
  const meant = written(given);
  const suggestion = names.includes(meant) ? ` (did you mean ${meant}?)` : didYouMean(meant, names);
  return {
    path: `devloop ${command.name}`,
    given,
    message: `is not an option${suggestion}`,
    accepted: names.join(', '),
  };
}

/** Words that belong to no option. */
export const missingOperand = ({ name, operand }: Command, first = ''): UsageIssue => ({
  path: `devloop ${name} ${first}`,
  message: `needs ${operand?.name}`,
  accepted: `a ${operand?.description.toLowerCase()}`,
});

export function excessArguments(command: Command, words: readonly string[]): UsageIssue {
  const dashed = words.find((word) => STARTS_WITH_DASH.test(word));
  if (dashed !== undefined) return unknownOption(command, dashed);
  const options = Object.entries(optionsOf(command)).map(([name, { type, value = 'VALUE' }]) =>
    type === 'boolean' ? `--${name}` : `--${name} ${value}`,
  );
  return {
    path: `devloop ${command.name}`,
    given: words.join(' '),
    message: 'belongs to no option',
    accepted: options.join(', ') || 'no arguments',
  };
}

function unknownCommand(commands: readonly Command[], given: string): UsageIssue {
  const names = commands.map(({ name }) => name);
  const other = otherCommand(given);
  return {
    path: 'devloop',
    given,
    message: `is not a command${other === undefined ? didYouMean(given, names) : ` (did you mean ${other}?)`}`,
    accepted: names.join(', '),
  };
}

/** An option where a command is expected. */
function optionWithoutCommand(commands: readonly Command[], given: string): UsageIssue {
  const name = written(given).slice(2);
  const having = commands.filter((command) => name in optionsOf(command));
  const [example] = having.map((command) => `devloop ${command.name} --${name}`);
  if (example !== undefined)
    return { path: 'devloop', given, message: 'stands before the command', accepted: `e.g. ${example}` };
  const accepted = ['--help', '--version'];
  return {
    path: 'devloop',
    given,
    message: `is not an option${didYouMean(written(given), accepted)}`,
    accepted: `a command, ${accepted.join(', ')}`,
  };
}

/** Converts an error of commander, whose sentences name neither options nor commands. */
export function usageIssue(
  { code, message }: CommanderError,
  commands: readonly Command[],
  args: readonly string[],
): UsageIssue {
  const command = commands.find(({ name }) => name === args[0]);
  const [, quoted = ''] = /'(.*?)'/s.exec(message) ?? [];
  if (!command)
    return code === 'commander.unknownOption'
      ? optionWithoutCommand(commands, quoted)
      : unknownCommand(commands, quoted);
  const { argument, name } = command;
  if (code === 'commander.unknownOption') return unknownOption(command, quoted);
  if (code === 'commander.missingArgument' && argument)
    return {
      path: `devloop ${name}`,
      message: `needs the argument ${argument.name}`,
      accepted: argument.choices?.join(', ') ?? argument.description,
    };
  const [, option = ''] = /--([\w-]+)/.exec(quoted) ?? [];
  const definition = optionsOf(command)[option];
  return {
    path: definition ? `--${option}` : `devloop ${name}`,
    message: 'has no value',
    accepted: definition ? acceptedBy(definition) : namesOf(command).join(', '),
  };
}
