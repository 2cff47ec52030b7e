import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { largePlan } from './large-plan';
import type { PlanCost } from './read-plan';
import type { SynthCost } from './synth';
import { PROJECT_DIR } from '../../system/paths';
import { run } from '../../system/processes';
import { deployOnce } from './apply';
import { matrixByGroups, matrixOfTransitGateways } from './topology';

export interface MeasureOptions {
  /** Whether to deploy `base`, too. */
  readonly deploys: boolean;
  readonly signal: AbortSignal;
}

/** Compiled program that runs one synth. */
const SYNTH = join('dist', 'src', 'tools', 'bench', 'synth.js');
const BUNDLED_SYNTH = join('bin', 'synth.mjs');
const PRINT_PROOF = join(PROJECT_DIR, 'dist', 'src', 'tools', 'bench', 'print-proof.js');
const READ_PLAN = join('dist', 'src', 'tools', 'bench', 'read-plan.js');
const PLAN_MEGABYTES = 20;
const RUNS = 11;
const SERVERS = [10, 100, 1000, 3000];

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Wall time of a Node.js process, in milliseconds. */
async function timed(args: readonly string[], env = {}): Promise<number> {
  const began = performance.now();
  await run(process.execPath, args, { cwd: PROJECT_DIR, env });
  return performance.now() - began;
}

/** Compares the duration of `work` with that of `base`, in alternating runs, so that noise affects both. */
async function compared(
  title: string,
  work: () => Promise<number>,
  base: () => Promise<number>,
): Promise<string[]> {
  const samples: { one: number; other: number }[] = [];
  for (let index = 0; index < RUNS; index += 1) samples.push({ other: await base(), one: await work() });
  const one = median(samples.map((sample) => sample.one));
  const other = median(samples.map((sample) => sample.other));
  const ratio = median(samples.map((sample) => sample.one / sample.other));
  const times = `${Math.round(one)} ms against ${Math.round(other)} ms, medians of ${RUNS}`;
  return [title, `${ratio.toFixed(2)}×`, times];
}

async function synthOf(servers: number): Promise<SynthCost> {
  const { stdout } = await run(process.execPath, [SYNTH, `${servers}`], { cwd: PROJECT_DIR });
  return JSON.parse(stdout) as SynthCost;
}

/** Synthesizes all stacks as `cdktf synth` does, from the bundle. */
async function withSynth<T>(measured: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const outdir = mkdtempSync(join(tmpdir(), 'devloop-bench-'));
  try {
    return await measured({ CDKTF_OUTDIR: outdir });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const synthAgainstRequire = (): Promise<string[]> =>
  withSynth((env) =>
    compared(
      'all stacks together, as cdktf synth runs them, against requiring cdktf',
      () => timed([BUNDLED_SYNTH], env),
      () => timed(['-e', "require('cdktf')"]),
    ),
  );

const proofAgainstRest = (): Promise<string[]> =>
  withSynth(async (env) => {
    const samples: { proof: number; rest: number }[] = [];
    for (let index = 0; index < RUNS; index += 1) {
      const { stdout } = await run(process.execPath, ['--require', PRINT_PROOF, BUNDLED_SYNTH], {
        cwd: PROJECT_DIR,
        env,
      });
      const { proof, whole } = JSON.parse(stdout) as { proof: number; whole: number };
      samples.push({ proof, rest: whole - proof });
    }
    const proof = median(samples.map((sample) => sample.proof));
    const rest = median(samples.map((sample) => sample.rest));
    return [
      'the proof of all networks, against the rest of that synth',
      `${((100 * proof) / rest).toFixed(1)} %`,
      `${Math.round(proof)} ms against ${Math.round(rest)} ms, medians of ${RUNS}`,
    ];
  });

/** Duration of a synth by number of servers, compared with the smallest, and per additional resource. */
async function synthByServers(): Promise<string[][]> {
  const costs = [];
  for (const servers of SERVERS) costs.push({ servers, ...(await synthOf(servers)) });
  const [least] = costs;
  if (!least) return [];
  return costs.map(({ servers, resources, milliseconds, megabytes }) => {
    const each = (milliseconds - least.milliseconds) / (resources - least.resources);
    return [
      `synth with ${servers} servers, ${resources} resources`,
      `${(milliseconds / least.milliseconds).toFixed(1)}×`,
      `${Math.round(milliseconds)} ms, ${Math.round(megabytes)} MB at the peak${
        servers === least.servers ? '' : `, ${each.toFixed(2)} ms for each further resource`
      }`,
    ];
  });
}

/** Duration of the matrix of a large plan, including its file, compared with parsing its JSON. */
async function matrixOfLargePlan(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'devloop-bench-'));
  try {
    const file = join(folder, 'plan.json');
    writeFileSync(file, largePlan(PLAN_MEGABYTES));
    const { stdout } = await run(process.execPath, [READ_PLAN, file], { cwd: PROJECT_DIR });
    const { milliseconds, parsed, megabytes } = JSON.parse(stdout) as PlanCost;
    return [
      `who reaches whom in a plan of ${PLAN_MEGABYTES} MB, against parsing its JSON`,
      `${(milliseconds / parsed).toFixed(1)}×`,
      `${Math.round(milliseconds)} ms, ${Math.round(megabytes)} MB at the peak`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Describes the machine. */
export function machine(): string {
  const all = cpus();
  return `Node.js ${process.version}, ${process.platform} ${process.arch}, ${all.length} cores (${all[0]?.model})`;
}

/** Measures the project. Each row has the subject, the ratio, and what it is relative to. */
export async function measure({ deploys, signal }: MeasureOptions): Promise<string[][]> {
  await run('tsc', ['-p', 'tsconfig.build.json'], { cwd: PROJECT_DIR, signal });
  const rows = [
    await synthAgainstRequire(),
    await proofAgainstRest(),
    ...(await synthByServers()),
    ...matrixByGroups(),
    ...matrixOfTransitGateways(),
    await matrixOfLargePlan(),
  ];
  return deploys ? [...rows, await deployOnce(signal)] : rows;
}
