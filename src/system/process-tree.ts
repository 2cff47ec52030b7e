import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux counts in these, whatever the kernel's own clock does. proc(5): "starttime". */
const TICK = 10;

/** State letter, parent and start of a process, from /proc; undefined where it is gone. Milliseconds since the boot. */
function stat(pid: number): { state: string; parent: number; start: number } | undefined {
  try {
    // "pid (name) state parent …", where the name may hold anything; the start is the twentieth after it.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]), start: Number(fields[19]) * TICK };
  } catch {
    return undefined;
  }
}

/** When a process was started, in milliseconds since 1970, to about a second. Linux only; undefined where it is gone. */
export function startOf(pid: number): number | undefined {
  const [, boot] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const { start } = stat(pid) ?? {};
  return start === undefined ? undefined : Number(boot) * 1000 + start;
}

/** Every process with its parent. From /proc where there is one: slim containers have no `ps`. */
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

/** Ids of every process. Linux only. */
export const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Ids of every process that `pid` started, and that those started. */
export function descendants(pid: number): number[] {
  const all = parents();
  const below = (id: number): number[] =>
    all.filter(([, parent]) => parent === id).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Sends a signal; false where the process is gone. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether a process is there, and not only its entry that a parent has yet to read. */
export const isAlive = (pid: number): boolean => send(pid, 0) && stat(pid)?.state !== 'Z';

/** How long processes may take to end by themselves, in milliseconds, before they are ended. */
const GRACE = 15_000;
const STEP = 100;

/**
 * Ends a process and all that it started. It is interrupted first, so that Terraform stops as it does at Ctrl-C and gives back
 * its lock; or, where it is a wrapper that would not wait for Terraform, what it started. What is still there after the grace
 * is killed.
 */
export async function endTree(pid: number, { wrapper = false, grace = GRACE } = {}): Promise<void> {
  const started = descendants(pid);
  const tree = [pid, ...started];
  for (const id of wrapper && started.length > 0 ? started : tree) send(id, 'SIGINT');
  for (let waited = 0; waited < grace && tree.some(isAlive); waited += STEP) await sleep(STEP);
  for (const id of [...tree, ...descendants(pid)]) send(id, 'SIGKILL');
}
