import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { installOnce } from '../../system/scratch-directory';
import { readSynthesis, type Synthesis } from './compare';
import { run } from '../../system/processes';

/** Pinned packages of a stack, with CDK Terrain installed under the name `cdktf`. */
const PINNED = join(PROJECT_DIR, 'portability');

/** Files that a synth needs. */
const SOURCE = ['main.ts', 'src', 'tsconfig.json', 'cdktf.json'];

/**
 * Installs CDK Terrain once in a directory below `parent`. Does not change the project's `node_modules`.
 *
 * @throws OperationError COMMAND_FAILED with npm's output
 */
export async function installTerrain(parent: string, signal?: AbortSignal): Promise<string> {
  const pins = await readFile(join(PINNED, 'package-lock.json'));
  const target = join(parent, createHash('sha256').update(pins).digest('hex').slice(0, 16));
  await installOnce(target, async (folder) => {
    await cp(PINNED, folder, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, signal });
    return true;
  });
  return target;
}

/** Copies the source to a directory below the installation, so that Node.js resolves the installed packages. */
export async function copySource(folder: string): Promise<void> {
  for (const name of SOURCE) await cp(join(PROJECT_DIR, name), join(folder, name), { recursive: true });
}

/** Synthesizes all environments from a source directory, with the packages that Node.js resolves from there. */
export async function synthesizeIn(source: string, outdir: string, signal?: AbortSignal): Promise<Synthesis> {
  const { targetVersions } = JSON.parse(await readFile(join(source, 'cdktf.json'), 'utf8'));
  // CDK Terrain's CLI passes the target versions to the program in this way. CDKTF ignores them.
  const env = { CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: JSON.stringify({ targetVersions }) };
  await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: source, env, signal });
  return readSynthesis(outdir);
}
