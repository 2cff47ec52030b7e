import { found, invalid, page, type Call, type Routes } from './api';
import { Log } from './log';
import type { Objects } from './objects';
import type { Queue } from './queue';
import { runResource, includedWith } from './run-resources';
import { newId, type ConfigurationVersion, type Phase, type Run, type Store } from './store';

function newPhase(objects: Objects, prefix: string): Phase {
  const log = new Log();
  return {
    id: newId(prefix),
    log,
    logUrl: objects.add({ read: (query) => log.read(query) }),
    status: 'pending',
    timestamps: {},
    changes: { add: 0, change: 0, remove: 0 },
  };
}

const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);

/** Creates a run with the documented defaults. https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#create-a-run */
export function newRun(
  store: Store,
  objects: Objects,
  configuration: ConfigurationVersion,
  given: Call['attributes'],
  user: string,
): Run {
  if (configuration.status !== 'uploaded') throw invalid('The configuration version is not uploaded');
  const workspace = found(store.workspaces.get(configuration.workspace));
  const run: Run = {
    id: newId('run'),
    workspace: workspace.id,
    configuration: configuration.id,
    createdAt: new Date().toISOString(),
    createdBy: user,
    message: String(given['message'] ?? 'Queued manually via the Terraform Enterprise API'),
    isDestroy: given['is-destroy'] === true,
    refresh: given['refresh'] !== false,
    refreshOnly: given['refresh-only'] === true,
    planOnly: configuration.speculative || given['plan-only'] === true,
    savePlan: given['save-plan'] === true,
    autoApply: Boolean(given['auto-apply'] ?? workspace.autoApply),
    targets: list(given['target-addrs']),
    replaces: list(given['replace-addrs']),
    variables: list(given['variables']),
    plan: newPhase(objects, 'plan'),
    apply: newPhase(objects, 'apply'),
    timestamps: {},
    status: 'pending',
    hasChanges: false,
    planJson: undefined,
    redactedPlanJson: undefined,
    canceledAt: undefined,
  };
  store.runs.set(run.id, run);
  workspace.runs.push(run);
  return run;
}

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run */
export function runRoutes(store: Store, objects: Objects, queue: Queue): Routes {
  const runOf = ({ params }: Call): Run => found(store.runs.get(params['run'] ?? ''));
  const show = (run: Run, { query, permission }: Call) => ({
    data: runResource(run, queue),
    included: includedWith(store, run, query.get('include') ?? '', permission),
  });
  const action = (act: (run: Run) => void) => (call: Call) => {
    act(runOf(call));
    return { status: 202 };
  };
  return {
    'POST /runs': (call) => {
      const workspace = found(store.workspaces.get(call.related('workspace') ?? ''));
      const id = call.related('configuration-version') ?? workspace.configurations.at(-1)?.id;
      const configuration = found(store.configurations.get(id ?? ''));
      const run = newRun(store, objects, configuration, call.attributes, call.user);
      queue.add(run);
      return { status: 201, ...show(run, call) };
    },
    'GET /workspaces/:workspace/runs': ({ params, query }) => {
      const { runs } = found(store.workspaces.get(params['workspace'] ?? ''));
      return page(
        [...runs].reverse().map((run) => runResource(run, queue)),
        query,
      );
    },
    'GET /runs/:run': (call) => show(runOf(call), call),
    'GET /runs/:run/run-events': ({ query }) => page([], query),
    'POST /runs/:run/actions/apply': action((run) => queue.confirm(run)),
    'POST /runs/:run/actions/discard': action((run) => queue.discard(run)),
    'POST /runs/:run/actions/cancel': action((run) => queue.cancel(run)),
    'POST /runs/:run/actions/force-cancel': action((run) => queue.forceCancel(run)),
  };
}
