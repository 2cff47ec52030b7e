import { createHash } from 'node:crypto';
import { conflict, found, invalid, page, precondition, type Call, type Routes } from './api';
import type { Objects } from './objects';
import { outputs, stateResource } from './state-resources';
import { currentState, newId, type StateVersion, type Store, type Workspace } from './store';

const md5Of = (raw: string): string => createHash('md5').update(raw).digest('hex');

type Given = Pick<StateVersion, 'serial' | 'lineage' | 'md5' | 'run' | 'createdBy'>;

/** Creates a state version that waits for its upload. */
function pendingState(objects: Objects, workspace: Workspace, given: Given): StateVersion {
  const urls = {
    download: objects.add({ read: () => state.raw }),
    upload: objects.add({ write: (data) => (state.raw = data.toString()) }),
    jsonDownload: objects.add({ read: () => state.json }),
    jsonUpload: objects.add({ write: (data) => (state.json = data.toString()) }),
  };
  const state: StateVersion = {
    ...given,
    id: newId('sv'),
    workspace: workspace.id,
    createdAt: new Date().toISOString(),
    raw: undefined,
    json: undefined,
    urls,
  };
  return state;
}

/** Stores the state of a run. */
export function addRunState(
  store: Store,
  objects: Objects,
  workspace: Workspace,
  raw: string,
  run: string,
): void {
  const { serial, lineage } = JSON.parse(raw) as { serial: number; lineage: string };
  const createdBy = store.runs.get(run)?.createdBy ?? '';
  const state = pendingState(objects, workspace, { serial, lineage, md5: md5Of(raw), run, createdBy });
  state.raw = raw;
  store.states.set(state.id, state);
  workspace.states.push(state);
}

/** Only the holder of the lock may store state. */
function checkLock({ lock }: Workspace, user: string): void {
  if (!lock) throw conflict('The workspace is not locked; state is taken only while it is');
  if (lock.id !== user)
    throw conflict('The workspace is locked by somebody else; state is taken only from them');
}

/** Rejects a state that does not succeed the current one. */
function checkSuccession(workspace: Workspace, { serial, lineage, md5 }: Given): void {
  const current = currentState(workspace);
  if (!current) return;
  if (lineage !== '' && current.lineage !== '' && lineage !== current.lineage)
    throw conflict(`The lineage ${lineage} is not that of the current state, ${current.lineage}`);
  if (serial < current.serial)
    throw precondition(`The serial ${serial} is behind that of the current state, ${current.serial}`);
  if (serial === current.serial && md5 !== current.md5)
    throw conflict(`The MD5 hash differs from that of the current state with the same serial, ${serial}`);
}

function create(store: Store, objects: Objects, { params, attributes, related, user }: Call) {
  const workspace = found(store.workspaces.get(params['workspace'] ?? ''));
  checkLock(workspace, user);
  const { serial, md5, lineage = '', state: inline, force } = attributes;
  if (!Number.isInteger(serial) || typeof md5 !== 'string') throw invalid('serial and md5 are required');
  const given = {
    serial: Number(serial),
    md5,
    lineage: String(lineage),
    run: related('run'),
    createdBy: user,
  };
  if (force !== true) checkSuccession(workspace, given);
  const state = pendingState(objects, workspace, given);
  if (typeof inline === 'string') {
    state.raw = Buffer.from(inline, 'base64').toString();
    if (md5Of(state.raw) !== md5) throw invalid('md5 is not that of the state');
  }
  store.states.set(state.id, state);
  workspace.states.push(state);
  return { status: 201, data: stateResource(state) };
}

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions and
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-version-outputs
 */
export function stateVersionRoutes(store: Store, objects: Objects): Routes {
  const current = ({ params }: Call) =>
    found(currentState(found(store.workspaces.get(params['workspace'] ?? ''))));
  const stateOf = ({ params }: Call) => found(store.states.get(params['state'] ?? ''));
  return {
    'POST /workspaces/:workspace/state-versions': (call) => create(store, objects, call),
    'GET /state-versions': ({ query }) => {
      const { states } = found(store.workspaceNamed(query.get('filter[workspace][name]') ?? ''));
      return page([...states].reverse().map(stateResource), query);
    },
    'GET /workspaces/:workspace/current-state-version': (call) => ({ data: stateResource(current(call)) }),
    'GET /state-versions/:state': (call) => ({ data: stateResource(stateOf(call)) }),
    'GET /workspaces/:workspace/current-state-version-outputs': (call) =>
      page(outputs(current(call), 'in a list'), call.query),
    'GET /state-versions/:state/outputs': (call) => page(outputs(stateOf(call), 'in a list'), call.query),
    'GET /state-version-outputs/:output': ({ params }) => {
      const all = [...store.states.values()].flatMap((state) => outputs(state, 'alone'));
      return { data: found(all.find(({ id }) => id === params['output'])) };
    },
  };
}
