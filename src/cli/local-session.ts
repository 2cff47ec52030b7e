import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Environment, loadEnvironment } from '../config';
import { ConfigurationError, OperationError } from '../core/errors';
import type { Options, Run } from './define-command';
import type { Deployment } from '../terraform/deployment';
import { EmulatedAccount } from '../emulator/account';
import { demoImages } from '../emulator/demo-inputs';
import { checkPrerequisites } from '../system/prerequisites';
import { outputsTable, shellExports } from './output/outputs-table';
import { type Report, type Step, steps, watch } from '../terraform/steps';

type LocalRun = Pick<Run<Options>, 'signal' | 'result' | 'say'> & {
  readonly options: { readonly environment: string; readonly keep: boolean };
};

interface Session {
  readonly environment: Environment;
  readonly account: EmulatedAccount;
  readonly deployment: Deployment;
}

/** Deploys an environment to an emulated AWS account on this machine, plans again, and destroys it. */
export async function runLocal({ options, signal, result, say }: LocalRun): Promise<void> {
  const environment = loadEnvironment(options.environment);
  refuseCloud(environment);
  const account = await start(environment, signal);
  try {
    const session = {
      environment,
      account,
      deployment: account.deployment(environment.name, undefined, demoImages(environment)),
    };
    await steps([...bootstrapSteps(session), deployStep(session), planStep(session)]);
    const outputs = await session.deployment.terraform.outputs();
    result(outputs, outputsTable(outputs));
    if (options.keep) await keepUntilInterrupted(session, signal, say);
    else if (environment.deletionProtection) await checkDestroyIsRejected(session);
    else await steps([destroyStep(session)]);
  } finally {
    await account.stop();
  }
  say('\nNothing is left running.');
  const { writeEnvironmentPage } = await import('./view/write-view');
  const page = await writeEnvironmentPage(environment.name);
  say(`Drawing, reachability and costs: ${relative(process.cwd(), page)}`);
}

function refuseCloud({ name, state }: Environment): void {
  if (state.backend !== 'cloud') return;
  throw new ConfigurationError({
    code: 'USAGE',
    path: `${name}.state`,
    given: state,
    message: 'is not on this machine, and nothing of devloop local leaves it',
    accepted: 'an environment whose state is in s3, here an emulated one, or local',
  });
}

async function start({ region }: Environment, signal: AbortSignal): Promise<EmulatedAccount> {
  let account: EmulatedAccount | undefined;
  await steps([
    {
      title: 'Looking for Node.js, Terraform or OpenTofu, and Python',
      run: async () => {
        const found = checkPrerequisites(['node', 'terraform', 'python']);
        return Object.values(found)
          .map(({ title, version }) => `${title} ${version}`)
          .join(', ');
      },
    },
    {
      title: 'Starting an AWS account on this machine',
      run: async (onProgress) => {
        account = await EmulatedAccount.start({ region, onProgress, signal });
        return `${account.emulator.description}, at ${account.emulator.endpoint}`;
      },
    },
  ]);
  if (!account) throw new Error('the emulated account was not started');
  return account;
}

function bootstrapSteps({ environment, account }: Session): Step[] {
  if (environment.state.backend !== 's3') return [];
  const { bucket } = environment.state;
  const run = async (onProgress: Report) => {
    await account.bootstrap({ onProgress });
    return `s3://${bucket}`;
  };
  return [{ title: 'Making the state bucket', run }];
}

const deployStep = ({ environment, deployment }: Session): Step => ({
  title: `Deploying ${environment.name}`,
  run: (report) => watch(report, (onProgress) => deployment.deploy(onProgress)),
});

const planStep = ({ deployment }: Session): Step => ({
  title: 'Planning again',
  run: async () => {
    const difference = await deployment.terraform.difference();
    if (difference === '') return 'no changes';
    throw new OperationError({
      code: 'COMMAND_FAILED',
      summary: 'The second plan is not empty',
      detail: difference,
    });
  },
});

const destroyStep = ({ environment, deployment }: Session): Step => ({
  title: `Destroying ${environment.name}`,
  run: (report) => watch(report, (onProgress) => deployment.destroy(onProgress)),
});

/** Terraform's error for a protected resource, as the CDKTF CLI prints it. */
const PREVENTED = /Resource (\S+)(?: \([^)]*\))? has lifecycle\.prevent_destroy set/;

/** Checks that `destroy` is rejected for a protected environment, and that all resources still exist. */
async function checkDestroyIsRejected({ environment, deployment, account }: Session): Promise<void> {
  const before = await deployment.terraform.resources();
  let refusal: unknown;
  await steps([
    {
      title: `Asking to destroy ${environment.name}, which must be refused`,
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
        await account.emulator.reset();
        return 'gone';
      },
    },
  ]);
}

async function keepUntilInterrupted(
  { account, deployment }: Session,
  signal: AbortSignal,
  say: (sentence: string) => void,
): Promise<void> {
  say(`\nIn another shell:\n\n${shellExports(account.env)}`);
  say(`cd ${relative(process.cwd(), deployment.folder)}   # for terraform\n`);
  say('Up until Ctrl-C.');
  while (!signal.aborted) await sleep(1000, undefined, { signal }).catch(() => undefined);
}
