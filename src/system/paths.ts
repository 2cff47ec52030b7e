import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder with the project's cdktf.json: the same from source and compiled to `dist`. */
function projectDir(folder: string): string {
  if (existsSync(join(folder, 'cdktf.json'))) return folder;
  if (dirname(folder) === folder) throw new Error(`no cdktf.json above ${__dirname}`);
  return projectDir(dirname(folder));
}

export const PROJECT_DIR = projectDir(__dirname);
/** The emulator's Python sources. */
export const EMULATOR_DIR = join(PROJECT_DIR, 'emulator');
/** The files that servers get; the compiler copies none of them. */
export const ROLES_DIR = join(PROJECT_DIR, 'src', 'roles');
