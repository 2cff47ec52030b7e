import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../src/system/process-tree';
import { describeWith } from '../support/processes/describe-with';
import { beginRun, callApi, type ApiResource } from '../../testing/fake-hcp/caller';
import { FakeHcp } from '../../testing/fake-hcp/server';

describeWith(['terraform'], 'FakeHcp API', () => {
  jest.setTimeout(120_000);

  let cloud: FakeHcp;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'devloop-api-'));
    cloud = await FakeHcp.start({ workerEnv: { FROM_TEST: 'yes' }, coolOff: 0 });
  });
  afterEach(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true });
  });

  const call = <Data = ApiResource>(route: string, body?: object, token?: string | null) =>
    callApi<Data>(cloud, route, body, token);
  const document = (attributes: object) => ({ data: { attributes } });

  const begin = (workspace: string, configuration: object, attributes?: object) =>
    beginRun(cloud, workspace, configuration, attributes);
  const show = async (run: string) => (await call(`GET /runs/${run}`)).body.data;
  /** Waits, half a minute at most. */
  const reached = async (run: string, status: string): Promise<void> => {
    for (let tries = 0; tries < 300; tries += 1) {
      if ((await show(run)).attributes.status === status) return;
      await sleep(100);
    }
    expect((await show(run)).attributes.status).toBe(status);
  };
  const act = async (run: string, action: string) =>
    (await call(`POST /runs/${run}/actions/${action}`)).status;
  const log = async (run: string, phase: 'plans' | 'applies', query = '') => {
    const id = (await show(run)).relationships[phase === 'plans' ? 'plan' : 'apply'].data.id;
    const { body } = await call(`GET /${phase}/${id}`);
    return (await fetch(`${body.data.attributes['log-read-url']}${query}`)).text();
  };

  const one = { resource: { terraform_data: { one: {} } } };
  /** An apply that tells the ids of its process and of Terraform, and waits to be ended. */
  const waiting = () => ({
    resource: {
      terraform_data: {
        one: {},
        two: {
          depends_on: ['terraform_data.one'],
          provisioner: [{ 'local-exec': { command: `echo $$ $PPID > ${folder}/pids; exec sleep 300` } }],
        },
      },
    },
  });
  const pidsOfApply = async (): Promise<[own: number, terraform: number]> => {
    const file = join(folder, 'pids');
    const pids = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : []);
    for (let tries = 0; tries < 300 && pids().length < 2; tries += 1) await sleep(100);
    return pids().map(Number) as [number, number];
  };

  test('rejects a missing or wrong token, and answers ping with the API version without one', async () => {
    for (const token of [null, 'wrong']) {
      expect(await call('GET /organizations/acme/entitlement-set', undefined, token)).toMatchObject({
        status: 401,
        body: { errors: [{ status: '401', title: 'unauthorized' }] },
      });
    }
    const ping = await call('GET /ping', undefined, null);
    expect(ping.status).toBe(204);
    expect(ping.headers.get('TFP-API-Version')).toBe('2.6');
  });

  test('answers 404 for what does not exist or is in another organization', async () => {
    cloud.addWorkspace('one');
    for (const path of [
      'organizations/others/entitlement-set',
      'organizations/others/workspaces/one',
      'organizations/acme/workspaces/two',
      'workspaces/ws-none',
      'runs/run-none',
      'nothing',
    ]) {
      expect(await call(`GET /${path}`)).toMatchObject({ status: 404 });
    }
  });

  test('creates a workspace once, with a valid name, and updates it', async () => {
    const make = (name: string) => call('POST /organizations/acme/workspaces', document({ name }));
    const { status, body } = await make('one');
    expect(status).toBe(201);
    expect(body.data.attributes).toMatchObject({ name: 'one', 'execution-mode': 'remote', locked: false });
    expect(await make('one')).toMatchObject({ status: 422 });
    expect(await make('a b')).toMatchObject({ status: 422 });
    await call(`PATCH /workspaces/${body.data.id}`, document({ 'auto-apply': true }));
    const shown = await call('GET /organizations/acme/workspaces/one');
    expect(shown.body.data.attributes['auto-apply']).toBe(true);
  });

  test('locks a workspace once, and unlocks it for the holder or by force', async () => {
    const { id } = cloud.addWorkspace('one');
    const { ann, bob } = cloud.tokens;
    const lock = (action: string, token: string) =>
      call(`POST /workspaces/${id}/actions/${action}`, { reason: 'because' }, token);
    expect((await lock('lock', ann)).body.data.attributes).toMatchObject({
      locked: true,
      'locked-reason': 'because',
    });
    const shown = await call('GET /organizations/acme/workspaces/one?include=locked_by');
    expect(shown.body.included).toMatchObject([{ type: 'users', attributes: { username: 'ann' } }]);
    expect(await lock('lock', ann)).toMatchObject({ status: 409 });
    expect(await lock('unlock', bob)).toMatchObject({ status: 409 });
    expect(await lock('force-unlock', bob)).toMatchObject({ status: 200 });
    expect(await lock('force-unlock', bob)).toMatchObject({ status: 409 });
    expect(await lock('lock', bob)).toMatchObject({ status: 200 });
    expect(await lock('unlock', bob)).toMatchObject({ status: 200 });
    expect(await lock('unlock', bob)).toMatchObject({ status: 409 });
  });

  test('creates a sensitive variable once and does not return its value', async () => {
    const { id } = cloud.addWorkspace('one');
    const given = { key: 'password', value: 'secret', category: 'terraform', sensitive: true };
    const { status, body } = await call(`POST /workspaces/${id}/vars`, document(given));
    expect([status, body.data.attributes.value]).toEqual([201, null]);
    expect(await call(`POST /workspaces/${id}/vars`, document(given))).toMatchObject({ status: 422 });
    expect(await call(`POST /workspaces/${id}/vars`, document({ value: 'x' }))).toMatchObject({
      status: 422,
    });
    const route = `/workspaces/${id}/vars/${body.data.id}`;
    await call(`PATCH ${route}`, document({ value: 'other' }));
    expect(cloud.workspace('one').variables).toMatchObject([{ ...given, value: 'other' }]);
    expect((await call(`DELETE ${route}`)).status).toBe(204);
    expect((await call(`GET /workspaces/${id}/vars`)).body.data).toEqual([]);
  });

  test('accepts state inline or by upload, from the lock holder, in succession', async () => {
    const { id } = cloud.addWorkspace('one');
    const state = (serial: number, lineage = 'ours', more: object = {}) => {
      const outputs = { name: { value: 'hidden', type: 'string', sensitive: true } };
      const raw = JSON.stringify({ version: 4, serial, lineage, outputs, resources: [], ...more });
      const md5 = createHash('md5').update(raw).digest('hex');
      return { raw, attributes: { serial, lineage, md5, state: Buffer.from(raw).toString('base64') } };
    };
    const send = (attributes: object, token?: string) =>
      call(`POST /workspaces/${id}/state-versions`, document(attributes), token);
    const first = state(1);
    expect(await call(`GET /workspaces/${id}/current-state-version`)).toMatchObject({ status: 404 });
    expect(await send(first.attributes)).toMatchObject({ status: 409 });
    await call(`POST /workspaces/${id}/actions/lock`, {});
    expect(await send(first.attributes, cloud.tokens.bob)).toMatchObject({ status: 409 });
    expect(await send({ lineage: 'ours' })).toMatchObject({ status: 422 });
    expect(await send(first.attributes)).toMatchObject({ status: 201 });

    const second = state(2);
    const { body } = await send({ ...second.attributes, state: undefined });
    const current = async () => (await call(`GET /workspaces/${id}/current-state-version`)).body.data;
    expect(body.data.attributes.status).toBe('pending');
    expect((await current()).attributes.serial).toBe(1);
    const upload = body.data.attributes['hosted-state-upload-url'];
    const leaking = { method: 'PUT', body: second.raw, headers: { Authorization: 'Bearer x' } };
    expect((await fetch(upload, leaking)).status).toBe(400);
    expect((await fetch(upload, { method: 'PUT', body: second.raw })).status).toBe(200);
    const { attributes } = await current();
    expect(attributes).toMatchObject({ serial: 2, status: 'finalized', 'hosted-state-upload-url': null });
    expect(await (await fetch(attributes['hosted-state-download-url'])).text()).toBe(second.raw);

    const { body: listed } = await call<readonly [ApiResource]>(
      `GET /workspaces/${id}/current-state-version-outputs`,
    );
    expect(listed.data[0].attributes).toMatchObject({ name: 'name', sensitive: true, value: null });
    const { body: alone } = await call(`GET /state-version-outputs/${listed.data[0].id}`);
    expect(alone.data.attributes.value).toBe('hidden');

    expect(await send(state(1).attributes)).toMatchObject({ status: 412 });
    expect(await send(state(2, 'ours', { resources: [{}] }).attributes)).toMatchObject({ status: 409 });
    expect(await send(state(3, 'theirs').attributes)).toMatchObject({ status: 409 });
    expect(await send({ ...state(3).attributes, md5: 'wrong' })).toMatchObject({ status: 422 });
    expect(await send({ ...state(3, 'theirs').attributes, force: true })).toMatchObject({ status: 201 });
    const query = 'filter[workspace][name]=one&filter[organization][name]=acme';
    const versions = (await call<readonly ApiResource[]>(`GET /state-versions?${query}`)).body.data;
    expect(versions.map(({ attributes: each }) => each.serial)).toEqual([3, 2, 1]);
  });

  test('holds a run for confirmation, applies its plan, and serves its logs in pieces', async () => {
    const { id } = cloud.addWorkspace('one');
    const run = await begin(id, one);
    await reached(run, 'planned');
    expect((await show(run)).attributes).toMatchObject({
      'has-changes': true,
      actions: { 'is-cancelable': false, 'is-confirmable': true, 'is-discardable': true },
    });
    const plan = await log(run, 'plans');
    expect(plan).toMatch(/^\x02Terraform v[\d.]+\non [^\n]+\nInitializing[^]*1 to add, 0 to change[^]*\x03$/);
    expect(await log(run, 'plans', '?limit=10&offset=1')).toBe(plan.slice(1, 11));
    expect(await log(run, 'plans', `?limit=10&offset=${plan.length}`)).toBe('');
    expect(await act(run, 'cancel')).toBe(409);
    expect(await act(run, 'apply')).toBe(202);
    expect(await act(run, 'apply')).toBe(409);
    await reached(run, 'applied');
    expect(await log(run, 'applies')).toMatch(/^\x02[^]*Apply complete![^]*\x03$/);
    expect(cloud.workspace('one')).toMatchObject({ lock: undefined, states: [{ run }] });

    const again = await begin(id, one);
    await reached(again, 'planned_and_finished');
    expect((await show(again)).attributes['has-changes']).toBe(false);
  });

  test.each([
    ['JSON', {}, /^\{"@level":/],
    ['text', { structuredOutput: false }, /^(?!\{"@level":)/],
  ])('writes log lines as %s with the settings %j', async (_, settings, line) => {
    const { id } = cloud.addWorkspace('one', { autoApply: true, ...settings });
    const run = await begin(id, one);
    await reached(run, 'applied');
    for (const phase of ['plans', 'applies'] as const) {
      const lines = (await log(run, phase)).split('\n').slice(3, -1);
      expect(lines.filter((each) => !line.test(each))).toEqual([]);
      expect(lines.length).toBeGreaterThan(2);
    }
  });

  test('applies a run automatically when the workspace has auto-apply', async () => {
    const { id } = cloud.addWorkspace('one', { autoApply: true });
    const run = await begin(id, one);
    await reached(run, 'applied');
  });

  test('keeps a run pending while the workspace is locked, unless it only plans', async () => {
    const { id } = cloud.addWorkspace('one');
    await call(`POST /workspaces/${id}/actions/lock`, {});
    const speculative = await begin(id, one, { 'plan-only': true });
    const [first, second] = [await begin(id, one), await begin(id, one)];
    await reached(speculative, 'planned_and_finished');
    expect((await show(first)).attributes.status).toBe('pending');
    expect(await act(second, 'discard')).toBe(202);
    await call(`POST /workspaces/${id}/actions/unlock`);
    await reached(first, 'planned');
    expect(await call(`POST /workspaces/${id}/actions/force-unlock`)).toMatchObject({ status: 409 });
    expect(await act(first, 'discard')).toBe(202);
    expect((await show(first)).attributes.status).toBe('discarded');
    expect(cloud.workspace('one')).toMatchObject({ lock: undefined, states: [] });
  });

  test('gives a worker the variables of the workspace and nothing from the environment of the caller', async () => {
    const variables = [
      { key: 'list', value: '["a", "b"]', hcl: true },
      { key: 'text', value: '["a"]' },
      { key: 'FROM_WORKSPACE', value: 'too', category: 'env' as const },
    ];
    const { id } = cloud.addWorkspace('one', { autoApply: true, structuredOutput: false, variables });
    const run = await begin(id, {
      variable: { list: { type: 'list(string)' }, text: { type: 'string' } },
      output: { seen: { value: '${var.list[1]} ${var.text}' } },
      resource: { terraform_data: { env: { provisioner: [{ 'local-exec': { command: 'env' } }] } } },
    });
    await reached(run, 'applied');
    const text = await log(run, 'applies');
    expect(text).toContain('seen = "b [\\"a\\"]"');
    const names = [...text.matchAll(/\(local-exec\): (\w+)=/g)].map(([, name = '']) => name);
    const ofTheShell = ['_', 'OLDPWD', 'PWD', 'SHLVL'];
    expect(names.filter((name) => !ofTheShell.includes(name)).sort()).toEqual([
      'CHECKPOINT_DISABLE',
      'FROM_TEST',
      'FROM_WORKSPACE',
      'HOME',
      'PATH',
      'TFC_RUN_ID',
      'TFC_WORKSPACE_NAME',
      'TFC_WORKSPACE_SLUG',
      'TF_INPUT',
      'TF_IN_AUTOMATION',
    ]);
  });

  test('stops a canceled apply gracefully and keeps the state of created resources', async () => {
    const { id } = cloud.addWorkspace('one', { autoApply: true });
    const run = await begin(id, waiting());
    const [pid] = await pidsOfApply();
    expect(await act(run, 'force-cancel')).toBe(409);
    expect(await act(run, 'cancel')).toBe(202);
    await reached(run, 'canceled');
    expect(isAlive(pid)).toBe(false);
    expect(await log(run, 'applies')).toMatch(/Interrupt received[^]*\x03$/);
    const { lock, states } = cloud.workspace('one');
    expect(lock).toBeUndefined();
    expect(states.at(-1)?.raw).toContain('"name": "one"');
  });

  test('force-cancels an apply that does not stop, without its state', async () => {
    const { id } = cloud.addWorkspace('one', { autoApply: true });
    const run = await begin(id, waiting());
    const [pid, terraform] = await pidsOfApply();
    process.kill(terraform, 'SIGSTOP');
    expect(await act(run, 'cancel')).toBe(202);
    expect((await show(run)).attributes).toMatchObject({
      status: 'applying',
      actions: { 'is-force-cancelable': true },
    });
    expect(await act(run, 'force-cancel')).toBe(202);
    await reached(run, 'canceled');
    expect(isAlive(pid)).toBe(false);
    expect(cloud.workspace('one')).toMatchObject({ lock: undefined, states: [] });
  });

  test('ends a run with an invalid configuration as errored and logs the error', async () => {
    const { id } = cloud.addWorkspace('one');
    const run = await begin(id, { output: { one: { value: '${var.none}' } } });
    await reached(run, 'errored');
    expect(await log(run, 'plans')).toMatch(/Reference to undeclared input variable[^]*\x03$/);
    expect((await show(run)).attributes.actions['is-discardable']).toBe(false);
    expect(cloud.workspace('one').lock).toBeUndefined();
  });

  test('ends its workers when it stops', async () => {
    const { id } = cloud.addWorkspace('one', { autoApply: true });
    await begin(id, waiting());
    const [pid] = await pidsOfApply();
    await cloud.stop();
    expect(isAlive(pid)).toBe(false);
    cloud = await FakeHcp.start();
  });
});
