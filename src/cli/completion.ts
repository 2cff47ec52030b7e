import { type Command, optionsOf, type OptionDefinition } from './define-command';

export type Shell = 'bash' | 'zsh' | 'fish';

const ENVIRONMENTS = '$(devloop completion environments 2>/dev/null)';

const withHelp = (commands: readonly Command[]): string =>
  [...commands.map(({ name }) => name), 'help'].join(' ');

const isEmpty = (command: Command): boolean => !command.argument;

const listOf = (command: Command): [string, OptionDefinition][] => Object.entries(optionsOf(command));

/** Completion of an option's value in bash. */
function bashValues({ choices, completes }: OptionDefinition): string {
  if (choices) return `compgen -W '${choices.join(' ')}' -- "$word"`;
  if (completes === 'environments') return `compgen -W "${ENVIRONMENTS}" -- "$word"`;
  if (completes === 'folders') return 'compgen -d -- "$word"';
  return completes === 'files' ? 'compgen -f -- "$word"' : ':';
}

function bash(commands: readonly Command[]): string {
  const values = commands.flatMap((command) =>
    listOf(command)
      .filter(([, { type }]) => type === 'string')
      .map(
        ([name, option]) =>
          `    '${command.name} --${name}') COMPREPLY=($(${bashValues(option)})); return ;;`,
      ),
  );
  const words = commands.map((command) => {
    const options = [...listOf(command).map(([name]) => `--${name}`), '--help'].join(' ');
    const choices = command.argument?.choices?.join(' ') ?? options;
    return `    ${command.name}) [[ $word == -* ]] && words='${options}' || words='${choices}' ;;`;
  });
  return `# bash completion for devloop
_devloop() {
  local word=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} words
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${withHelp(commands)}' -- "$word"))
    return
  fi
  case "$command \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
  esac
  case $command in
${words.join('\n')}
    help) words='${withHelp(commands.filter(isEmpty))}' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _devloop devloop
`;
}

const zshText = (text: string): string => text.replace(/'/g, "'\\''").replace(/[[\]:]/g, '\\$&');

function zshValues({ choices, completes }: OptionDefinition): string {
  if (choices) return `(${choices.join(' ')})`;
  if (completes === 'environments') return '_devloop_environments';
  if (completes === 'folders') return '_files -/';
  return completes === 'files' ? '_files' : ' ';
}

function zsh(commands: readonly Command[]): string {
  const names = commands.map(({ name, summary }) => `    '${name}:${zshText(summary)}'`);
  const cases = commands.map((command) => {
    const options = listOf(command).map(([name, option]) => {
      const value = option.type === 'string' ? `:${option.value ?? 'VALUE'}:${zshValues(option)}` : '';
      return `'${option.repeats ? '*' : ''}--${name}[${zshText(option.description)}]${value}'`;
    });
    const word = command.argument
      ? [
          `'1:${command.argument.name}:${command.argument.choices ? `(${command.argument.choices.join(' ')})` : ''}'`,
        ]
      : [];
    return `    ${command.name}) _arguments ${[...word, ...options, "'--help[Show help]'"].join(' \\\n      ')} ;;`;
  });
  return `#compdef devloop
_devloop_environments() { compadd -- \${(f)"${ENVIRONMENTS}"} }
_devloop() {
  local -a commands=(
${names.join('\n')}
    'help:Show the help of a command'
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
    help) _describe command commands ;;
  esac
}
if [[ $funcstack[1] == _devloop ]]; then _devloop "$@"; else compdef _devloop devloop; fi
`;
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

function fishValues({ choices, completes }: OptionDefinition): string {
  if (choices) return ` -x -a ${quoted(choices.join(' '))}`;
  if (completes === 'environments') return " -x -a '(devloop completion environments 2>/dev/null)'";
  if (completes === 'folders') return " -x -a '(__fish_complete_directories)'";
  return completes === 'files' ? ' -r -F' : ' -x';
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const { name, summary, argument } = command;
    const within = `complete -c devloop -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c devloop -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...(argument?.choices ? [`${within} -a ${quoted(argument.choices.join(' '))}`] : []),
      ...listOf(command).map(
        ([option, definition]) =>
          `${within} -l ${option}${definition.type === 'string' ? fishValues(definition) : ''} -d ${quoted(definition.description)}`,
      ),
    ];
  });
  return `# fish completion for devloop
complete -c devloop -f
${lines.join('\n')}
complete -c devloop -n __fish_use_subcommand -a help -d 'Show the help of a command'
complete -c devloop -n '__fish_seen_subcommand_from help' -a '${commands
    .filter(isEmpty)
    .map(({ name }) => name)
    .join(' ')}'
`;
}

const SCRIPTS: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = { bash, zsh, fish };

/** Completion script for a shell. It calls `devloop completion environments` for the names of environments. */
export const completionScript = (shell: Shell, commands: readonly Command[]): string =>
  SCRIPTS[shell](commands);
