import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { PROJECT_DIR } from './paths';

const GUARD = join(PROJECT_DIR, 'bin', 'guard.mjs');

/** Programs that end sooner get no guard, in milliseconds. */
const GUARDED_AFTER = 500;

interface Guarded {
  readonly pid?: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** File descriptor of a pipe. Passing the stream itself would stop this process from reading it. */
function descriptorOf(pipe: Readable): number | 'ignore' {
  const { _handle: handle } = pipe as { readonly _handle?: { readonly fd?: number } | null };
  return handle?.fd ?? 'ignore';
}

/**
 * Starts a process that ends a program and its descendants if this process is killed before the returned function is called.
 * POSIX only.
 */
export function startGuard(program: Guarded, { wrapper = false } = {}): () => void {
  const { pid, stdout, stderr } = program;
  if (pid === undefined || process.platform === 'win32') return () => undefined;
  let release = (): void => undefined;
  const timer = setTimeout(() => {
    const guard = spawn(process.execPath, [GUARD, String(pid), wrapper ? 'wrapper' : 'program'], {
      stdio: ['pipe', 'ignore', 'ignore', descriptorOf(stdout), descriptorOf(stderr)],
      detached: true,
    });
    // Without a guard the program runs as well.
    guard.on('error', () => undefined);
    guard.stdin?.on('error', () => undefined);
    guard.unref();
    release = () => void guard.stdin?.end('released');
  }, GUARDED_AFTER);
  timer.unref();
  return () => {
    clearTimeout(timer);
    release();
  };
}
