import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROLES_DIR } from '../system/paths';

/** Start of all user data: the cloud-config up to `write_files`. */
export const cloudConfigHead = readFileSync(join(ROLES_DIR, 'cloud-config.yaml'), 'utf8');

const known = new Map<string, string>();

/** Formats the files of a directory below `roles` as entries of cloud-init's `write_files`, sorted by path. Cached. */
export function entriesOf(folder: string): string {
  const entries = known.get(folder) ?? readEntries(join(ROLES_DIR, folder));
  known.set(folder, entries);
  return entries;
}

const readEntries = (root: string): string =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) => entry(`/${name.split(sep).join('/')}`, readFileSync(join(root, name), 'utf8')))
    .sort()
    .join('');

/** Lines with a comment alone, except what shellcheck reads. They stay in the repository: user data has a maximum size. */
const COMMENT = /^ *# (?!shellcheck ).*\n/gm;

/** Makes files in `bin` and `sbin` executable. Indents as little as YAML takes. */
function entry(path: string, content: string): string {
  const permissions = /\/s?bin\//.test(path) ? "  permissions: '0755'\n" : '';
  const lines = content.replace(COMMENT, '').replace(/^(?=.)/gm, '   ');
  return `- path: ${path}\n${permissions}  content: |\n${lines}`;
}
