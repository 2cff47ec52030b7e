import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PlatformError } from '../core/errors';

/** Variables for a child process; `undefined` takes a variable away. */
export type Environment = Record<string, string | undefined>;

const REGISTRY = 'registry.terraform.io';
const QUIET: Environment = {
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  // The CDKTF CLI asks the registry for checksums of other platforms, which folders that are thrown away do not need.
  CDKTF_SKIP_PROVIDER_LOCK: 'true',
};

/** Where the provider comes from, if not from the registry. */
type Mirror =
  { readonly kind: 'own' | 'implied' | 'none' } | { readonly kind: 'folder'; readonly folder: string };

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const folders = (path: string): string[] =>
  isFolder(path) ? readdirSync(path).filter((name) => isFolder(join(path, name))) : [];

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors(env: Environment): string[] {
  const home = env['HOME'] ?? homedir();
  const roaming = env['APPDATA'] ?? home;
  const shared = (env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':');
  const apple = 'Library/Application Support/io.terraform';
  const roots: Partial<Record<NodeJS.Platform, string[]>> = {
    win32: [join(roaming, 'terraform.d'), join(roaming, 'HashiCorp', 'Terraform')],
    darwin: [join(home, '.terraform.d'), join(home, apple), join('/', apple)],
  };
  const unix = [env['XDG_DATA_HOME'] || join(home, '.local', 'share'), ...shared];
  return (
    roots[process.platform] ?? [join(home, '.terraform.d'), ...unix.map((path) => join(path, 'terraform'))]
  ).map((root) => join(root, 'plugins'));
}

function ownConfiguration(env: Environment): boolean {
  const given = env['TF_CLI_CONFIG_FILE'];
  if (given && existsSync(given)) return true;
  const windows = process.platform === 'win32';
  const home = env['HOME'] ?? homedir();
  return existsSync(windows ? join(env['APPDATA'] ?? home, 'terraform.rc') : join(home, '.terraformrc'));
}

function givenMirror(given: string): Mirror {
  if (isFolder(join(given, REGISTRY))) return { kind: 'folder', folder: resolve(given) };
  throw new PlatformError({
    code: 'MIRROR_MISSING',
    path: 'TF_PROVIDER_MIRROR',
    given,
    message: 'is not a provider mirror',
    accepted: `a folder that holds ${REGISTRY}/<namespace>/<type>/<version>, or leave the variable unset`,
  });
}

function findMirror(env: Environment, roots: string): Mirror {
  const given = env['TF_PROVIDER_MIRROR'];
  if (given) return givenMirror(given);
  if (ownConfiguration(env)) return { kind: 'own' };
  if (impliedMirrors(env).some((path) => isFolder(join(path, REGISTRY)))) return { kind: 'implied' };
  const folder = folders(roots)
    .map((name) => join(roots, name))
    .find((path) => isFolder(join(path, REGISTRY)));
  return folder ? { kind: 'folder', folder } : { kind: 'none' };
}

/** What the mirror holds comes from it alone, since asking the registry too fails without a network; the rest from there. */
function cliConfiguration(mirror: string): string {
  const registry = join(mirror, REGISTRY);
  const held = folders(registry).flatMap((namespace) =>
    folders(join(registry, namespace)).map((type) => `${REGISTRY}/${namespace}/${type}`),
  );
  const list = JSON.stringify(held);
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${list}
  }
  direct {
    exclude = ${list}
  }
}
`;
}

/**
 * The variables with which Terraform and the CDKTF CLI run unattended, in addition to those of the environment.
 *
 * The provider comes from the folder that `TF_PROVIDER_MIRROR` names; else as the user's own CLI configuration says; else
 * from Terraform's conventional mirror folders or the registry, as Terraform does it; but where a folder directly below
 * `roots` holds a mirror and none of the former exist, from there. A `TF_CLI_CONFIG_FILE` that does not exist is dropped.
 *
 * @param workDir folder for the CLI configuration, made if it is needed
 * @throws PlatformError (MIRROR_MISSING) if `TF_PROVIDER_MIRROR` names no mirror
 */
export function terraformEnv(workDir: string, env: Environment = process.env, roots = '/opt'): Environment {
  const given = env['TF_CLI_CONFIG_FILE'];
  const known = given && existsSync(given) ? {} : { TF_CLI_CONFIG_FILE: undefined };
  const mirror = findMirror(env, roots);
  if (mirror.kind !== 'folder') {
    return { ...QUIET, ...known, ...(mirror.kind === 'implied' && { CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' }) };
  }
  const file = resolve(workDir, 'terraform.tfrc');
  mkdirSync(workDir, { recursive: true });
  writeFileSync(file, cliConfiguration(mirror.folder));
  return { ...QUIET, TF_CLI_CONFIG_FILE: file, CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' };
}
