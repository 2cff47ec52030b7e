import { isExplained, OperationError } from '../core/errors';
import type { CloudBackendSettings } from '../core/state-backend';
import { archiveOf } from './archive';
import { type RunOutput, endRun, followRun } from './follow';
import { CloudRun, type RunNow, type RunOptions } from './run';
import { type CloudOptions, CloudWorkspace, holderSentence } from './workspace';

export interface CloudRunOptions extends CloudOptions, RunOptions, Omit<RunOutput, 'onPlanned'> {
  readonly backend: CloudBackendSettings;
  /** Returns the directory of the synthesized stack. Called after the workspace has been found. */
  readonly synthesize: () => string;
  /** Called with a plan in the format of `terraform show -json`, before it is confirmed. @default nothing */
  readonly onPlan?: (plan: unknown) => void;
}

/** Rejects a workspace whose execution mode is local: it stores state and starts no runs. */
function refuseLocal({ executionMode, backend }: CloudWorkspace): void {
  if (executionMode !== 'local') return;
  throw new OperationError({
    code: 'CLOUD_RUN',
    summary: `state.workspace: "${backend.workspace}" does not run Terraform: its execution mode is local`,
    hint: "Set the execution mode to remote or agent in the workspace's settings, or run Terraform on this machine.",
  });
}

function outcome({ status, hasChanges }: RunNow, run: CloudRun): string {
  if (status === 'applied') return 'Applied';
  if (status === 'planned_and_finished') return hasChanges ? 'Planned: there are changes' : 'No changes';
  throw new OperationError({
    code: 'CLOUD_RUN',
    summary: `Run ${run.url} ended as ${status}. Its log is above.`,
  });
}

/** Reads the plan for `onPlan`. A token that may not read it, which needs admin access, runs the plan all the same. */
async function readPlan(
  run: CloudRun,
  plan: string,
  { onPlan, onProgress }: Pick<CloudRunOptions, 'onPlan' | 'onProgress'>,
): Promise<void> {
  if (!onPlan) return;
  try {
    onPlan(await run.planJson(plan));
  } catch (error) {
    if (!isExplained(error)) throw error;
    onProgress(`The plan has no review: ${error.message}`);
  }
}

/** Cancels or discards a run. Reports the run's address if that fails. */
async function endOrReport(run: CloudRun, { onProgress }: RunOutput): Promise<void> {
  await endRun(run.uninterrupted(), { onProgress }).catch((error: unknown) =>
    onProgress(`The run could not be ended (${String(error)}): look at ${run.url}`),
  );
}

/** Runs `work`. If it fails or is interrupted, ends the run, so that the workspace does not stay locked. */
export async function attended<Result>(
  run: CloudRun,
  output: RunOutput,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await endOrReport(run, output);
    throw error;
  }
}

/**
 * Plans and applies a stack in HCP Terraform: uploads its directory, follows the run and confirms its plan. Returns whether it applied
 * changes.
 *
 * @throws OperationError CLOUD_RUN if the run does not succeed; what `CloudWorkspace` and `archiveOf` throw
 */
export async function runInCloud(options: CloudRunOptions): Promise<boolean> {
  const { backend, planOnly, synthesize, onProgress, signal } = options;
  const workspace = await CloudWorkspace.open(backend, options);
  refuseLocal(workspace);
  if (!planOnly) workspace.check('can-queue-apply');
  const archive = await archiveOf(synthesize());
  const run = await CloudRun.begin(workspace, archive, options);
  const ended = await attended(run, options, async () => {
    onProgress(`Run ${run.id}: ${run.url}`);
    signal?.throwIfAborted();
    const holder = planOnly ? undefined : await workspace.holder();
    if (holder && holder.who !== run.id)
      onProgress(`Waiting for the workspace, locked by ${holderSentence(holder)}`);
    return followRun(run, { ...options, onPlanned: (plan) => readPlan(run, plan, options) });
  });
  onProgress(outcome(ended, run));
  return ended.status === 'applied';
}
