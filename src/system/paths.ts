import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Finds the directory of cdktf.json, from source files as well as from compiled ones in `dist`. */
function projectDir(folder: string): string {
  if (existsSync(join(folder, 'cdktf.json'))) return folder;
  if (dirname(folder) === folder) throw new Error(`no cdktf.json above ${__dirname}`);
  return projectDir(dirname(folder));
}

export const PROJECT_DIR = projectDir(__dirname);
/** The emulator's Python sources. */
export const EMULATOR_DIR = join(PROJECT_DIR, 'emulator');
/** Files of server roles. Read from source, because the compiler does not copy them. */
export const ROLES_DIR = join(PROJECT_DIR, 'src', 'roles');

/** A folder in `.local`, which Git ignores; created if it is missing, as in a fresh clone. */
export function localDirectory(name: string): string {
  const folder = join(PROJECT_DIR, '.local', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
