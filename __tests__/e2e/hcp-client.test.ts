import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planInCloud } from '../../src/hcp/plan';
import { runInCloud } from '../../src/hcp/attended-run';
import type { StateSnapshot } from '../../src/terraform/state-snapshot';
import { CloudRun } from '../../src/hcp/run';
import { storeState } from '../../src/hcp/state';
import { CloudWorkspace } from '../../src/hcp/workspace';
import type { CloudBackendSettings } from '../../src/core/state-backend';
import { describeWith } from '../support/processes/describe-with';
import { beginRun } from '../../testing/fake-hcp/caller';
import { FakeHcp } from '../../testing/fake-hcp/server';
import { temporaryFolder } from '../support/processes/terraform';

jest.setTimeout(60_000);

describeWith(['terraform'], 'HCP Terraform client', () => {
  const folder = temporaryFolder('client');
  let cloud: FakeHcp;
  beforeAll(async () => {
    cloud = await FakeHcp.start();
  });
  afterAll(() => cloud.stop());

  const backend = (changes: Partial<CloudBackendSettings> = {}): CloudBackendSettings => ({
    type: 'cloud',
    hostname: cloud.hostname,
    organization: cloud.organization,
    workspace: 'one',
    ...changes,
  });
  const as = (token: string | null) => ({ env: cloud.callerEnv(token) });

  test('names the source of a token that the host rejects', async () => {
    await expect(CloudWorkspace.open(backend(), as('stolen'))).rejects.toThrow(
      'TF_TOKEN_tfc_test: holds a token that tfc.test refuses; accepted: the token of a user or a team that is not ' +
        'expired, as terraform login tfc.test makes it',
    );
  });

  test('rejects an organization that the token cannot see', async () => {
    const others = backend({ organization: 'others' });
    await expect(CloudWorkspace.open(others, as(cloud.tokens.ann))).rejects.toThrow(
      'state.organization: "others" is not an organization of tfc.test that your token sees; accepted: the name of ' +
        'one, as it stands in the address of its page at tfc.test',
    );
  });

  test('rejects a missing workspace in open and returns undefined in find', async () => {
    const none = backend({ workspace: 'none' });
    expect(await CloudWorkspace.find(none, as(cloud.tokens.ann))).toBeUndefined();
    await expect(CloudWorkspace.open(none, as(cloud.tokens.ann))).rejects.toThrow(
      'state.workspace: "none" is not a workspace of acme at tfc.test that your token sees; accepted: a workspace that ' +
        "exists: terraform init in the stack's folder makes it",
    );
  });

  test('rejects a host that does not answer', async () => {
    const gone = await FakeHcp.start();
    const { api } = gone;
    await gone.stop();
    const file = join(folder, 'gone.tfrc');
    writeFileSync(file, `host "tfc.test" {\n  services = { "tfe.v2" = "${api}" }\n}\n`);
    const env = { TF_CLI_CONFIG_FILE: file, TF_TOKEN_tfc_test: 'x' };
    await expect(CloudWorkspace.open(backend(), { env })).rejects.toThrow(
      'state.hostname: "tfc.test" cannot be reached (ECONNREFUSED)\nCheck the host name and the network.',
    );
  });

  test('locks a workspace with a reason, unlocks it for its holder, and names the holder to others', async () => {
    cloud.addWorkspace('one');
    const ann = await CloudWorkspace.open(backend(), as(cloud.tokens.ann));
    const bob = await CloudWorkspace.open(backend(), as(cloud.tokens.bob));
    expect(await ann.holder()).toBeUndefined();
    await ann.lock('moving state');
    expect(await bob.holder()).toEqual({
      kind: 'user',
      who: 'ann',
      reason: 'moving state',
      since: undefined,
    });
    const sentence =
      'tfc.test/acme/one is locked by ann, who says "moving state"\n' +
      'Wait for it to finish. If the process is gone, run devloop unlock.';
    await expect(bob.lock('x')).rejects.toThrow(sentence);
    await expect(ann.lock('x')).rejects.toThrow(sentence);
    await expect(bob.unlock()).rejects.toThrow(sentence);
    await ann.unlock();
    await ann.unlock();
    await bob.lock('');
    await ann.forceUnlock();
    expect(await ann.holder()).toBeUndefined();
  });

  test('names the run that locks the workspace and since when, and does not force-unlock it', async () => {
    const { id } = cloud.addWorkspace('busy');
    const busy = await CloudWorkspace.open(backend({ workspace: 'busy' }), as(cloud.tokens.ann));
    const run = await beginRun(cloud, id, { resource: { terraform_data: { one: {} } } });
    const { createdAt } = cloud.workspace('busy').runs[0] ?? {};
    const since = createdAt?.replace('T', ' ').replace(/\..*/, ' UTC');
    await expect(busy.forceUnlock()).rejects.toThrow(
      `tfc.test/acme/busy is locked by run ${run}, since ${since}\nWait for the run ` +
        'to finish, or cancel or discard it.',
    );
  });

  describe('Token without permission', () => {
    const state = { text: '{}', serial: 1, lineage: 'ours' } as StateSnapshot;
    const begin = (workspace: CloudWorkspace, planOnly: boolean) =>
      CloudRun.begin(workspace, Buffer.alloc(0), { planOnly, message: '' });
    const apply = (workspace: CloudWorkspace) =>
      runInCloud({
        env: cloud.callerEnv(cloud.tokens.planner),
        backend: workspace.backend,
        planOnly: false,
        message: '',
        synthesize: () => folder,
        onProgress: () => undefined,
        write: () => undefined,
      });
    test.each<
      [string, 'reader' | 'planner', (workspace: CloudWorkspace) => Promise<unknown>, string, string]
    >([
      ['run', 'reader', (workspace) => begin(workspace, true), 'queue runs in', 'plan'],
      ['run-to-apply', 'planner', apply, 'apply runs in', 'write'],
      ['lock', 'reader', (workspace) => workspace.lock('x'), 'lock', 'write'],
      ['unlock', 'reader', (workspace) => workspace.unlock(), 'unlock', 'write'],
      ['force', 'reader', (workspace) => workspace.forceUnlock(), 'unlock by force', 'admin'],
      ['state', 'reader', (workspace) => storeState(workspace, state, true), 'store state in', 'write'],
    ])(
      'is rejected with the missing permission and changes nothing: %s',
      async (name, who, work, words, set) => {
        cloud.addWorkspace(name);
        const workspace = await CloudWorkspace.open(backend({ workspace: name }), as(cloud.tokens[who]));
        await expect(work(workspace)).rejects.toThrow(
          new Error(
            `TF_TOKEN_tfc_test: holds a token that may not ${words} tfc.test/acme/${name}; accepted: the token of a ` +
              `user or a team with ${set} permission on that workspace`,
          ),
        );
        const nothing = { lock: undefined, states: [], runs: [], configurations: [] };
        expect(cloud.workspace(name)).toMatchObject(nothing);
      },
    );

    test('is rejected for reading a plan as JSON and for confirming a run', async () => {
      const { id } = cloud.addWorkspace('planned');
      const planner = await CloudWorkspace.open(backend({ workspace: 'planned' }), as(cloud.tokens.planner));
      const sentence = (words: string, set: string) =>
        `TF_TOKEN_tfc_test: holds a token that may not ${words} tfc.test/acme/planned; accepted: the token of a user ` +
        `or a team with ${set} permission on that workspace`;
      await expect(planInCloud(planner, folder, '')).rejects.toThrow(
        sentence('read plans as JSON in', 'admin'),
      );
      expect(cloud.workspace('planned').configurations).toEqual([]);
      const run = await begin(planner, true);
      await expect(run.planJson((await run.now()).plan)).rejects.toThrow(
        sentence('read plans as JSON in', 'admin'),
      );
      await expect(run.act('apply')).rejects.toThrow(sentence('apply runs in', 'write'));
      expect(cloud.workspace('planned')).toMatchObject({ id, lock: undefined, states: [] });
    });
  });

  test('reads a plan as JSON from a run that cannot be confirmed', async () => {
    cloud.addWorkspace('read');
    const ann = await CloudWorkspace.open(backend({ workspace: 'read' }), as(cloud.tokens.ann));
    writeFileSync(join(folder, 'main.tf.json'), '{"resource":{"terraform_data":{"one":{}}}}');
    expect(await planInCloud(ann, folder, 'reading')).toMatchObject({
      resource_changes: [{ address: 'terraform_data.one', change: { actions: ['create'] } }],
    });
    writeFileSync(join(folder, 'main.tf.json'), '{"output":{"one":{"value":"${var.none}"}}}');
    await expect(planInCloud(ann, folder, 'reading')).rejects.toThrow(
      / ended as errored\n {2}Error: Reference to undeclared input variable/,
    );
    expect(cloud.workspace('read')).toMatchObject({
      lock: undefined,
      runs: [
        { planOnly: true, status: 'planned_and_finished' },
        { planOnly: true, status: 'errored' },
      ],
    });
  });

  test('passes on the message of any other API error', async () => {
    const ann = await CloudWorkspace.open(backend(), as(cloud.tokens.ann));
    await expect(ann.api.call('GET runs/run-none')).rejects.toThrow(
      'tfc.test answered GET runs/run-none with 404: Resource not found',
    );
  });
});
