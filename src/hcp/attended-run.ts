import { OperationError } from '../core/errors';
import type { CloudBackendSettings } from '../core/state-backend';
import { archiveOf } from './archive';
import { type RunOutput, endRun, followRun } from './follow';
import { CloudRun, type RunNow, type RunOptions } from './run';
import { type CloudOptions, CloudWorkspace, holderSentence } from './workspace';

export interface CloudRunOptions extends CloudOptions, RunOptions, RunOutput {
  readonly backend: CloudBackendSettings;
  /** Writes the stack, and returns its folder. Called once the workspace is known to be there. */
  readonly synthesize: () => string;
}

/** A workspace that only keeps state runs nothing. */
function refuseLocal({ executionMode, backend }: CloudWorkspace): void {
  if (executionMode !== 'local') return;
  throw new OperationError({
    code: 'CLOUD_RUN',
    summary: `state.workspace: "${backend.workspace}" keeps state and runs nothing: its execution mode is local`,
    hint: "execution mode remote or agent, in the workspace's settings; or Terraform on this machine",
  });
}

function outcome({ status, hasChanges }: RunNow, run: CloudRun): string {
  if (status === 'applied') return 'Applied';
  if (status === 'planned_and_finished') return hasChanges ? 'Planned: there are changes' : 'No changes';
  throw new OperationError({
    code: 'CLOUD_RUN',
    summary: `${run.url}: ended as ${status}; its log is above`,
  });
}

/** Ends what was begun; where that fails too, says so, and which run it is. */
async function giveUp(run: CloudRun, { onProgress }: RunOutput): Promise<void> {
  await endRun(run.uninterrupted(), { onProgress }).catch((error: unknown) =>
    onProgress(`The run could not be ended (${String(error)}): look at ${run.url}`),
  );
}

/** Does what a run is begun for. Where that is interrupted or fails, the run is ended, so that the workspace is not left locked. */
export async function attended<Result>(
  run: CloudRun,
  output: RunOutput,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await giveUp(run, output);
    throw error;
  }
}

/**
 * Has HCP Terraform plan and apply a stack: uploads its folder, follows the run, confirms its plan.
 *
 * @throws OperationError CLOUD_RUN where the run does not end well; what `CloudWorkspace` and `archiveOf` throw
 */
export async function runInCloud(options: CloudRunOptions): Promise<void> {
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
    return followRun(run, options);
  });
  onProgress(outcome(ended, run));
}
