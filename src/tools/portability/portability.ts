import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { checkPrerequisites } from '../../system/prerequisites';
import { withScratchDirectory } from '../../system/scratch-directory';
import { steps } from '../../terraform/steps';
import { type Alternative, ALTERNATIVES } from './alternatives';
import { differences, type Synthesis } from './compare';
import { checkTypes, copySource, install, synthesizeIn } from './synth';

/** Maximum number of printed differences. */
const MAX_PRINTED = 40;

/** Versions of the library and of the AWS provider. */
type Versions = Pick<Synthesis, 'version' | 'provider'>;

/** Comparison of what CDKTF and an alternative synthesize from the same source. */
export interface Comparison {
  readonly cdktf: Versions;
  readonly alternatives: readonly (Versions & { name: string; differences: string[] })[];
  /** Number of compared values, by file. */
  readonly files: Readonly<Record<string, number>>;
}

const versions = ({ version, provider }: Versions): Versions => ({ version, provider });

function compare(cdktf: Synthesis, name: string, other: Synthesis) {
  const found = differences(cdktf, other);
  if (cdktf.version === other.version) found.unshift(`both were made by ${cdktf.version}`);
  return { name, ...versions(other), differences: found };
}

/** Formats the comparison as text. */
export function portabilityText({ cdktf, alternatives, files }: Comparison): string {
  const counts = Object.entries(files).map(([name, values]) => `${name} (${values} values)`);
  const own = `CDKTF ${cdktf.version} with hashicorp/aws ${cdktf.provider}`;
  return alternatives
    .map(({ name, version, provider, differences: found }) => {
      const other = `${name}: ${version} with hashicorp/aws ${provider}`;
      if (found.length === 0)
        return `${other}: type-checks, and the JSON equals that of ${own} but for these versions: ${counts.join(', ')}`;
      const more = found.length > MAX_PRINTED ? [`and ${found.length - MAX_PRINTED} more`] : [];
      const head = `${other}: the JSON differs from that of ${own}:`;
      return [head, ...[...found.slice(0, MAX_PRINTED), ...more].map((line) => `  ${line}`)].join('\n');
    })
    .join('\n');
}

/** Type-checks and synthesizes a copy of the source next to the installation of an alternative. */
async function tryAlternative(
  alternative: Alternative,
  folder: string,
  signal: AbortSignal,
): Promise<Synthesis> {
  const source = join(folder, 'source');
  await copySource(alternative, source);
  await checkTypes(source, signal);
  return synthesizeIn(source, join(folder, 'cdktf.out'), signal);
}

/** Compares the JSON that CDKTF and each alternative synthesize from the same source. */
export async function comparePortability(signal: AbortSignal): Promise<Comparison> {
  checkPrerequisites(['node']);
  const parent = join(PROJECT_DIR, '.local', 'portability');
  return withScratchDirectory(parent, async (scratch) => {
    const made = new Map<string, Synthesis>();
    const record = (name: string, synthesis: Synthesis) => {
      made.set(name, synthesis);
      return synthesis.version;
    };
    await steps([
      {
        title: 'Synthesizing every environment with CDKTF',
        run: async () => record('CDKTF', await synthesizeIn(PROJECT_DIR, join(scratch, 'cdktf'), signal)),
      },
      ...ALTERNATIVES.map((alternative) => ({
        title: `Type-checking and synthesizing with ${alternative.name}, installed once (half a minute, 500 MB)`,
        run: async () => {
          const installed = await install(alternative, parent, signal);
          return withScratchDirectory(installed, async (folder) =>
            record(alternative.name, await tryAlternative(alternative, folder, signal)),
          );
        },
      })),
    ]);
    const [cdktf, ...others] = [...made.values()] as [Synthesis, ...Synthesis[]];
    return {
      cdktf: versions(cdktf),
      alternatives: others.map((other, at) => compare(cdktf, ALTERNATIVES[at]?.name ?? '', other)),
      files: Object.fromEntries([...cdktf.files].map(([name, values]) => [name, values.size])),
    };
  });
}
