import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process with its parent. From /proc where there is one: slim containers have no `ps`. */
function parents(): [pid: number, parent: number][] {
  const numbers = (text: string) => text.trim().split(/\s+/).map(Number) as [number, number];
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(numbers);
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // "pid (name) state parent …", where the name may hold anything.
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        return parent === undefined ? [] : [[Number(pid), Number(parent)] as [number, number]];
      } catch {
        return []; // It ended while we looked.
      }
    });
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

/** How long processes may take to end by themselves, in milliseconds, before they are ended. */
const GRACE = 15_000;
const STEP = 100;

/**
 * Ends a process and all that it started. It is interrupted first, so that Terraform stops as it does at Ctrl-C and gives back
 * its lock; or, where it is a wrapper that would not wait for Terraform, what it started. What is still there after the grace
 * is killed.
 */
export async function endTree(pid: number, { wrapper = false } = {}): Promise<void> {
  const started = descendants(pid);
  const tree = [pid, ...started];
  for (const id of wrapper && started.length > 0 ? started : tree) send(id, 'SIGINT');
  for (let waited = 0; waited < GRACE && tree.some((id) => send(id, 0)); waited += STEP) await sleep(STEP);
  for (const id of [...tree, ...descendants(pid)]) send(id, 'SIGKILL');
}
