import { createHash } from 'node:crypto';
import type { StateSnapshot } from '../terraform/state-snapshot';
import type { CloudWorkspace } from './workspace';

/**
 * Makes a state the current one of a workspace, with its lineage and serial. `terraform state push` would give it others there,
 * so that it could never be moved back. The caller holds the workspace's lock.
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions#create-a-state-version
 *
 * @param force whether a state of another lineage may be there
 * @throws OperationError CLOUD_TOKEN where the token may not, CLOUD_REFUSED
 */
export async function storeState(
  workspace: CloudWorkspace,
  { text, serial, lineage }: StateSnapshot,
  force: boolean,
): Promise<void> {
  const { id, api } = workspace;
  const state = Buffer.from(text);
  const md5 = createHash('md5').update(state).digest('hex');
  await api.call(
    `POST workspaces/${id}/state-versions`,
    {
      type: 'state-versions',
      attributes: { serial, lineage, md5, force, state: state.toString('base64') },
    },
    workspace.unless('can-create-state-versions'),
  );
}
