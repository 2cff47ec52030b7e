import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { checkPrerequisites } from '../../system/prerequisites';
import { withScratchDirectory } from '../../system/scratch-directory';
import { differences, type Synthesis } from './compare';
import { copySource, installTerrain, synthesizeIn } from './synth';
import { steps } from '../../terraform/steps';

/** How many differences are told. */
const TOLD = 40;

/** What CDKTF and CDK Terrain make of the same source. */
export interface Comparison {
  readonly cdktf: string;
  readonly terrain: string;
  /** Names of the files that were compared, with how many values are in each. */
  readonly files: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

function compare(cdktf: Synthesis, terrain: Synthesis): Comparison {
  const found = differences(cdktf, terrain);
  if (cdktf.version === terrain.version) found.unshift(`both were made by ${cdktf.version}`);
  const files = Object.fromEntries([...cdktf.files].map(([name, values]) => [name, values.size]));
  return { cdktf: cdktf.version, terrain: terrain.version, files, differences: found };
}

/** The comparison for a person. */
export function portabilityText({ cdktf, terrain, files, differences: found }: Comparison): string {
  if (found.length === 0) {
    const counts = Object.entries(files).map(([name, values]) => `${name} (${values} values)`);
    return `CDKTF ${cdktf} and CDK Terrain ${terrain} synthesize the same but for the library's version: ${counts.join(', ')}`;
  }
  const more = found.length > TOLD ? [`and ${found.length - TOLD} more`] : [];
  const head = `Synthesized JSON differs between CDKTF ${cdktf} and CDK Terrain ${terrain}:`;
  return [head, ...[...found.slice(0, TOLD), ...more].map((line) => `  ${line}`)].join('\n');
}

/** Synthesizes from a copy of the source with CDK Terrain, in the folder where it is installed, and as the project does. */
async function synthesizeBoth(installed: string, signal: AbortSignal): Promise<Comparison> {
  return withScratchDirectory(installed, async (folder) => {
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
    await steps([synthesis('CDKTF', PROJECT_DIR), synthesis('CDK Terrain', source)]);
    return compare(...(made as [Synthesis, Synthesis]));
  });
}

/** Whether CDK Terrain synthesizes the same from the unchanged source. */
export async function comparePortability(signal: AbortSignal): Promise<Comparison> {
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
  return synthesizeBoth(installed, signal);
}
