import { descendants } from '../../../src/system/process-tree';

/** Kills a process and all that it started, as a machine does that goes down: nothing is told to end before. */
export function killTree(pid: number): void {
  for (const id of [pid, ...descendants(pid)]) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
}
