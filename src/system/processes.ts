import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { OperationError } from '../core/errors';
import { PROJECT_DIR } from './paths';
import { endTree } from './process-tree';
import type { Variables } from '../core/variables';

export interface RunOptions {
  /** @default the current folder */
  readonly cwd?: string;
  /** Added to this process's environment; `undefined` takes a variable away. */
  readonly env?: Variables;
  /** Ends the process and all that it started. */
  readonly signal?: AbortSignal | undefined;
  /** Told every line of both outputs. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Whether the program only runs Terraform, and would leave it alone if it were interrupted itself. @default false */
  readonly wrapper?: boolean;
  /** A word that the program writes before some of the lines, which is no part of what they say. @default none */
  readonly label?: string;
  /** Whether only its user may read what it writes: Terraform gives its state files the permissions that the umask leaves. @default false */
  readonly privateFiles?: boolean;
  /** Exit statuses that are no failure. @default only 0 */
  readonly accept?: readonly number[];
}

export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  /** Both outputs, in the order in which they came. */
  readonly output: string;
}

/**
 * Runs a program to its end, in a process group of its own: Ctrl-C reaches us alone, and we end it in good order.
 *
 * @throws OperationError COMMAND_FAILED with what the program said of its failure; the signal's reason where it was ended.
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { cwd, env = {}, signal, onLine, accept = [0], wrapper = false, label, privateFiles } = options;
  signal?.throwIfAborted();
  // A child takes over the umask of this moment.
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
    signal?.removeEventListener('abort', end);
  }
}

/** How many lines of a failure are told. */
const LINES = 20;

/** Terraform frames what went wrong in a box; without one, the last lines tell most. */
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
  new OperationError({ code: 'COMMAND_FAILED', summary: `${command}: failed`, detail });
