import { join } from 'node:path';
import { OperationError } from '../../core/errors';
import { command } from '../define-command';
import { PROJECT_DIR } from '../../system/paths';
import { withScratchDirectory } from '../../system/scratch-directory';
import { differences, type Synthesis } from '../../tools/portability/compare';
import { copySource, installTerrain, synthesizeIn } from '../../tools/portability/synth';
import { checkPrerequisites } from '../../system/prerequisites';
import { steps } from '../output/steps';

/** How many differences are told. */
const TOLD = 40;

/** What was compared, where all of it is the same. */
function compare(cdktf: Synthesis, terrain: Synthesis): string {
  const found = differences(cdktf, terrain);
  if (cdktf.version === terrain.version) found.unshift(`both were made by ${cdktf.version}`);
  if (found.length === 0) {
    const counts = [...cdktf.files].map(([name, values]) => `${name} (${values.size} values)`);
    return `the same but for the library's version: ${counts.join(', ')}`;
  }
  const more = found.length > TOLD ? [`and ${found.length - TOLD} more`] : [];
  throw new OperationError({
    code: 'PORTABILITY',
    summary: `synthesized JSON: differs between CDKTF ${cdktf.version} and CDK Terrain ${terrain.version}`,
    detail: [...found.slice(0, TOLD), ...more].join('\n'),
  });
}

/** Compares what the two make of the source, with CDK Terrain in the folder where it is installed. */
async function synthesizeAndCompare(installed: string, signal: AbortSignal): Promise<void> {
  await withScratchDirectory(installed, async (folder) => {
    const made: Synthesis[] = [];
    const synthesis = (name: string, source: string) => ({
      title: `Synthesizing every environment with ${name}`,
      run: async () => {
        const synthesized = await synthesizeIn(source, join(folder, name), signal);
        made.push(synthesized);
        return synthesized.version;
      },
    });
    const source = join(folder, 'source');
    await copySource(source);
    await steps([
      synthesis('CDKTF', PROJECT_DIR),
      synthesis('CDK Terrain', source),
      { title: 'Comparing', run: async () => compare(...(made as [Synthesis, Synthesis])) },
    ]);
  });
}

/** `npm run portability`: whether CDK Terrain, which continues CDKTF, synthesizes the same from the unchanged source. */
command({}, async (_options, signal) => {
  checkPrerequisites(['node']);
  let installed = '';
  await steps([
    {
      title: 'Installing CDK Terrain in a folder of its own, once (half a minute, 400 MB)',
      run: async () => {
        installed = await installTerrain(join(PROJECT_DIR, '.local', 'portability'), signal);
        return undefined;
      },
    },
  ]);
  await synthesizeAndCompare(installed, signal);
});
