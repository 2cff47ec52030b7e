import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { StateBucketSettings } from '../config';
import { OperationError } from '../core/errors';
import { STATE_STACK, STATE_STACK_KEY, StateStack } from '../stacks/state-stack';
import { isAlive } from '../system/process-tree';
import { ownerOf } from './s3/bucket';
import { releaseLock, readLock, LOCK_OWNER } from './lock/s3-lock';
import { synthesize } from '../terraform/synthesize';
import { Terraform } from '../terraform/terraform';
import type { Variables } from '../core/variables';

export interface BootstrapOptions {
  readonly settings: StateBucketSettings;
  /** Working directory. Keeps the local state between an interrupted run and the next. */
  readonly folder: string;
  /** Environment variables for Terraform and S3, in addition to those of this process. */
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
  /** Called with a sentence at each step. */
  readonly onProgress: (sentence: string) => void;
}

const LOCAL_STATE = 'bootstrap.tfstate';

/** File with the id of the running process. A killed process leaves it behind. */
const RUNNING_FILE = 'running';

/** Address of the bucket, the only resource of the stack whose creation cannot be repeated. */
const BUCKET = 'aws_s3_bucket.bucket';

function synthesizeStack({ settings, folder }: BootstrapOptions): string {
  mkdirSync(folder, { recursive: true });
  const app = new App({ outdir: folder });
  new StateStack(app, settings);
  synthesize(app);
  return join(folder, 'stacks', STATE_STACK);
}

/**
 * Creates the state bucket with the state stack, and migrates that stack's state into the bucket. Continues an interrupted run. Changes
 * nothing if everything is done. Deletes the local state only after the bucket's state has all resources and an empty plan.
 *
 * @throws OperationError STATE_BUCKET, or COMMAND_FAILED with Terraform's output
 */
export async function bootstrapState(options: BootstrapOptions): Promise<void> {
  const { settings, env } = options;
  const owner = await ownerOf(settings, env);
  const stack = synthesizeStack(options);
  const marker = join(options.folder, RUNNING_FILE);
  const killed = existsSync(marker) && !isAlive(Number(readFileSync(marker, 'utf8')));
  writeFileSync(marker, String(process.pid));
  try {
    await migrateToBucket(stack, owner === 'us', killed, options);
  } finally {
    rmSync(marker, { force: true });
  }
}

async function migrateToBucket(
  stack: string,
  exists: boolean,
  killed: boolean,
  options: BootstrapOptions,
): Promise<void> {
  const { settings, env, signal, onProgress } = options;
  const terraform = new Terraform(stack, { env, signal });
  if (exists && (await stateInBucket(terraform, killed, options)).length > 0) {
    onProgress(`Bucket ${settings.bucket} already stores its own state`);
    if ((await terraform.difference()) !== '') {
      onProgress('Updating the bucket');
      await terraform.apply();
    }
  } else {
    const local = await applyLocally(terraform, exists, options);
    onProgress(`Moving the state of ${local.length} resources into ${settings.bucket}`);
    terraform.useOwnBackend();
    await terraform.init('-migrate-state', '-force-copy');
  }
  await verify(terraform, settings);
  rmSync(join(stack, LOCAL_STATE), { force: true });
  rmSync(join(stack, `${LOCAL_STATE}.backup`), { force: true });
  onProgress(`State is in s3://${settings.bucket} (${settings.region})`);
}

async function stateInBucket(
  terraform: Terraform,
  killed: boolean,
  options: BootstrapOptions,
): Promise<string[]> {
  terraform.useOwnBackend();
  await terraform.init('-reconfigure');
  if (killed) await releaseOwnLock(options);
  return terraform.resources();
}

/** Releases the lock of a killed bootstrap of this user. */
async function releaseOwnLock({ settings, env, onProgress }: BootstrapOptions): Promise<void> {
  const backend = { type: 's3', ...settings, key: STATE_STACK_KEY } as const;
  const lock = await readLock(backend, env);
  if (lock?.Who !== LOCK_OWNER) return;
  onProgress('Releasing the lock of the interrupted run');
  await releaseLock(backend, lock.ID, env);
}

async function applyLocally(
  terraform: Terraform,
  exists: boolean,
  options: BootstrapOptions,
): Promise<string[]> {
  const { settings, onProgress } = options;
  terraform.useLocalState(LOCAL_STATE);
  await terraform.init('-reconfigure');
  if (exists && !(await terraform.resources()).includes(BUCKET)) {
    onProgress(`Bucket ${settings.bucket} exists in your account but is in no state: importing it`);
    await terraform.run(['import', '-input=false', BUCKET, settings.bucket]);
  }
  onProgress(
    `Making bucket ${settings.bucket} in ${settings.region}, with its state in ${LOCAL_STATE} for now`,
  );
  await terraform.apply();
  return terraform.resources();
}

/** Verifies the migrated state, because `init` also succeeds with an empty state. */
async function verify(terraform: Terraform, { bucket }: StateBucketSettings): Promise<void> {
  const resources = await terraform.resources();
  const difference = resources.includes(BUCKET) ? await terraform.difference() : 'no resources';
  if (difference === '') return;
  throw new OperationError({
    code: 'STATE_BUCKET',
    summary: `state.bucket: "${bucket}" holds a state that does not match the bucket (${difference.trim().split('\n').at(-1)}); the local copy is kept`,
    hint: 'Run devloop bootstrap again. The local copy of the state is kept.',
  });
}
