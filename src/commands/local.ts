import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Environment as EnvironmentSettings, loadEnvironment, loadStateBucket } from '../config';
import { PlatformError } from '../core/errors';
import { bootstrapState } from './bootstrap-state';
import { command } from './command';
import { demoInputs } from './demo-inputs';
import { Deployment, PROJECT_DIR } from './deployment';
import { type Emulator, startEmulator } from './emulator';
import { checkPrerequisites } from './prerequisites';
import { outputsTable, shellExports } from './report';
import { type Step, steps, watch } from './steps';
import { type Environment, terraformEnv } from './terraform-cli';

interface Session {
  readonly settings: EnvironmentSettings;
  readonly folder: string;
  readonly env: Environment;
  readonly emulator: Emulator;
  readonly deployment: Deployment;
  readonly signal: AbortSignal;
}

/** `npm run local`: an environment on an AWS account that is emulated on this machine, from nothing to nothing. */
command(
  { environment: { type: 'string', default: 'dev' }, keep: { type: 'boolean', default: false } },
  async ({ environment, keep }, signal) => {
    const settings = loadEnvironment(String(environment));
    await withSession(settings, signal, async (session) => {
      await steps([bootstrapStep(session), deployStep(session), planStep(session)]);
      console.log(outputsTable(await session.deployment.terraform.outputs()));
      if (keep) await keepUntilInterrupted(session);
      else if (settings.deletionProtection) await showThatDestroyIsRefused(session);
      else await steps([destroyStep(session)]);
    });
    console.log('\nNothing is left running.');
  },
);

/** Starts what a run needs, and takes it away again however the run ends. */
async function withSession(
  settings: EnvironmentSettings,
  signal: AbortSignal,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  mkdirSync(join(PROJECT_DIR, '.local'), { recursive: true });
  const folder = mkdtempSync(join(PROJECT_DIR, '.local', 'run-'));
  let emulator: Emulator | undefined;
  try {
    await steps([
      {
        title: 'Looking for Node.js, Terraform and Python',
        run: async () => {
          const found = await checkPrerequisites(['node', 'terraform', 'python']);
          return Object.entries(found)
            .map(([name, { version }]) => `${name} ${version}`)
            .join(', ');
        },
      },
      {
        title: 'Starting an AWS account on this machine',
        run: async (report) => {
          emulator = await startEmulator({ region: settings.region, onProgress: report, signal });
          return `${emulator.description}, at ${emulator.endpoint}`;
        },
      },
    ]);
    if (!emulator) throw new Error('the emulator was not started');
    const env = { ...terraformEnv(folder), ...emulator.env, ...demoInputs() };
    const output = join(folder, 'cdktf.out');
    const deployment = new Deployment({ stack: settings.name, output, env, signal });
    await work({ settings, folder, env, emulator, deployment, signal });
  } finally {
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const bootstrapStep = ({ folder, env, signal }: Session): Step => ({
  title: 'Making the state bucket',
  run: async (report) => {
    const settings = loadStateBucket();
    await bootstrapState({ settings, folder: join(folder, 'bootstrap'), env, signal, report });
    return `s3://${settings.bucket}`;
  },
});

const deployStep = ({ settings, deployment }: Session): Step => ({
  title: `Deploying ${settings.name}`,
  run: (report) => watch(report, (onProgress) => deployment.deploy(onProgress)),
});

const planStep = ({ deployment }: Session): Step => ({
  title: 'Planning again',
  run: async () => {
    const difference = await deployment.terraform.difference();
    if (difference === '') return 'no changes';
    throw new PlatformError({
      code: 'COMMAND_FAILED',
      path: 'second plan',
      message: 'is not empty',
      detail: difference,
    });
  },
});

const destroyStep = ({ settings, deployment }: Session): Step => ({
  title: `Destroying ${settings.name}`,
  run: (report) => watch(report, (onProgress) => deployment.destroy(onProgress)),
});

/** Terraform's refusal, as the CDKTF CLI passes it on. */
const PREVENTED = /Resource (\S+)(?: \([^)]*\))? has lifecycle\.prevent_destroy set/;

/** Where data is protected, `destroy` must be refused, and nothing be gone afterwards. */
async function showThatDestroyIsRefused({ settings, deployment, emulator }: Session): Promise<void> {
  const before = await deployment.terraform.resources();
  let refusal: unknown;
  await steps([
    {
      title: `Asking to destroy ${settings.name}, which must be refused`,
      run: async () => {
        refusal = await deployment.destroy().then(
          () => undefined,
          (error: unknown) => error,
        );
        const [, resource] = PREVENTED.exec(String(refusal).replace(/\s+/g, ' ')) ?? [];
        const after = await deployment.terraform.resources();
        if (resource === undefined || after.join() !== before.join())
          throw refusal ?? new Error('nothing refused to be destroyed');
        return `refused by ${resource}, which has prevent_destroy; all ${after.length} resources are still there`;
      },
    },
    {
      title: 'Throwing the emulated account away',
      run: async () => {
        await emulator.reset();
        return 'gone';
      },
    },
  ]);
}

async function keepUntilInterrupted({ env, deployment, signal }: Session): Promise<void> {
  console.log(`\nIn another shell:\n\n${shellExports(env)}`);
  console.log(`cd ${relative(process.cwd(), deployment.folder)}   # for terraform\n`);
  console.log('Up until Ctrl-C.');
  while (!signal.aborted) await sleep(1000, undefined, { signal }).catch(() => undefined);
}
