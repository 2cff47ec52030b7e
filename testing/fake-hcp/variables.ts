import { found, invalid, one, type Resource, type Routes } from './api';
import { newId, type Store, type Variable, type Workspace } from './store';

const resource = (workspace: Workspace, { id, value, ...attributes }: Variable): Resource => ({
  id,
  type: 'vars',
  // Sensitive values are write-only.
  attributes: { ...attributes, value: attributes.sensitive ? null : value },
  relationships: { configurable: one('workspaces', workspace.id) },
  links: { self: `/api/v2/workspaces/${workspace.id}/vars/${id}` },
});

/** Creates a variable with the documented defaults. */
export function variable(given: Partial<Variable>): Variable {
  const { key, category = 'terraform' } = given;
  if (!key) throw invalid("Key can't be blank");
  if (category !== 'terraform' && category !== 'env') throw invalid('Category is not included in the list');
  return {
    id: newId('var'),
    value: '',
    description: '',
    hcl: false,
    sensitive: false,
    ...given,
    key,
    category,
  };
}

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspace-variables */
export function variableRoutes({ workspaces }: Store): Routes {
  const workspaceOf = (id: string | undefined) => found(workspaces.get(id ?? ''));
  return {
    'GET /workspaces/:workspace/vars': ({ params }) => {
      const workspace = workspaceOf(params['workspace']);
      return { data: workspace.variables.map((each) => resource(workspace, each)) };
    },
    'POST /workspaces/:workspace/vars': ({ params, attributes }) => {
      const workspace = workspaceOf(params['workspace']);
      const added = variable(attributes);
      if (workspace.variables.some(({ key, category }) => key === added.key && category === added.category))
        throw invalid('Key has already been taken');
      workspace.variables.push(added);
      return { status: 201, data: resource(workspace, added) };
    },
    'PATCH /workspaces/:workspace/vars/:variable': ({ params, attributes }) => {
      const workspace = workspaceOf(params['workspace']);
      const old = found(workspace.variables.find(({ id }) => id === params['variable']));
      const changed = variable({ ...old, ...attributes, id: old.id });
      workspace.variables = workspace.variables.map((each) => (each === old ? changed : each));
      return { data: resource(workspace, changed) };
    },
    'DELETE /workspaces/:workspace/vars/:variable': ({ params }) => {
      const workspace = workspaceOf(params['workspace']);
      const old = found(workspace.variables.find(({ id }) => id === params['variable']));
      workspace.variables = workspace.variables.filter((each) => each !== old);
      return { status: 204 };
    },
  };
}
