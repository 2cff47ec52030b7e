import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES_DIR } from '../system/paths';

/** What a role takes, as measured when its user data was booted. */
export interface RoleFigures {
  /** From the start of the first boot until the role answered. */
  readonly seconds: number;
  /** Memory of all processes of the server in MiB once it answered. */
  readonly mebibytes: number;
  /** What ran, and what a stand-in ran for. */
  readonly measured: string;
}

/** Path of the file that the boot tests write. */
export const figuresFile = (role: string): string => join(ROLES_DIR, role, 'figures.json');

/** Figures of a role. Undefined if it was not measured. */
export function figuresOf(role: string): RoleFigures | undefined {
  const file = figuresFile(role);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RoleFigures) : undefined;
}
