import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../core/errors';
import type { Variables } from '../core/variables';

const REGISTRY = 'registry.terraform.io';

/** Where the provider comes from, if not from the registry. */
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
 * The mirror that `TF_PROVIDER_MIRROR` names, else what the user's own CLI configuration says, else Terraform's conventional
 * folders, else a folder directly below `roots`.
 *
 * @throws ConfigurationError (MIRROR_MISSING) if `TF_PROVIDER_MIRROR` names no mirror
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

/** OpenTofu's name for the registry of the same providers; a package of a mirror serves both. */
const OPENTOFU_REGISTRY = 'registry.opentofu.org';

/** What a registry's folder of a mirror holds, as `registry.terraform.io/hashicorp/aws`. */
const heldBy = (mirror: string, registry: string): string[] =>
  folders(join(mirror, registry)).flatMap((namespace) =>
    folders(join(mirror, registry, namespace)).map((type) => `${registry}/${namespace}/${type}`),
  );

const source = (mirror: string, held: readonly string[]): string => `  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${JSON.stringify(held)}
  }
`;

/** The same packages under another registry's name. Terraform follows links to packages, but not to folders above them. */
function aliasPackages(from: string, to: string, depth = 3): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (depth > 0 && isFolder(source)) aliasPackages(source, target, depth - 1);
    else if (!existsSync(target)) symlinkSync(source, target);
  }
}

/**
 * A CLI configuration. What the mirror holds comes from it alone, since asking the registry too fails without a network; the
 * rest from there. Where the mirror has no folder for OpenTofu's registry, one below `aliases` has Terraform's packages.
 */
export function mirrorConfiguration(mirror: string, aliases: string): string {
  const held = heldBy(mirror, REGISTRY);
  let opentofu = mirror;
  if (!isFolder(join(mirror, OPENTOFU_REGISTRY))) {
    opentofu = join(aliases, encodeURIComponent(mirror));
    aliasPackages(join(mirror, REGISTRY), join(opentofu, OPENTOFU_REGISTRY));
  }
  const heldForOpentofu = heldBy(opentofu, OPENTOFU_REGISTRY);
  return `provider_installation {
${source(mirror, held)}${source(opentofu, heldForOpentofu)}  direct {
    exclude = ${JSON.stringify([...held, ...heldForOpentofu])}
  }
}
`;
}
