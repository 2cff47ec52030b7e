import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { checkPrerequisites } from '../../system/prerequisites';
import { withScratchDirectory } from '../../system/scratch-directory';
import { differences, type Synthesis } from './compare';
import { copySource, installTerrain, synthesizeIn } from './synth';
import { steps } from '../../terraform/steps';

/** Maximum number of printed differences. */
const MAX_PRINTED = 40;

/** Comparison of CDKTF with CDK Terrain for the same source. */
export interface Comparison {
  readonly cdktf: string;
  readonly terrain: string;
  /** Number of compared values, by file. */
  readonly files: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

function compare(cdktf: Synthesis, terrain: Synthesis): Comparison {
  const found = differences(cdktf, terrain);
  if (cdktf.version === terrain.version) found.unshift(`both were made by ${cdktf.version}`);
  const files = Object.fromEntries([...cdktf.files].map(([name, values]) => [name, values.size]));
  return { cdktf: cdktf.version, terrain: terrain.version, files, differences: found };
}

/** Formats the comparison as text. */
export function portabilityText({ cdktf, terrain, files, differences: found }: Comparison): string {
  if (found.length === 0) {
    const counts = Object.entries(files).map(([name, values]) => `${name} (${values} values)`);
    return `CDKTF ${cdktf} and CDK Terrain ${terrain} synthesize the same but for the library's version: ${counts.join(', ')}`;
  }
  const more = found.length > MAX_PRINTED ? [`and ${found.length - MAX_PRINTED} more`] : [];
  const head = `Synthesized JSON differs between CDKTF ${cdktf} and CDK Terrain ${terrain}:`;
  return [head, ...[...found.slice(0, MAX_PRINTED), ...more].map((line) => `  ${line}`)].join('\n');
}

/** Synthesizes with CDK Terrain from a copy of the source next to its installation, and with CDKTF from the project. */
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

/** Compares the JSON that CDKTF and CDK Terrain synthesize from the unchanged source. */
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
