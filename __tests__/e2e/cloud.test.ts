import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInCloud } from '../../src/hcp/attended-run';
import { descendants } from '../../src/system/process-tree';
import { processesLeft } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';
import { callApi } from '../../testing/fake-hcp/caller';
import { FakeHcp } from '../../testing/fake-hcp/server';
import { temporaryFolder } from '../support/processes/terraform';

describeWith(['terraform'], 'Run in HCP Terraform', () => {
  jest.setTimeout(120_000);

  const folder = temporaryFolder('cloud-run');
  let cloud: FakeHcp;
  beforeEach(async () => {
    cloud = await FakeHcp.start({ coolOff: 0 });
  });
  afterEach(() => cloud.stop());

  let stacks = 0;
  /** A stack's folder, with what Terraform and people leave beside it. */
  const stackOf = (configuration: object): string => {
    const stack = join(folder, `stack-${(stacks += 1)}`);
    mkdirSync(join(stack, '.terraform', 'providers'), { recursive: true });
    writeFileSync(join(stack, '.terraform', 'providers', 'big'), 'x');
    writeFileSync(join(stack, 'terraform.tfstate'), 'x');
    writeFileSync(
      join(stack, 'cdk.tf.json'),
      JSON.stringify({
        terraform: {
          cloud: { hostname: cloud.hostname, organization: cloud.organization, workspaces: { name: 'one' } },
        },
        ...configuration,
      }),
    );
    return stack;
  };

  interface Options {
    readonly planOnly?: boolean;
    readonly token?: string;
    readonly signal?: AbortSignal;
    readonly onWrite?: (text: string) => void;
    readonly onReport?: () => void;
  }
  /** What was told and what Terraform wrote. */
  let told: string[];
  let written: string;
  const start = (
    configuration: object,
    { planOnly = false, token, signal, onWrite, onReport }: Options = {},
  ) => {
    told = [];
    written = '';
    return runInCloud({
      backend: {
        type: 'cloud',
        hostname: cloud.hostname,
        organization: cloud.organization,
        workspace: 'one',
      },
      synthesize: () => stackOf(configuration),
      env: cloud.callerEnv(token),
      signal,
      planOnly,
      message: 'a test',
      onProgress: (sentence) => {
        told.push(sentence);
        onReport?.();
      },
      write: (text) => {
        written += text;
        onWrite?.(text);
      },
    });
  };

  const one = { resource: { terraform_data: { one: {} } } };
  const runs = () => cloud.workspace('one').runs;
  const begun = () =>
    `Run ${runs().at(-1)?.id}: https://tfc.test/app/acme/workspaces/one/runs/${runs().at(-1)?.id}`;

  test('is planned, confirmed and applied with its logs printed, and finds no changes the next time', async () => {
    cloud.addWorkspace('one');
    await start(one);
    expect(told).toEqual([begun(), 'Confirming the plan', 'Applied']);
    expect(written).toMatch(
      /^Terraform v[^]*Plan: 1 to add, 0 to change, 0 to destroy\.[^]*Terraform v[^]*Apply complete! Resources: 1 added, 0 changed, 0 destroyed\.\n$/,
    );
    expect(runs()).toMatchObject([{ status: 'applied', message: 'a test', planOnly: false }]);
    await start(one);
    expect(told).toEqual([begun(), 'No changes']);
    expect(cloud.workspace('one')).toMatchObject({
      lock: undefined,
      states: [{ serial: expect.any(Number) }],
    });
  });

  test('is not confirmed when the workspace has auto-apply', async () => {
    cloud.addWorkspace('one', { autoApply: true });
    await start(one);
    expect(told.filter((sentence) => sentence !== 'Confirming the plan')).toEqual([begun(), 'Applied']);
  });

  test('changes nothing with planOnly, despite auto-apply, and does not wait for the lock', async () => {
    const { id } = cloud.addWorkspace('one', { autoApply: true });
    await callApi(cloud, `POST /workspaces/${id}/actions/lock`, {}, cloud.tokens.bob);
    await start(one, { planOnly: true });
    expect(told).toEqual([begun(), 'Planned: there are changes']);
    expect(runs()).toMatchObject([{ status: 'planned_and_finished', planOnly: true }]);
    expect(cloud.workspace('one').states).toEqual([]);
  });

  test('waits for a locked workspace and names the holder', async () => {
    const { id } = cloud.addWorkspace('one');
    await callApi(cloud, `POST /workspaces/${id}/actions/lock`, { reason: 'mine' }, cloud.tokens.bob);
    const ended = start(one);
    while (told.length < 2) await sleep(50);
    expect(told).toEqual([begun(), 'Waiting for the workspace, locked by bob, who says "mine"']);
    await callApi(cloud, `POST /workspaces/${id}/actions/unlock`, {}, cloud.tokens.bob);
    await ended;
    expect(told.at(-1)).toBe('Applied');
  });

  test('uploads the synthesized JSON without the installed providers', async () => {
    const lists = { 'local-exec': { command: 'find . -type f' } };
    cloud.addWorkspace('one', { autoApply: true });
    await start({ resource: { terraform_data: { one: { provisioner: [lists] } } } });
    expect(written).toContain('(local-exec): ./cdk.tf.json');
    expect(written).not.toContain('providers/big');
  });

  test('fails with its URL when the plan fails, and leaves the workspace unlocked', async () => {
    cloud.addWorkspace('one');
    const failed = start({ output: { one: { value: '${var.none}' } } });
    const { message } = (await failed.catch((error: unknown) => error)) as Error;
    expect(message).toBe(
      `Run https://tfc.test/app/acme/workspaces/one/runs/${runs()[0]?.id} ended as errored. Its log is above.`,
    );
    expect(written).toContain('Reference to undeclared input variable');
    expect(told).toEqual([begun()]);
    expect(cloud.workspace('one').lock).toBeUndefined();
  });

  test('fails when the apply fails, and keeps the state of created resources', async () => {
    cloud.addWorkspace('one');
    const fails = {
      depends_on: ['terraform_data.one'],
      provisioner: [{ 'local-exec': { command: 'exit 3' } }],
    };
    await expect(start({ resource: { terraform_data: { one: {}, two: fails } } })).rejects.toThrow(
      / ended as errored\. Its log is above\.$/,
    );
    expect(written).toContain('exit status 3');
    expect(cloud.workspace('one').states.at(-1)?.raw).toContain('"name": "one"');
  });

  const sleeps = (seconds: number) => ({
    resource: {
      terraform_data: {
        one: {},
        two: {
          depends_on: ['terraform_data.one'],
          provisioner: [{ 'local-exec': { command: `sleep ${seconds}` } }],
        },
      },
    },
  });

  test('is canceled when interrupted in the apply, with created resources in state and the workspace unlocked', async () => {
    cloud.addWorkspace('one');
    const controller = new AbortController();
    const onWrite = (text: string) => {
      if (text.includes('Provisioning with')) controller.abort(new Error('interrupted'));
    };
    await expect(start(sleeps(300), { signal: controller.signal, onWrite })).rejects.toThrow('interrupted');
    expect(told).toEqual([begun(), 'Confirming the plan', 'Canceling the run', 'The run is canceled']);
    const { lock, states } = cloud.workspace('one');
    expect(lock).toBeUndefined();
    expect(states.at(-1)?.raw).toContain('"name": "one"');
    expect(await processesLeft(`TFC_RUN_ID=${runs()[0]?.id}`)).toEqual([]);
  });

  /** Holds Terraform in the middle of what it does, so that no interruption reaches it. Linux only. */
  const hold = async (): Promise<void> => {
    const held = (pid: number): boolean => {
      try {
        process.kill(pid, 'SIGSTOP');
        return /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      } catch {
        return false; // It ended while we looked.
      }
    };
    for (let tries = 0; tries < 1000 && !descendants(process.pid).some(held); tries += 1) await sleep(10);
  };

  test('is force-canceled when interrupted in a plan that does not end', async () => {
    cloud.addWorkspace('one');
    const controller = new AbortController();
    const ended = start(one, { signal: controller.signal });
    await hold();
    controller.abort(new Error('interrupted'));
    await expect(ended).rejects.toThrow('interrupted');
    expect(told).toEqual([begun(), 'Canceling the run', 'The run is canceled']);
    expect(cloud.workspace('one')).toMatchObject({ lock: undefined, states: [] });
  });

  test('is discarded when interrupted while it waits for the workspace, and never planned', async () => {
    const { id } = cloud.addWorkspace('one');
    await callApi(cloud, `POST /workspaces/${id}/actions/lock`, {}, cloud.tokens.bob);
    const controller = new AbortController();
    const ended = start(one, { signal: controller.signal });
    while (told.length < 2) await sleep(50);
    controller.abort(new Error('interrupted'));
    await expect(ended).rejects.toThrow('interrupted');
    expect(told.at(-1)).toBe('The run is discarded');
    await callApi(cloud, `POST /workspaces/${id}/actions/unlock`, {}, cloud.tokens.bob);
    expect(runs()).toMatchObject([{ status: 'discarded', plan: { status: 'unreachable' } }]);
  });

  test('is not created when interrupted before, and is ended when interrupted right after creation', async () => {
    cloud.addWorkspace('one');
    const early = new AbortController();
    const configured = Object.defineProperty({ ...one }, 'locals', {
      enumerable: true,
      get: () => early.abort(new Error('interrupted')),
    });
    await expect(start(configured, { signal: early.signal })).rejects.toThrow('interrupted');
    expect(runs()).toEqual([]);

    const controller = new AbortController();
    const onReport = () => controller.abort(new Error('interrupted'));
    await expect(start(one, { signal: controller.signal, onReport })).rejects.toThrow('interrupted');
    expect(runs()).toMatchObject([{ status: expect.stringMatching(/^(canceled|discarded)$/) }]);
    expect(cloud.workspace('one')).toMatchObject({ lock: undefined, states: [] });
  });

  test('is discarded when only a person can continue it', async () => {
    const { id } = cloud.addWorkspace('one');
    await callApi(cloud, `POST /workspaces/${id}/actions/lock`, {}, cloud.tokens.bob);
    const ended = start(one);
    while (told.length < 2) await sleep(50);
    const [run] = runs();
    // As where a policy fails softly; the server has no policies.
    Object.assign(run?.plan ?? {}, { status: 'finished' });
    Object.assign(run ?? {}, { status: 'policy_override' });
    run?.plan.log.close();
    await expect(ended).rejects.toThrow(
      / has status "policy_override", which only a person can end. The run was discarded.\nResolve the policy or the run task that stops the run, or plan without it\.$/,
    );
    expect(told.at(-1)).toBe('The run is discarded');
  });

  test('fails when another user cancels it', async () => {
    const { id } = cloud.addWorkspace('one');
    await callApi(cloud, `POST /workspaces/${id}/actions/lock`, {}, cloud.tokens.bob);
    const ended = start(one);
    while (told.length < 2) await sleep(50);
    await callApi(cloud, `POST /runs/${runs()[0]?.id}/actions/cancel`, {}, cloud.tokens.bob);
    await expect(ended).rejects.toThrow(/ ended as canceled\. Its log is above\.$/);
  });

  test('is rejected before the synth when the workspace is missing or has execution mode local', async () => {
    await expect(start(one)).rejects.toThrow(
      /^state.workspace: "one" is not a workspace of acme at tfc.test/,
    );
    cloud.addWorkspace('one', { executionMode: 'local' });
    const before = stacks;
    await expect(start(one)).rejects.toThrow(
      'state.workspace: "one" does not run Terraform: its execution mode is local\n' +
        "Set the execution mode to remote or agent in the workspace's settings, or run Terraform on this machine.",
    );
    expect(stacks).toBe(before);
    expect(runs()).toEqual([]);
  });
});
