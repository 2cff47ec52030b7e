import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { OperationError } from '../core/errors';
import { PROJECT_DIR } from './paths';
import { startGuard } from './start-guard';
import { endTree } from './process-tree';
import type { Variables } from '../core/variables';

export interface RunOptions {
  /** Working directory. @default the current directory */
  readonly cwd?: string;
  /** Environment variables, in addition to those of this process. `undefined` removes a variable. */
  readonly env?: Variables;
  /** Ends the process and its descendants. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each line of standard output and standard error. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Whether the program wraps Terraform and does not wait for it when interrupted. @default false */
  readonly wrapper?: boolean;
  /** Prefix of output lines, removed from error details. @default none */
  readonly label?: string;
  /** Whether files that the program creates are readable by the user alone. Terraform creates state files by umask. @default false */
  readonly privateFiles?: boolean;
  /** Exit statuses that are not a failure. @default only 0 */
  readonly accept?: readonly number[];
}

export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  /** Standard output and standard error, interleaved. */
  readonly output: string;
}

/**
 * Runs a program in its own process group, so that Ctrl-C does not reach it: `signal` ends it instead. If this process is killed, a
 * guard ends it.
 *
 * @throws OperationError COMMAND_FAILED with the end of its output, or the signal's reason if it was aborted
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { cwd, env = {}, signal, onLine, accept = [0], wrapper = false, label, privateFiles } = options;
  signal?.throwIfAborted();
  // A child process inherits the umask at the time of its start.
  const umask = privateFiles ? process.umask(0o077) : process.umask();
  const child = execa(file, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
    extendEnv: false,
    preferLocal: true,
    localDir: PROJECT_DIR,
    stdin: 'ignore',
    all: true,
    reject: false,
    detached: process.platform !== 'win32',
  });
  process.umask(umask);
  const release = startGuard(child, { wrapper });
  let ending: Promise<void> | undefined;
  const end = () => (ending ??= child.pid === undefined ? undefined : endTree(child.pid, { wrapper }));
  signal?.addEventListener('abort', end, { once: true });
  try {
    if (onLine) for await (const line of child.iterable({ from: 'all' })) onLine(line);
    const { exitCode, stdout, all, shortMessage } = await child;
    await ending;
    signal?.throwIfAborted();
    if (exitCode !== undefined && accept.includes(exitCode))
      return { status: exitCode, stdout, output: all ?? '' };
    throw failure(
      [file, ...args.slice(0, 2)].filter((word) => !word.startsWith('-')).join(' '),
      explanation(all || shortMessage || '', label),
    );
  } finally {
    release();
    signal?.removeEventListener('abort', end);
  }
}

/** Maximum number of lines in an error's detail. */
const LINES = 20;

/** Extracts the error from a program's output: from Terraform's first `Error:`, else the last lines. */
export function explanation(output: string, label?: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => (label !== undefined && line.startsWith(`${label} `) ? line.slice(label.length) : line))
    .map((line) => line.trim().replace(/^│ ?/, '').trim())
    .filter((line) => line !== '' && !/^[╷╵]/.test(line));
  const from = lines.findIndex((line) => line.startsWith('Error: ') || line.includes(' Error: '));
  return (from >= 0 ? lines.slice(from, from + LINES) : lines.slice(-LINES)).join('\n');
}

const failure = (command: string, detail: string): OperationError =>
  new OperationError({ code: 'COMMAND_FAILED', summary: `${command} failed`, detail });
