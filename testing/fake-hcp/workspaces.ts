import { found, invalid, one, page, type Call, type Resource, type Routes } from './api';
import { ownOrganization } from './organizations';
import { type Permission, rightsOf } from './permissions';
import { currentState, newId, type Store, type Workspace } from './store';

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#workspaces-api */
export function workspaceResource(store: Store, workspace: Workspace, permission: Permission): Resource {
  const { id, name, lock, executionMode, runs, configurations } = workspace;
  return {
    id,
    type: 'workspaces',
    attributes: {
      name,
      actions: { 'is-destroyable': true },
      'auto-apply': workspace.autoApply,
      'created-at': workspace.createdAt,
      description: workspace.description,
      'execution-mode': executionMode,
      locked: lock !== undefined,
      'locked-reason': lock?.reason ?? '',
      operations: executionMode === 'remote',
      permissions: rightsOf(permission),
      'speculative-enabled': true,
      'structured-run-output-enabled': workspace.structuredOutput,
      'terraform-version': workspace.terraformVersion,
      'vcs-repo': null,
      'working-directory': null,
    },
    relationships: {
      organization: one('organizations', store.organization),
      project: one('projects', workspace.project),
      'current-run': one('runs', runs.filter(({ planOnly }) => !planOnly).at(-1)?.id),
      'current-configuration-version': one('configuration-versions', configurations.at(-1)?.id),
      'current-state-version': one('state-versions', currentState(workspace)?.id),
      'locked-by': one(lock?.type ?? '', lock?.id),
    },
    links: { self: `/api/v2/organizations/${store.organization}/workspaces/${name}` },
  };
}

/** Creates a workspace with the documented defaults. */
export function addWorkspace(store: Store, name: string, settings: Partial<Workspace> = {}): Workspace {
  if (!/^[\w-]{1,90}$/.test(name)) throw invalid('Name can only include letters, numbers, -, and _.');
  if (store.workspaceNamed(name)) throw invalid('Name has already been taken');
  const workspace: Workspace = {
    id: newId('ws'),
    createdAt: new Date().toISOString(),
    project: store.projectNamed('Default Project').id,
    name,
    description: '',
    executionMode: 'remote',
    autoApply: false,
    structuredOutput: true,
    terraformVersion: store.terraformVersion,
    lock: undefined,
    variables: [],
    states: [],
    runs: [],
    configurations: [],
    ...settings,
  };
  store.workspaces.set(workspace.id, workspace);
  return workspace;
}

/** Settings in a request. */
function settingsOf({ attributes }: Call): Partial<Workspace> {
  const given: Partial<Record<keyof Workspace, unknown>> = {
    name: attributes['name'],
    description: attributes['description'],
    executionMode: attributes['execution-mode'],
    autoApply: attributes['auto-apply'],
    structuredOutput: attributes['structured-run-output-enabled'],
    terraformVersion: attributes['terraform-version'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces */
export function workspaceRoutes(store: Store): Routes {
  const byName = (call: Call): Workspace => {
    ownOrganization(store, call);
    return found(store.workspaceNamed(call.params['workspace'] ?? ''));
  };
  const byId = ({ params }: Call): Workspace => found(store.workspaces.get(params['workspace'] ?? ''));
  const show = (workspace: Workspace, { query, permission }: Call) => ({
    data: workspaceResource(store, workspace, permission),
    included: (query.get('include') ?? '').includes('locked_by') ? lockedBy(store, workspace) : [],
  });
  const update = (workspace: Workspace, call: Call) => {
    Object.assign(workspace, settingsOf(call));
    return show(workspace, call);
  };
  return {
    'GET /organizations/:organization/workspaces': (call) => {
      ownOrganization(store, call);
      const name = call.query.get('search[name]') ?? '';
      const all = [...store.workspaces.values()].filter((workspace) => workspace.name.includes(name));
      return page(
        all.map((workspace) => workspaceResource(store, workspace, call.permission)),
        call.query,
      );
    },
    'POST /organizations/:organization/workspaces': (call) => {
      ownOrganization(store, call);
      const project = call.related('project');
      const settings = { ...settingsOf(call), ...(project !== undefined && { project }) };
      const workspace = addWorkspace(store, String(call.attributes['name']), settings);
      return { status: 201, ...show(workspace, call) };
    },
    'GET /organizations/:organization/workspaces/:workspace': (call) => show(byName(call), call),
    'PATCH /organizations/:organization/workspaces/:workspace': (call) => update(byName(call), call),
    'GET /workspaces/:workspace': (call) => show(byId(call), call),
    'PATCH /workspaces/:workspace': (call) => update(byId(call), call),
  };
}

/** Resource object of the user or the run that holds a workspace's lock. */
function lockedBy({ users, runs }: Store, { lock }: Workspace): Resource[] {
  const user = [...users.values()].find(({ id }) => id === lock?.id);
  if (user) return [{ id: user.id, type: 'users', attributes: { username: user.username } }];
  const run = runs.get(lock?.id ?? '');
  const { id, status, message, createdAt } = run ?? {};
  return id === undefined
    ? []
    : [{ id, type: 'runs', attributes: { status, message, 'created-at': createdAt } }];
}
