import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { Environment } from '../config';
import { PlatformError } from '../core/errors';
import { placeName, type StatePlace, statePlace } from '../core/state-place';
import {
  checkEc2,
  type Finding,
  ignoredIn,
  type Plan,
  planFindings,
  sorted,
  strangerFindings,
} from '../drift';
import { identityTags } from '../stacks/platform-tags';
import { awsClientSettings } from './aws-client';
import { PROJECT_DIR } from './deployment';
import { environmentTerraform } from './environment-stack';
import { checkBucket } from './state-bucket';
import { lockOn, lockSentence, type StateLock } from './state-lock';
import type { Terraform } from './terraform';
import { type Environment as Variables, terraformEnv } from './terraform-cli';

/** What differs, and who is changing it at the moment. */
export interface Drift {
  readonly environment: string;
  /** Where state is. */
  readonly state: string;
  readonly differences: readonly Finding[];
  /** Who held the lock meanwhile: the differences may be half of what that apply does. */
  readonly lock?: string;
}

const UNSET = /input variable "([^"]+)"\s+is\s+not\s+set/g;

/** A plan without the operator's variables fails in many lines. */
function explained(error: unknown): unknown {
  const names =
    error instanceof PlatformError ? [...error.message.matchAll(UNSET)].map(([, name]) => name) : [];
  if (names.length === 0) return error;
  return new PlatformError(
    names.map((name) => ({
      code: 'USAGE',
      path: `TF_VAR_${name}`,
      message: 'is not set',
      accepted: 'what the environment was deployed with',
    })),
  );
}

/** Drift only reads: it neither takes the lock nor is refused by one. */
async function planWithoutLock(terraform: Terraform): Promise<Plan> {
  try {
    await terraform.init('-reconfigure');
    return (await terraform.plan('-lock=false')) as Plan;
  } catch (error) {
    throw explained(error);
  }
}

/** Who holds the lock. In Terraform Cloud nobody: there a run waits for the one before it. */
async function lockOf(place: StatePlace, env: Variables): Promise<StateLock | undefined> {
  if (place.backend === 's3') return lockOn(place, env);
  if (place.backend === 'cloud') return undefined;
  const file = join(PROJECT_DIR, `.${place.file}.lock.info`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StateLock) : undefined;
}

/**
 * Compares AWS, state and configuration of an environment, and changes none of them.
 *
 * @throws PlatformError STATE_BUCKET, AWS_REFUSED, USAGE where a variable is not set, COMMAND_FAILED with what Terraform said
 */
export async function driftOf(environment: Environment, signal: AbortSignal): Promise<Drift> {
  const { name, region } = environment;
  const place = statePlace(environment);
  const state = placeName(place);
  const outdir = join(PROJECT_DIR, '.local', 'drift', name);
  const env = terraformEnv(outdir);
  const ec2 = new EC2Client(awsClientSettings(region, env));
  const search = { ec2, tags: identityTags(environment), signal };
  try {
    const terraform = environmentTerraform({ environment, outdir, env, signal });
    if (place.backend === 's3') await checkBucket(place, env);
    await checkEc2(search);
    const before = await lockOf(place, env);
    const plan = await planWithoutLock(terraform);
    const strangers = await strangerFindings({ ...search, plan, environment: name });
    const lock = before ?? (await lockOf(place, env));
    const ignored = ignoredIn(terraform.synthesized());
    const found = planFindings({ plan, ignored, environment: name, state });
    return {
      environment: name,
      state,
      differences: sorted([...found, ...strangers]),
      ...(lock && { lock: lockSentence(lock) }),
    };
  } finally {
    ec2.destroy();
  }
}
