import { OperationError } from '../core/errors';
import { attended } from './attended-run';
import { explanation } from '../system/processes';
import { archiveOf } from './archive';
import { followRun } from './follow';
import { CloudRun } from './run';
import type { CloudWorkspace } from './workspace';

/**
 * Has HCP Terraform plan a stack's folder, and returns the plan as `terraform show -json` tells it. The run is one that only
 * plans: `terraform plan -out` would leave one that anybody may apply.
 *
 * @throws OperationError CLOUD_RUN where the run does not end well; what `CloudWorkspace` and `archiveOf` throw
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
    throw new OperationError({ code: 'CLOUD_RUN', summary: `${run.url}: ended as ${status}`, detail });
  });
}
