import { found, notFound, one, page, type Call, type Resource, type Routes } from './api';
import type { Project, Store } from './store';

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs#feature-entitlements */
const ENTITLEMENTS = {
  agents: false,
  'audit-logging': false,
  'cost-estimation': false,
  operations: true,
  'policy-enforcement': false,
  'private-module-registry': false,
  'run-tasks': false,
  'self-serve-billing': false,
  sentinel: false,
  sso: false,
  'state-storage': true,
  teams: true,
  'user-limit': null,
  'vcs-integrations': false,
};

const projectResource = ({ organization }: Store, { id, name }: Project): Resource => ({
  id,
  type: 'projects',
  attributes: { name },
  relationships: { organization: one('organizations', organization) },
  links: { self: `/api/v2/projects/${id}` },
});

/** Rejects other organizations with 404, as the API does if a token may not read them. */
export function ownOrganization({ organization }: Store, { params }: Call): void {
  if (params['organization'] !== organization) throw notFound();
}

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organizations and
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/projects
 */
export const organizationRoutes = (store: Store): Routes => ({
  'GET /organizations/:organization/entitlement-set': (call) => {
    ownOrganization(store, call);
    return { data: { id: store.organization, type: 'entitlement-sets', attributes: ENTITLEMENTS } };
  },
  'GET /organizations/:organization/projects': (call) => {
    ownOrganization(store, call);
    const names = (call.query.get('filter[names]') ?? '').split(',').filter((name) => name !== '');
    const all = [...store.projects.values()].filter(({ name }) => names.length === 0 || names.includes(name));
    return page(
      all.map((project) => projectResource(store, project)),
      call.query,
    );
  },
  'POST /organizations/:organization/projects': (call) => {
    ownOrganization(store, call);
    const project = store.projectNamed(String(call.attributes['name']));
    return { status: 201, data: projectResource(store, project) };
  },
  'GET /projects/:project': ({ params }) => ({
    data: projectResource(store, found(store.projects.get(params['project'] ?? ''))),
  }),
  // The CLI reads both while its run waits. The queue is always empty, because there are always enough workers.
  'GET /organizations/:organization/runs/queue': (call) => page([], call.query),
  'GET /organizations/:organization/capacity': (call) => ({
    data: {
      id: String(call.params['organization']),
      type: 'organization-capacity',
      attributes: { pending: 0, running: 0 },
    },
  }),
});
