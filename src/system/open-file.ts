import { spawn } from 'node:child_process';

const OPENERS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
};

/** Whether a window would be seen: a person works at a terminal, and there is a display. */
function hasDisplay(): boolean {
  if (!process.stderr.isTTY || process.env['CI']) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Opens a file with the program that the desktop has for it. Does nothing without a display, or without such a program. */
export function openFile(path: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? [];
  if (program === undefined || !hasDisplay()) return;
  const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}
