import { OperationError } from '../core/errors';
import { attended } from './attended-run';
import { explanation } from '../system/processes';
import { archiveOf } from './archive';
import { followRun } from './follow';
import { CloudRun } from './run';
import type { CloudWorkspace } from './workspace';

/**
 * Plans a stack's directory in HCP Terraform, and returns the plan in the format of `terraform show -json`. Starts a plan-only run:
 * `terraform plan -out` would save a plan that can be applied.
 *
 * @throws OperationError CLOUD_RUN if the run does not succeed; what `CloudWorkspace` and `archiveOf` throw
 */
export async function planInCloud(
  workspace: CloudWorkspace,
  folder: string,
  message: string,
): Promise<unknown> {
  workspace.check('can-update');
  const run = await CloudRun.begin(workspace, await archiveOf(folder), { planOnly: true, message });
  let log = '';
  const output = { onProgress: () => undefined, write: (text: string) => void (log += text) };
  return attended(run, output, async () => {
    const { status, plan } = await followRun(run, output);
    if (status === 'planned_and_finished') return run.planJson(plan);
    const detail = explanation(log);
    throw new OperationError({ code: 'CLOUD_RUN', summary: `Run ${run.url} ended as ${status}`, detail });
  });
}
