import { join } from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { Environment } from '../config';
import { ConfigurationError, OperationError } from '../core/errors';
import { backendName, type BackendType, backendSettings } from '../core/state-backend';
import { checkEc2, type Finding, ignoredIn, type Plan, planFindings, sorted, unmanagedFindings } from '.';
import { identityTags } from '../stacks/platform-tags';
import { awsClientSettings } from '../aws/client';
import { planInCloud } from '../hcp/plan';
import { checkState, type DriftStateOptions, holderOf } from './state-check';
import { environmentTerraform } from '../terraform/environment-stack';
import type { Terraform } from '../terraform/terraform';
import type { CloudWorkspace } from '../hcp/workspace';

export interface DriftOptions extends DriftStateOptions {
  readonly environment: Environment;
  /** Working directory. Kept between runs, so that the provider is installed once. */
  readonly folder: string;
}

/** The differences of an environment, and the lock holder while they were read. */
export interface Drift {
  readonly environment: string;
  /** Name of the backend. */
  readonly state: string;
  readonly differences: readonly Finding[];
  /** Holder of the state lock during the comparison. Differences may then come from an apply in progress. */
  readonly lock?: string;
}

const UNSET = /input variable "([^"]+)"\s+is\s+not\s+set/g;

/** Reports each unset input variable as one issue. Terraform prints a long diagnostic for each. */
function explained(error: unknown, pathOf: (variable: string) => string): unknown {
  const names =
    error instanceof OperationError ? [...error.message.matchAll(UNSET)].map(([, name = '']) => name) : [];
  if (names.length === 0) return error;
  return new ConfigurationError(
    names.map((name) => ({
      code: 'USAGE',
      path: pathOf(name),
      message: 'is not set',
      accepted: 'what the environment was deployed with',
    })),
  );
}

/** Plans without acquiring the state lock. Saves no plan that could be applied. */
async function planWithoutLock(
  terraform: Terraform,
  backend: BackendType,
  workspace: CloudWorkspace | undefined,
): Promise<Plan> {
  const remote = workspace?.executionMode === 'local' ? undefined : workspace;
  try {
    if (remote) return (await planInCloud(remote, terraform.folder, 'devloop drift')) as Plan;
    // `terraform init` rejects `-reconfigure` for a `cloud` block.
    await terraform.init(...(backend === 'cloud' ? [] : ['-reconfigure']));
    return (await terraform.plan('-lock=false')) as Plan;
  } catch (error) {
    throw explained(error, (name) =>
      remote ? `variable ${name} of ${backendName(remote.backend)}` : `TF_VAR_${name}`,
    );
  }
}

/**
 * Compares AWS, state and configuration of an environment. Changes none of them.
 *
 * @throws OperationError as `checkState` does; AWS_REFUSED if EC2 cannot be read; COMMAND_FAILED with Terraform's output
 * @throws ConfigurationError USAGE if an input variable is not set
 */
export async function driftOf(options: DriftOptions): Promise<Drift> {
  const { environment, env, stateDir, signal } = options;
  const { name, region } = environment;
  const backend = backendSettings(environment);
  const state = backendName(backend);
  const ec2 = new EC2Client(awsClientSettings(region, env));
  const search = { ec2, tags: identityTags(environment), signal };
  try {
    // One directory for each backend type: `terraform init` asks before it changes the type.
    const outdir = join(options.folder, backend.type);
    const terraform = environmentTerraform({ environment, outdir, env, stateDir, signal });
    const workspace = await checkState(backend, options);
    await checkEc2(search);
    const before = await holderOf(backend, options);
    const plan = await planWithoutLock(terraform, backend.type, workspace);
    const unmanaged = await unmanagedFindings({ ...search, plan, environment: name });
    const lock = before ?? (await holderOf(backend, options));
    const ignored = ignoredIn(terraform.synthesized());
    const found = planFindings({ plan, ignored, environment: name, state });
    return {
      environment: name,
      state,
      differences: sorted([...found, ...unmanaged]),
      ...(lock !== undefined && { lock }),
    };
  } finally {
    ec2.destroy();
  }
}
