import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../core/errors';
import type { Variables } from '../core/variables';

const REGISTRY = 'registry.terraform.io';

/**
 * Source of the provider: a mirror directory, the user's CLI configuration (`own`), Terraform's implied mirror directories, or the
 * registry (`none`).
 */
type Mirror =
  { readonly kind: 'own' | 'implied' | 'none' } | { readonly kind: 'folder'; readonly folder: string };

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const folders = (path: string): string[] =>
  isFolder(path) ? readdirSync(path).filter((name) => isFolder(join(path, name))) : [];

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors(env: Variables): string[] {
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

function ownConfiguration(env: Variables): boolean {
  const given = env['TF_CLI_CONFIG_FILE'];
  if (given && existsSync(given)) return true;
  const windows = process.platform === 'win32';
  const home = env['HOME'] ?? homedir();
  return existsSync(windows ? join(env['APPDATA'] ?? home, 'terraform.rc') : join(home, '.terraformrc'));
}

function givenMirror(given: string): Mirror {
  if (isFolder(join(given, REGISTRY))) return { kind: 'folder', folder: resolve(given) };
  throw new ConfigurationError({
    code: 'MIRROR_MISSING',
    path: 'TF_PROVIDER_MIRROR',
    given,
    message: 'is not a provider mirror',
    accepted: `a folder that holds ${REGISTRY}/<namespace>/<type>/<version>, or leave the variable unset`,
  });
}

/**
 * Finds the provider mirror: `TF_PROVIDER_MIRROR`, else the user's CLI configuration, else Terraform's implied mirror directories,
 * else a directory directly below `roots`.
 *
 * @throws ConfigurationError MIRROR_MISSING if `TF_PROVIDER_MIRROR` is not a mirror
 */
export function findMirror(env: Variables, roots: string): Mirror {
  const given = env['TF_PROVIDER_MIRROR'];
  if (given) return givenMirror(given);
  if (ownConfiguration(env)) return { kind: 'own' };
  if (impliedMirrors(env).some((path) => isFolder(join(path, REGISTRY)))) return { kind: 'implied' };
  const folder = folders(roots)
    .map((name) => join(roots, name))
    .find((path) => isFolder(join(path, REGISTRY)));
  return folder ? { kind: 'folder', folder } : { kind: 'none' };
}

/** OpenTofu's registry. It serves the same provider packages. */
const OPENTOFU_REGISTRY = 'registry.opentofu.org';

/** Providers that a mirror contains for a registry, e.g. `registry.terraform.io/hashicorp/aws`. */
const providersIn = (mirror: string, registry: string): string[] =>
  folders(join(mirror, registry)).flatMap((namespace) =>
    folders(join(mirror, registry, namespace)).map((type) => `${registry}/${namespace}/${type}`),
  );

const source = (mirror: string, held: readonly string[]): string => `  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${JSON.stringify(held)}
  }
`;

/** Links packages under another registry's host. Terraform follows links to packages, but not to their parent directories. */
function aliasPackages(from: string, to: string, depth = 3): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (depth > 0 && isFolder(source)) aliasPackages(source, target, depth - 1);
    else if (!existsSync(target)) symlinkSync(source, target);
  }
}

/**
 * Formats a CLI configuration. Providers in the mirror are excluded from direct installation, because a query to the registry fails
 * without network access. If the mirror has no packages for OpenTofu's registry, links below `aliases` provide them.
 */
export function mirrorConfiguration(mirror: string, aliases: string): string {
  const providers = providersIn(mirror, REGISTRY);
  let opentofu = mirror;
  if (!isFolder(join(mirror, OPENTOFU_REGISTRY))) {
    opentofu = join(aliases, encodeURIComponent(mirror));
    aliasPackages(join(mirror, REGISTRY), join(opentofu, OPENTOFU_REGISTRY));
  }
  const heldForOpentofu = providersIn(opentofu, OPENTOFU_REGISTRY);
  return `provider_installation {
${source(mirror, providers)}${source(opentofu, heldForOpentofu)}  direct {
    exclude = ${JSON.stringify([...providers, ...heldForOpentofu])}
  }
}
`;
}
