import { type Command, optionsOf } from './define-command';
import { STATUSES } from './exit-status';
import { OTHER_COMMANDS } from './other-commands';
import { grouped, helpOf } from './parse';

const COLUMN = 26;
const line = ([command, summary]: readonly [string, string]): string =>
  `  ${command.padEnd(COLUMN)} ${summary}`;

/** Text of the file `help`. */
export function helpFile(commands: readonly Command[]): string {
  const blocks = grouped(commands).map(([title, all]) => {
    const lines = [
      ...all.map(({ name, summary }) => line([`npx devloop ${name}`, summary])),
      ...(OTHER_COMMANDS[title] ?? []).map(({ run, does }) => line([run, does])),
    ];
    return `${title}:\n${lines.join('\n')}`;
  });
  return `devloop: a typical AWS web platform from one typed description of an environment

${blocks.join('\n\n')}

npx devloop COMMAND --help shows options and examples. As scripts of npm the same commands take options behind --:
  npm run reach -- --environment prod
An environment is a file in src/config/environments.
`;
}

const anchor = (command: Command): string => `[\`${command.name}\`](#${command.name})`;

function section(command: Command): string {
  const schema =
    command.json === true
      ? `\n\nSchema of \`--json\`: [json/${command.name}.schema.json](json/${command.name}.schema.json).`
      : '';
  return `## ${command.name}\n\n\`\`\`text\n${helpOf(command).trim()}\n\`\`\`${schema}`;
}

/** Text of docs/commands.md. */
export function reference(commands: readonly Command[]): string {
  const tables = grouped(commands).map(
    ([title, all]) =>
      `## ${title}\n\n| Command | What it does |\n|---|---|\n${all.map((one) => `| ${anchor(one)} | ${one.summary} |`).join('\n')}`,
  );
  const statuses = STATUSES.map(({ status, whole }) => `| ${status} | ${whole} |`);
  const readers = commands.filter((command) => 'json' in optionsOf(command)).map(({ name }) => `\`${name}\``);
  return `<!-- Generated from src/cli/commands by npm run docs. Do not edit. -->

# Commands

Run \`npx devloop COMMAND\` in any folder of the project. Each command is a script of npm as well; npm keeps options for itself
unless \`--\` stands before them: \`npm run reach -- --environment prod\`.

Data goes to standard output, words go to standard error. No command asks questions. \`NO_COLOR\` is respected. An error is told in
sentences; \`DEVLOOP_DEBUG=1\` adds the stack trace of one that nobody foresaw.

${tables.join('\n\n')}

## Exit status

| Status | Meaning |
|---|---|
${statuses.join('\n')}

## JSON

${readers.join(', ')} take \`--json\` and print one JSON document to standard output. An error is a document too:
[json/error.schema.json](json/error.schema.json).

${commands.map(section).join('\n\n')}
`;
}
