/// <reference types="@cdktf/node-pty-prebuilt-multiarch" />
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { COMMANDS } from '../../src/cli/commands';
import { completionScript, type Shell } from '../../src/cli/completion';
import { environmentNames } from '../../src/config';
import { PROJECT_DIR } from '../../src/system/paths';
import { ProjectCopy } from '../support/processes/project-copy';
import { describeWithTools, tool } from '../support/processes/tools';
import { temporaryFolder } from '../support/processes/terraform';

// The first run bundles the source.
jest.setTimeout(120_000);

/** The CDKTF CLI's own terminal, which declares its types under another name than the one it is installed by. */
const { spawn } = jest.requireActual<typeof import('@lydell/node-pty')>('@cdktf/node-pty-prebuilt-multiarch');

/** Where the shells' own functions lie: `.ci/tools` unpacks packages there, a system has them at its root. */
const unpacked = join(PROJECT_DIR, '.local', 'tools', 'root');
const root = existsSync(join(unpacked, 'usr', 'share', 'zsh')) ? unpacked : '';

/** What is typed, and words that are proposed for it, all of them. */
const TYPED: readonly [string, readonly string[]][] = [
  ['devloop res', ['rescue-state', 'restore-drill', 'restore-state']],
  ['devloop reach --f', ['--file', '--from']],
  ['devloop move-state --to ', ['cloud', 'local', 's3']],
  ['devloop unlock --environment ', environmentNames()],
  ['devloop completion ', ['bash', 'environments', 'fish', 'zsh']],
  ['devloop help un', ['unlock']],
];

/** Every word that any of them may be answered with. */
const PROPOSED: ReadonlySet<string> = new Set(TYPED.flatMap(([, words]) => words));

/** The script of each shell, and a `devloop` on the PATH. The suite of bash always runs, and the folder goes with it. */
const folder = temporaryFolder('completion');
const project = new ProjectCopy(join(folder, 'project'), ['__tests__']);
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: 'devloop.bash',
  fish: 'devloop.fish',
  zsh: '_devloop',
};
for (const [shell, file] of Object.entries(SCRIPTS))
  writeFileSync(join(folder, file), completionScript(shell as Shell, COMMANDS));
const bin = `#!/bin/sh\nexec '${process.execPath}' '${join(project.folder, 'bin', 'devloop.mjs')}' "$@"\n`;
writeFileSync(join(folder, 'devloop'), bin, { mode: 0o755 });
const env = { ...(process.env as Record<string, string>), PATH: `${folder}:${process.env['PATH']}` };

describeWithTools(['bash'], 'Completion in bash', () => {
  test.each(TYPED)('proposes for "%s" the words %j', async (typed, words) => {
    const script = `source devloop.bash
      COMP_WORDS=(${typed.replace(/ $/, ' ""')}) COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _devloop; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await execa(tool('bash'), ['-c', script], { cwd: folder, env });
    expect(stdout.split('\n').sort()).toEqual(words);
  });
});

describeWithTools(['fish'], 'Completion in fish', () => {
  test.each(TYPED)('proposes for "%s" the words %j', async (typed, words) => {
    const functions = `set fish_function_path ${root}/usr/share/fish/functions`;
    const script = `${functions}; source devloop.fish; complete -C '${typed}'`;
    const { stdout } = await execa(tool('fish'), ['--no-config', '-c', script], { cwd: folder, env });
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(words);
  });
});

describeWithTools(['zsh'], 'Completion in zsh', () => {
  const setup = [
    `module_path=($(echo ${root}/usr/lib/*/zsh/*) $module_path)`,
    `fpath=(${folder} ${root}/usr/share/zsh/functions/*(/) ${root}/usr/share/zsh/functions/Completion/*(/))`,
    `autoload -Uz compinit`,
    `compinit -D -u`,
    `bindkey '^I' list-choices`,
    'stty -echo',
  ].join('; ');

  /** Types into a shell at a terminal, as a person does, until it has proposed all of the words. */
  async function proposed(typed: string, words: readonly string[]): Promise<string> {
    const shell = spawn(tool('zsh'), ['-f', '-i'], {
      cwd: folder,
      env: { ...env, TERM: 'dumb', PS1: '$ ' },
      cols: 200,
    });
    let output = '';
    shell.onData((text) => (output += text));
    const ended = new Promise((resolve) => shell.onExit(resolve));
    const shown = async (pattern: RegExp) => {
      for (let tries = 0; tries < 300 && !pattern.test(output); tries += 1) await sleep(100);
    };
    shell.write(`${setup}; echo REA''DY\r`);
    await shown(/READY\s/);
    output = '';
    shell.write(`${typed}\t`);
    await shown(new RegExp(words.map((word) => `(?=[^]*${word}\\b)`).join('')));
    shell.kill();
    await ended;
    return output;
  }

  test.each(TYPED)('proposes for "%s" the words %j', async (typed, words) => {
    const output = await proposed(typed, words);
    const proposals = output
      .replaceAll(typed, '')
      .split(/\s+/)
      .filter((word) => PROPOSED.has(word));
    expect([...new Set(proposals)].sort()).toEqual(words);
  });
});
