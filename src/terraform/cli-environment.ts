import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Variables } from '../core/variables';
import { terraformProgram } from '../system/terraform-program';
import { findMirror, mirrorConfiguration } from './provider-mirror';

const QUIET: Variables = {
  // Neither Terraform nor the CDKTF CLI tells HashiCorp of a run, or asks npm for newer versions.
  CHECKPOINT_DISABLE: '1',
  DISABLE_VERSION_CHECK: '1',
  TF_IN_AUTOMATION: '1',
  // The CDKTF CLI asks the registry for checksums of other platforms, which folders that are thrown away do not need.
  CDKTF_SKIP_PROVIDER_LOCK: 'true',
};

/**
 * The variables with which Terraform and the CDKTF CLI run unattended, in addition to those of the environment.
 *
 * The provider comes from the folder that `TF_PROVIDER_MIRROR` names; else as the user's own CLI configuration says; else
 * from Terraform's conventional mirror folders or the registry, as Terraform does it; but where a folder directly below
 * `roots` holds a mirror and none of the former exist, from there. A `TF_CLI_CONFIG_FILE` that does not exist is dropped.
 *
 * @param workDir folder for the CLI configuration, made if it is needed
 * @throws ConfigurationError (MIRROR_MISSING) if `TF_PROVIDER_MIRROR` names no mirror
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
