import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROLES_DIR } from '../system/paths';

/** Start of all user data: the cloud-config up to `write_files`. */
export const cloudConfigHead = readFileSync(join(ROLES_DIR, 'cloud-config.yaml'), 'utf8');

const known = new Map<string, string>();

/**
 * Formats the files of a directory below `roles` as entries of cloud-init's `write_files`, sorted by path. Cached.
 *
 * @param features names whose lines are code: `#settings command` runs where `settings` is one of them, and is left out elsewhere
 */
export function entriesOf(folder: string, features: readonly string[] = []): string {
  const key = [folder, ...features].join();
  const entries = known.get(key) ?? readEntries(join(ROLES_DIR, folder), features);
  known.set(key, entries);
  return entries;
}

const readEntries = (root: string, features: readonly string[]): string =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) => {
      const content = readFileSync(join(root, name), 'utf8');
      return entry(`/${name.split(sep).join('/')}`, withFeatures(content, features));
    })
    .sort()
    .join('');

const CONDITIONAL = /^( *)#([a-z]+) (.*\n)/gm;

const withFeatures = (content: string, features: readonly string[]): string =>
  content.replace(CONDITIONAL, (_, indent: string, feature: string, code: string) =>
    features.includes(feature) ? indent + code : '',
  );

/** Lines with a comment alone, except what shellcheck reads. They stay in the repository: user data has a maximum size. */
const COMMENT = /^ *# (?!shellcheck ).*\n/gm;

/** Entry of a file that is made of placeholders, one a line. */
export const listEntry = (path: string, placeholders: readonly string[]): string =>
  entry(path, placeholders.map((name) => `{{${name}}}\n`).join(''));

/** Makes files in `bin` and `sbin` executable. Indents as little as YAML takes. */
function entry(path: string, content: string): string {
  const permissions = /\/s?bin\//.test(path) ? "  permissions: '0755'\n" : '';
  const lines = content.replace(COMMENT, '').replace(/^(?=.)/gm, '   ');
  return `- path: ${path}\n${permissions}  content: |\n${lines}`;
}
