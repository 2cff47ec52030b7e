import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { reach } from '../../src/cli/commands/reach';
import type { Command, Options, Values } from '../../src/cli/define-command';
import { EXIT_STATUS, statusOf } from '../../src/cli/exit-status';
import { parse } from '../../src/cli/parse';
import { explainError } from '../../src/system/explain-error';

export interface ReachRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `devloop reach` in this process. */
export const runReach = (args: readonly string[]): Promise<ReachRun> => runCommand(reach, args);

/** Runs a command that reads in this process. */
export async function runCommand(command: Command, args: readonly string[]): Promise<ReachRun> {
  let stdout = '';
  const said: string[] = [];
  const ended = (status: number, ...more: string[]): ReachRun => ({
    status,
    stdout,
    stderr: [...said, ...more].join('\n'),
  });
  try {
    const parsed = parse([command], [command.name, ...args]);
    if (parsed.kind === 'help') return { status: 0, stdout: parsed.text, stderr: '' };
    const outcome = await command.run({
      options: parsed.options as Values<Options>,
      argument: undefined,
      operand: undefined,
      signal: new AbortController().signal,
      result: (data, text) => (stdout = parsed.options['json'] ? JSON.stringify(data) : text),
      say: (sentence) => said.push(sentence),
    });
    return ended(EXIT_STATUS[outcome ?? 'done']);
  } catch (error) {
    return ended(statusOf(error), explainError(error));
  }
}

/** Creates a temporary directory for a suite, and returns a function that writes text or JSON files to it. */
export function filesFolder(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (file: string, content: string | object): string => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  return { folder, write };
}
