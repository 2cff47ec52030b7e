import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROLES_DIR } from '../system/paths';

/** The beginning of every user data: the cloud-config up to its files. */
export const cloudConfigHead = readFileSync(join(ROLES_DIR, 'cloud-config.yaml'), 'utf8');

const known = new Map<string, string>();

/** The files of one folder below `roles` as entries of cloud-init's `write_files`, in the order of their paths. Read once. */
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

/** Programs are for root to run; all else is for everyone to read. */
function entry(path: string, content: string): string {
  const permissions = /\/s?bin\//.test(path) ? "    permissions: '0755'\n" : '';
  return `  - path: ${path}\n${permissions}    content: |\n${content.replace(/^(?=.)/gm, '      ')}`;
}
