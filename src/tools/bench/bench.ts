import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { base } from './base';
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

async function synthAgainstRequire(): Promise<string[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'devloop-bench-'));
  try {
    return await compared(
      'all stacks together, as cdktf synth runs them, against requiring cdktf',
      () => timed([join('bin', 'synth.mjs')], { CDKTF_OUTDIR: outdir }),
      () => timed(['-e', "require('cdktf')"]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const proofAgainstNone = (): Promise<string[]> =>
  compared(
    `${base.name}, compiled, with the proof of its network against without`,
    () => timed([SYNTH, `${base.servers.length}`]),
    () => timed([SYNTH, `${base.servers.length}`, 'unproved']),
  );

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
    await proofAgainstNone(),
    ...(await synthByServers()),
    ...matrixByGroups(),
    ...matrixOfTransitGateways(),
    await matrixOfLargePlan(),
  ];
  return deploys ? [...rows, await deployOnce(signal)] : rows;
}
