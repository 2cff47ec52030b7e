import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { installOnce } from '../../system/scratch-directory';
import { readSynthesis, type Synthesis } from './compare';
import { run } from '../../system/processes';

/** The packages of a stack with CDK Terrain under the name of `cdktf`, pinned with their checksums. */
const PINNED = join(PROJECT_DIR, 'portability');

/** What a synth reads. */
const SOURCE = ['main.ts', 'src', 'tsconfig.json', 'cdktf.json'];

/**
 * Installs CDK Terrain in a folder of its own below `parent`, once; the project's `node_modules` are left alone.
 *
 * @throws OperationError COMMAND_FAILED with what npm said.
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

/** Copies what a synth reads into a folder, so that it finds the packages that are installed above it. */
export async function copySource(folder: string): Promise<void> {
  for (const name of SOURCE) await cp(join(PROJECT_DIR, name), join(folder, name), { recursive: true });
}

/** Synthesizes every environment from the source in a folder, with the packages that Node.js finds from there. */
export async function synthesizeIn(source: string, outdir: string, signal?: AbortSignal): Promise<Synthesis> {
  const { targetVersions } = JSON.parse(await readFile(join(source, 'cdktf.json'), 'utf8'));
  // As CDK Terrain's CLI hands them to the program; CDKTF's knows none.
  const env = { CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: JSON.stringify({ targetVersions }) };
  await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: source, env, signal });
  return readSynthesis(outdir);
}
