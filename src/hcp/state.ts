import { createHash } from 'node:crypto';
import type { StateSnapshot } from '../terraform/state-snapshot';
import type { CloudWorkspace } from './workspace';

/**
 * Creates a state version that keeps the state's lineage and serial. `terraform state push` would change both, so that the state
 * could not be migrated back. The caller must hold the workspace's lock.
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions#create-a-state-version
 *
 * @param force whether to replace a state of another lineage
 * @throws ConfigurationError CLOUD_TOKEN if the token lacks the permission
 * @throws OperationError CLOUD_REFUSED if the API returns an error
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
