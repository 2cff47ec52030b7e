import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PROJECT_DIR } from '../../src/commands/deployment';
import { PlatformError } from '../../src/core/errors';
import { describeAfter } from './describe-with';

/** Where programs are looked for: those of `.ci/tools` first, and those that are only on root's PATH as well. */
export const TOOLS_PATH = [
  join(PROJECT_DIR, '.local', 'tools', 'bin'),
  process.env['PATH'] ?? '',
  '/usr/sbin',
  '/sbin',
].join(delimiter);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Full path of a program; undefined where it is missing. */
export const findTool = (name: string): string | undefined =>
  TOOLS_PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);

/** Full path of a program that a suite has asked for. */
export function tool(name: string): string {
  const found = findTool(name);
  if (found === undefined) throw new Error(`${name} was not asked for`);
  return found;
}

/** What one must be to mount a file system. */
const ROOT = 'root';

function checkTools(names: readonly string[]): void {
  const missing = names.filter((name) =>
    name === ROOT ? process.getuid?.() !== 0 : findTool(name) === undefined,
  );
  if (missing.length === 0) return;
  throw new PlatformError(
    missing.map((name) => ({
      code: 'PREREQUISITE_MISSING' as const,
      path: name,
      message: name === ROOT ? 'is not who runs this' : 'is not on the PATH, nor in .local/tools/bin',
      accepted: name === ROOT ? 'root on Linux' : 'any; on Debian, .ci/tools puts it there',
    })),
  );
}

/** A suite that needs programs of which the product knows nothing, or (`root`) the rights of root. */
export const describeWithTools = (names: readonly string[], title: string, suite: () => void): void =>
  describeAfter(() => checkTools(names), title, suite);
