import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PROJECT_DIR } from '../../../src/system/paths';
import { ConfigurationError, type Issue } from '../../../src/core/errors';
import { describeAfter } from './describe-with';

/** Debian keeps the programs of each version of PostgreSQL apart. */
const POSTGRES = '/usr/lib/postgresql';

/** PATH for tools: those of `.ci/tools` first, and directories that are otherwise only on root's PATH, or on nobody's. */
export const TOOLS_PATH = [
  join(PROJECT_DIR, '.local', 'tools', 'bin'),
  ...(existsSync(POSTGRES) ? readdirSync(POSTGRES).map((version) => join(POSTGRES, version, 'bin')) : []),
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

/** Path of a program. Undefined if it is missing. */
export const findTool = (name: string): string | undefined =>
  TOOLS_PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);

/** Path of a program that a suite requires. */
export function tool(name: string): string {
  const found = findTool(name);
  if (found === undefined) throw new Error(`${name} was not asked for`);
  return found;
}

/** Conditions that do not concern a program. */
const CONDITIONS: Readonly<Record<string, { holds: boolean; message: string; accepted: string }>> = {
  Linux: { holds: process.platform === 'linux', message: 'is not this system', accepted: 'Linux' },
  root: { holds: process.getuid?.() === 0, message: 'is not who runs this', accepted: 'root' },
};

function missing(name: string): Issue[] {
  const { holds, message, accepted } = CONDITIONS[name] ?? {
    holds: findTool(name) !== undefined,
    message: 'is not on the PATH, nor in .local/tools/bin',
    accepted: 'any; on Debian, .ci/tools puts it there',
  };
  return holds ? [] : [{ code: 'PREREQUISITE_MISSING', path: name, message, accepted }];
}

/** @throws ConfigurationError PREREQUISITE_MISSING with each that is missing */
export function checkTools(names: readonly string[]): void {
  const problems = names.flatMap(missing);
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** A suite that needs programs that are not prerequisites of the product, or `Linux`, or `root`. */
export const describeWithTools = (names: readonly string[], title: string, suite: () => void): void =>
  describeAfter(() => checkTools(names), title, suite);
