import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds per clock tick of `/proc`. proc(5): "starttime". */
const TICK = 10;

/** Reads a process from `/proc`: state letter, parent, and start in milliseconds since boot. Undefined if it has ended. */
function stat(pid: number): { state: string; parent: number; start: number } | undefined {
  try {
    // Format: "pid (name) state parent …". The name may contain any character. The start is field 20 after it.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]), start: Number(fields[19]) * TICK };
  } catch {
    return undefined;
  }
}

/** Start of a process in milliseconds since 1970, accurate to about a second. Linux only. Undefined if it has ended. */
export function startOf(pid: number): number | undefined {
  const [, boot] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const { start } = stat(pid) ?? {};
  return start === undefined ? undefined : Number(boot) * 1000 + start;
}

/** All processes with their parents. Reads `/proc` on Linux, because slim containers have no `ps`. */
function parents(): [pid: number, parent: number][] {
  if (process.platform !== 'linux') {
    const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return list
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  }
  return processIds().map((pid) => [pid, stat(pid)?.parent ?? 0]);
}

/** Ids of all processes. Linux only. */
export const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Ids of all descendants of a process. */
export function descendants(pid: number): number[] {
  const all = parents();
  const below = (id: number): number[] =>
    all.filter(([, parent]) => parent === id).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Command line of a process. Empty if it has ended. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** npm, which sets its title to the command, e.g. `npm run local`. */
const NPM = /^npm |\bnpm-cli\.js /;

/** Id of the npm that runs this process by a script, through a shell or directly. Undefined if none does. */
export function runningNpm(): number | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const all = new Map(parents());
  return [process.ppid, all.get(process.ppid) ?? 0].find((pid) => NPM.test(commandLine(pid)));
}

/** Sends a signal. Returns false if the process has ended. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether a process is running. A zombie is not. */
export const isAlive = (pid: number): boolean => send(pid, 0) && stat(pid)?.state !== 'Z';

/** Time before processes are killed, in milliseconds. */
const GRACE = 15_000;
/** Time in which killed processes are gone, in milliseconds. */
const KILLED = 2000;
const STEP = 100;

/** Waits until processes have ended, at most the given milliseconds. */
async function ended(pids: readonly number[], most: number): Promise<void> {
  for (let waited = 0; waited < most && pids.some(isAlive); waited += STEP) await sleep(STEP);
}

/**
 * Ends a process and its descendants. Sends SIGINT, so that Terraform stops as with Ctrl-C and releases its lock, and SIGKILL after
 * the grace period. A wrapper does not wait for Terraform, so only its descendants receive SIGINT.
 */
export async function endTree(pid: number, { wrapper = false, grace = GRACE } = {}): Promise<void> {
  const started = descendants(pid);
  const tree = [pid, ...started];
  for (const id of wrapper && started.length > 0 ? started : tree) send(id, 'SIGINT');
  await ended(tree, grace);
  const left = [...tree, ...descendants(pid)];
  for (const id of left) send(id, 'SIGKILL');
  await ended(left, KILLED);
}
