import { type Command, defineCommand } from '../define-command';
import type { Shell } from '../completion';

const SHELLS = ['bash', 'zsh', 'fish', 'environments'] as const;

/** @param commands all commands, including this one */
export const completionOf = (commands: () => readonly Command[]): Command =>
  defineCommand({
    name: 'completion',
    group: 'offline',
    summary: 'Print a script that completes commands and options in a shell',
    description: 'With "environments" it prints their names, as those scripts ask for them.',
    options: {},
    argument: { name: 'shell', description: 'The shell', choices: SHELLS },
    examples: [
      { run: 'completion bash >> ~/.bashrc', does: 'for bash' },
      { run: 'completion zsh > "${fpath[1]}/_devloop"', does: 'for zsh' },
      { run: 'completion fish > ~/.config/fish/completions/devloop.fish', does: 'for fish' },
    ],
    async run({ argument, result }) {
      if (argument === 'environments') {
        const { environmentNames } = await import('../../config');
        return result(environmentNames(), environmentNames().join('\n'));
      }
      const { completionScript } = await import('../completion');
      const script = completionScript(argument as Shell, commands());
      result(script, script);
    },
  });
