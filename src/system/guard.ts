import { Socket } from 'node:net';
import { endTree } from './process-tree';

/** File descriptors of the program's standard output and standard error. */
const OUTPUTS = [3, 4];

/**
 * Guards a program whose starter may be killed: reads the program's output in its place, because a broken pipe would end Terraform
 * before it releases its lock, and ends the program as Ctrl-C does.
 */
function guard(pid: number, wrapper: boolean): void {
  let released = false;
  process.stdin.on('data', () => (released = true));
  process.stdin.on('end', () => {
    if (released) return process.exit();
    for (const fd of OUTPUTS) new Socket({ fd }).on('error', () => undefined).resume();
    void endTree(pid, { wrapper }).then(() => process.exit());
  });
}

// Ctrl-C is for the process that started this one.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);
guard(Number(process.argv[2]), process.argv[3] === 'wrapper');
