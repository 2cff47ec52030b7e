import { found, one, type Resource } from './api';
import type { Permission } from './permissions';
import type { Queue } from './queue';
import type { Phase, Run, Store } from './store';
import { workspaceResource } from './workspaces';

/** Resource object of a plan or an apply. */
export const phaseResource = (type: 'plans' | 'applies', phase: Phase, run: Run): Resource => ({
  id: phase.id,
  type,
  attributes: {
    'execution-details': { mode: 'remote' },
    status: phase.status,
    'status-timestamps': phase.timestamps,
    'log-read-url': phase.logUrl,
    'resource-additions': phase.changes.add,
    'resource-changes': phase.changes.change,
    'resource-destructions': phase.changes.remove,
    'resource-imports': 0,
    ...(type === 'plans' && { 'has-changes': run.hasChanges, 'generated-configuration': false }),
  },
  links: {
    self: `/api/v2/${type}/${phase.id}`,
    ...(type === 'plans' && { 'json-output': `/api/v2/plans/${phase.id}/json-output` }),
  },
});

const PERMISSIONS = ['can-apply', 'can-cancel', 'can-discard', 'can-force-cancel', 'can-force-execute'];

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#get-run-details */
export const runResource = (run: Run, queue: Queue): Resource => ({
  id: run.id,
  type: 'runs',
  attributes: {
    actions: queue.actions(run),
    'allow-empty-apply': false,
    'auto-apply': run.autoApply,
    'canceled-at': run.canceledAt?.toISOString() ?? null,
    'created-at': run.createdAt,
    ...(run.canceledAt && { 'force-cancel-available-at': queue.forceCancelAt(run.canceledAt).toISOString() }),
    'has-changes': run.hasChanges,
    'is-destroy': run.isDestroy,
    message: run.message,
    permissions: Object.fromEntries(PERMISSIONS.map((permission) => [permission, true])),
    'plan-only': run.planOnly,
    refresh: run.refresh,
    'refresh-only': run.refreshOnly,
    'replace-addrs': run.replaces,
    'save-plan': run.savePlan,
    source: 'tfe-api',
    status: run.status,
    'status-timestamps': run.timestamps,
    'target-addrs': run.targets,
    'trigger-reason': 'manual',
    variables: run.variables,
  },
  relationships: {
    apply: one('applies', run.apply.id),
    'configuration-version': one('configuration-versions', run.configuration),
    'created-by': one('users', run.createdBy),
    plan: one('plans', run.plan.id),
    workspace: one('workspaces', run.workspace),
  },
  links: { self: `/api/v2/runs/${run.id}` },
});

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#available-related-resources */
export function includedWith(store: Store, run: Run, include: string, permission: Permission): Resource[] {
  const known: Readonly<Record<string, () => Resource>> = {
    plan: () => phaseResource('plans', run.plan, run),
    apply: () => phaseResource('applies', run.apply, run),
    workspace: () => workspaceResource(store, found(store.workspaces.get(run.workspace)), permission),
  };
  return include.split(',').flatMap((name) => known[name]?.() ?? []);
}
