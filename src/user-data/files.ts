import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** A file of the server. */
export interface ServerFile {
  /** Absolute, as `/etc/devloop/docker.env`. */
  readonly path: string;
  readonly content: string;
}

/** Compiled code is one folder deeper, and the compiler copies no templates. */
function projectDir(folder = __dirname): string {
  return existsSync(join(folder, 'package.json')) ? folder : projectDir(dirname(folder));
}

const ROLES = join(projectDir(), 'src', 'user-data', 'roles');

/** The beginning of every user data: the cloud-config up to its files. */
export const cloudConfigHead = readFileSync(join(ROLES, 'cloud-config.yaml'), 'utf8');

const known = new Map<string, readonly ServerFile[]>();

/** The files of one folder below `roles`, in the order of their paths. Read once. */
export function filesOf(folder: string): readonly ServerFile[] {
  const files = known.get(folder) ?? readFiles(join(ROLES, folder));
  known.set(folder, files);
  return files;
}

function readFiles(root: string): ServerFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) => ({
      path: `/${name.split(sep).join('/')}`,
      content: readFileSync(join(root, name), 'utf8'),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
