import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Variables } from '../core/variables';

/** Environment variable of the CDKTF CLI that names the program. */
export const PROGRAM_VARIABLE = 'TERRAFORM_BINARY_NAME';

/** In order of preference. */
export const PROGRAMS = ['terraform', 'tofu'] as const;

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

function isOnPath(program: string, env: Variables): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program + SUFFIX), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Programs to try: the one that `TERRAFORM_BINARY_NAME` names, else the first of Terraform and OpenTofu on the PATH.
 * If neither is, returns both, for the error message.
 */
export function terraformPrograms(env: Variables = process.env): readonly [string, ...string[]] {
  const named = env[PROGRAM_VARIABLE] || PROGRAMS.find((program) => isOnPath(program, env));
  return named === undefined ? PROGRAMS : [named];
}

export const terraformProgram = (env?: Variables): string => terraformPrograms(env)[0];
