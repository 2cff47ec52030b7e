import { createHash } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../system/processes';
import { PROJECT_DIR } from '../../system/paths';
import { installOnce } from '../../system/scratch-directory';
import type { Alternative } from './alternatives';
import { readSynthesis, type Synthesis } from './compare';

/** Files that a synth needs. */
const SOURCE = ['main.ts', 'src', 'tsconfig.json', 'cdktf.json'];

/**
 * Installs an alternative once in a directory below `parent`. Does not change the project's `node_modules`.
 *
 * @throws OperationError COMMAND_FAILED with npm's output
 */
export async function install(
  { folder: name }: Alternative,
  parent: string,
  signal?: AbortSignal,
): Promise<string> {
  const pinned = join(PROJECT_DIR, 'portability', name);
  const pins = await readFile(join(pinned, 'package-lock.json'));
  const target = join(parent, createHash('sha256').update(pins).digest('hex').slice(0, 16));
  await installOnce(target, async (folder) => {
    await cp(pinned, folder, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, signal });
    return true;
  });
  return target;
}

/** Renames the packages that a file imports. */
async function renameImports(file: string, imports: Alternative['imports']): Promise<void> {
  const text = await readFile(file, 'utf8');
  const renamed = Object.entries(imports).reduce(
    (all, [from, to]) => all.replace(new RegExp(`(?<=(?:from|import\\() ?')${from}(?=['/])`, 'g'), to),
    text,
  );
  if (renamed !== text) await writeFile(file, renamed);
}

/** Copies the source to a directory below the installation, so that Node.js resolves the installed packages. */
export async function copySource({ imports }: Alternative, folder: string): Promise<void> {
  for (const name of SOURCE) await cp(join(PROJECT_DIR, name), join(folder, name), { recursive: true });
  const files = await readdir(folder, { recursive: true });
  for (const name of files.filter((each) => each.endsWith('.ts')))
    await renameImports(join(folder, name), imports);
}

/**
 * Checks the types of a copy.
 *
 * @throws OperationError COMMAND_FAILED with the compiler's output
 */
export async function checkTypes(source: string, signal?: AbortSignal): Promise<void> {
  await run('tsc', ['--noEmit', '--project', source], { cwd: source, signal });
}

/** Synthesizes all environments from a source directory, with the packages that Node.js resolves from there. */
export async function synthesizeIn(source: string, outdir: string, signal?: AbortSignal): Promise<Synthesis> {
  const { targetVersions } = JSON.parse(await readFile(join(source, 'cdktf.json'), 'utf8'));
  // CDK Terrain's CLI passes the target versions to the program in this way. CDKTF ignores them.
  const env = { CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: JSON.stringify({ targetVersions }) };
  await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: source, env, signal });
  return readSynthesis(outdir);
}
