import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** State letter and parent of a process, from /proc; undefined where it is gone. */
function stat(pid: number | string): { state: string; parent: number } | undefined {
  try {
    // "pid (name) state parent …", where the name may hold anything.
    const [, state = '', parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
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
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), stat(pid)?.parent ?? 0]);
}

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
