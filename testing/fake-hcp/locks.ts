import { conflict, found, type Call, type Routes } from './api';
import type { Queue } from './queue';
import type { Store, Workspace } from './store';
import { workspaceResource } from './workspaces';

/** Lock, unlock and force-unlock. https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#lock-a-workspace */
export function lockRoutes(store: Store, queue: Queue): Routes {
  const workspaceOf = ({ params }: Call): Workspace => found(store.workspaces.get(params['workspace'] ?? ''));
  const release = (workspace: Workspace, { permission }: Call) => {
    workspace.lock = undefined;
    queue.advance(workspace);
    return { data: workspaceResource(store, workspace, permission) };
  };
  return {
    'POST /workspaces/:workspace/actions/lock': (call) => {
      const workspace = workspaceOf(call);
      if (workspace.lock) throw conflict('Workspace already locked');
      // The documentation has a plain object. The CLI sends a JSON:API document.
      const reason = call.body['reason'] ?? call.attributes['reason'] ?? '';
      workspace.lock = { type: 'users', id: call.user, reason: String(reason) };
      return { data: workspaceResource(store, workspace, call.permission) };
    },
    'POST /workspaces/:workspace/actions/unlock': (call) => {
      const workspace = workspaceOf(call);
      if (!workspace.lock) throw conflict('Workspace already unlocked');
      if (workspace.lock.type === 'runs') throw conflict(`Workspace is locked by run ${workspace.lock.id}`);
      if (workspace.lock.id !== call.user) throw conflict('Workspace is locked by a different user');
      return release(workspace, call);
    },
    'POST /workspaces/:workspace/actions/force-unlock': (call) => {
      const workspace = workspaceOf(call);
      if (!workspace.lock) throw conflict('Workspace already unlocked');
      if (workspace.lock.type === 'runs') throw conflict(`Workspace is locked by run ${workspace.lock.id}`);
      return release(workspace, call);
    },
  };
}
