import { descendants } from '../../../src/system/process-tree';

/** Kills a process and its descendants without notice, as a crash of the machine does. */
export function killTree(pid: number): void {
  for (const id of [pid, ...descendants(pid)]) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // The process has ended.
    }
  }
}
