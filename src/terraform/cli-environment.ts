import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Variables } from '../core/variables';
import { terraformProgram } from '../system/terraform-program';
import { findMirror, mirrorConfiguration } from './provider-mirror';

const QUIET: Variables = {
  // No telemetry, and no queries for newer versions.
  CHECKPOINT_DISABLE: '1',
  DISABLE_VERSION_CHECK: '1',
  TF_IN_AUTOMATION: '1',
  // Temporary directories need no provider checksums of other platforms, for which the CDKTF CLI queries the registry.
  CDKTF_SKIP_PROVIDER_LOCK: 'true',
};

/**
 * Environment variables for unattended runs of Terraform and the CDKTF CLI.
 *
 * The provider is installed from the mirror that `TF_PROVIDER_MIRROR` names, else as the user's CLI configuration says, else from
 * Terraform's implied mirror directories, else from a mirror directly below `roots`, else from the registry. A `TF_CLI_CONFIG_FILE`
 * that does not exist is removed.
 *
 * @param workDir directory for a generated CLI configuration. Created if needed
 * @throws ConfigurationError MIRROR_MISSING if `TF_PROVIDER_MIRROR` is not a mirror
 */
export function terraformEnv(workDir: string, env: Variables = process.env, roots = '/opt'): Variables {
  const given = env['TF_CLI_CONFIG_FILE'];
  const always = { ...QUIET, TERRAFORM_BINARY_NAME: terraformProgram(env) };
  const known = given && existsSync(given) ? {} : { TF_CLI_CONFIG_FILE: undefined };
  const mirror = findMirror(env, roots);
  if (mirror.kind !== 'folder') {
    return { ...always, ...known, ...(mirror.kind === 'implied' && { CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' }) };
  }
  const file = resolve(workDir, 'terraform.tfrc');
  mkdirSync(workDir, { recursive: true });
  writeFileSync(file, mirrorConfiguration(mirror.folder, resolve(workDir, 'mirror')));
  return { ...always, TF_CLI_CONFIG_FILE: file, CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' };
}
