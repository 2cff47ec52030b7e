import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Variables } from '../core/variables';

/** Looked for in this order. */
const PROGRAMS = ['terraform', 'tofu'] as const;

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
 * The one program that may plan and apply: the one that `TERRAFORM_BINARY_NAME` names, a variable of the CDKTF CLI's own; else
 * Terraform, or OpenTofu where only that is on the PATH. Where neither is, both.
 */
export function terraformPrograms(env: Variables = process.env): readonly [string, ...string[]] {
  const named = env['TERRAFORM_BINARY_NAME'] || PROGRAMS.find((program) => isOnPath(program, env));
  return named === undefined ? PROGRAMS : [named];
}

export const terraformProgram = (env?: Variables): string => terraformPrograms(env)[0];
