import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPrerequisites } from '../../src/system/prerequisites';
import { describeWith } from '../support/processes/describe-with';
import { callApi, Caller, greeting } from '../../testing/fake-hcp/caller';
import { FakeHcp } from '../../testing/fake-hcp/server';

describeWith(['terraform'], 'FakeHcp with the Terraform CLI', () => {
  jest.setTimeout(120_000);

  let cloud: FakeHcp;
  let caller: Caller;
  beforeEach(async () => {
    cloud = await FakeHcp.start();
    caller = new Caller(greeting(cloud, 'one', 'platform'), cloud.callerEnv());
  });
  afterEach(async () => {
    caller.remove();
    await cloud.stop();
  });

  const variables = [{ key: 'greeting', value: 'Hello, ${world} "of" %{ours}' }];
  const flags = ['-input=false', '-no-color'];
  const init = () => caller.terraform('init', ...flags);
  const projectOf = async () => {
    const { body } = await callApi(cloud, `GET /projects/${cloud.workspace('one').project}`);
    return body.data.attributes.name;
  };
  const status = async () => (await caller.terraform('plan', ...flags, '-detailed-exitcode')).status;

  test('creates the workspace in its project at init, with the version of the CLI', async () => {
    expect(await init()).toMatchObject({ status: 0 });
    expect(await projectOf()).toBe('platform');
    const { version } = checkPrerequisites(['terraform']).terraform;
    expect(cloud.workspace('one')).toMatchObject({ executionMode: 'remote', terraformVersion: version });
  });

  test('plans, applies, shows outputs and state, and destroys in remote runs', async () => {
    cloud.addWorkspace('one', { variables });
    await init();
    expect(await status()).toBe(2);
    const applied = await caller.terraform('apply', ...flags, '-auto-approve');
    expect(applied.status).toBe(0);
    expect(applied.stdout).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.');
    expect(await status()).toBe(0);

    const { stdout } = await caller.terraform('output', '-json');
    expect(JSON.parse(stdout)).toEqual({
      greeting: { sensitive: false, type: 'string', value: variables[0]?.value },
      secret: { sensitive: true, type: 'string', value: variables[0]?.value },
    });
    expect((await caller.terraform('state', 'list')).stdout).toBe('terraform_data.greeting');
    const pulled = await caller.terraform('state', 'pull');
    expect(JSON.parse(pulled.stdout)).toEqual(JSON.parse(cloud.workspace('one').states.at(-1)?.raw ?? ''));

    expect(await caller.terraform('destroy', ...flags, '-auto-approve')).toMatchObject({ status: 0 });
    expect((await caller.terraform('state', 'list')).stdout).toBe('');
    expect(cloud.workspace('one').lock).toBeUndefined();
  });

  test('shows a saved plan as JSON and applies it', async () => {
    cloud.addWorkspace('one', { variables });
    await init();
    expect(await caller.terraform('plan', ...flags, '-out=saved')).toMatchObject({ status: 0 });
    const { stdout } = await caller.terraform('show', '-json', 'saved');
    expect(JSON.parse(stdout).resource_changes).toMatchObject([
      { address: 'terraform_data.greeting', change: { actions: ['create'] } },
    ]);
    expect(cloud.workspace('one').lock).toBeUndefined();
    expect(await caller.terraform('apply', ...flags, 'saved')).toMatchObject({ status: 0 });
    expect((await caller.terraform('state', 'list')).stdout).toBe('terraform_data.greeting');
  });

  test('gives a variable on the command line precedence over that of the workspace', async () => {
    cloud.addWorkspace('one', { variables });
    await init();
    const { stdout } = await caller.terraform('plan', ...flags, '-var', 'greeting=Other');
    expect(stdout).toContain('+ input  = "Other"');
  });

  test.each([true, false])(
    'shows the output of plan and apply in the CLI with structured run output %s',
    async (structuredOutput) => {
      const password = [{ key: 'password', value: 'hunter2', sensitive: true }];
      cloud.addWorkspace('one', { variables: [...variables, ...password], structuredOutput });
      const { variable, resource, ...rest } = greeting(cloud, 'one');
      caller.write({
        ...rest,
        variable: { ...variable, password: { type: 'string', sensitive: true } },
        resource: { terraform_data: { ...resource.terraform_data, secret: { input: '${var.password}' } } },
      });
      await init();
      const planned = await caller.terraform('plan', ...flags);
      expect(planned.output).toContain('+ input  = "Hello, ${world} \\"of\\" %{ours}"');
      expect(planned.output).toContain('+ input  = (sensitive value)');
      expect(planned.output).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
      const applied = await caller.terraform('apply', ...flags, '-auto-approve');
      expect(applied.output).toContain('terraform_data.greeting: Creation complete after');
      expect(applied.output).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
      expect(`${planned.output}${applied.output}`).not.toMatch(/hunter2|"@message"/);
      const [run] = cloud.workspace('one').runs;
      const redacted = await callApi(cloud, `GET /plans/${run?.plan.id}/json-output-redacted`);
      expect(redacted.status).toBe(structuredOutput ? 200 : 204);
      expect(JSON.stringify(redacted.body)).not.toContain('hunter2');
    },
  );

  test('keeps an unapproved apply planned and the workspace locked until it is discarded', async () => {
    cloud.addWorkspace('one', { variables });
    await init();
    expect(await caller.terraform('apply', ...flags)).toMatchObject({ status: 1 });
    const [run] = cloud.workspace('one').runs;
    expect(run?.status).toBe('planned');
    expect(cloud.workspace('one').lock).toMatchObject({ type: 'runs', id: run?.id });
    expect((await callApi(cloud, `POST /runs/${run?.id}/actions/discard`)).status).toBe(202);
    expect(run?.status).toBe('discarded');
    expect(cloud.workspace('one').lock).toBeUndefined();
  });

  test('accepts a pushed state and rejects one that is not the successor', async () => {
    cloud.addWorkspace('one', { variables });
    await init();
    await caller.terraform('apply', ...flags, '-auto-approve');
    const { stdout } = await caller.terraform('state', 'pull');
    const state = JSON.parse(stdout);
    const push = (changes: object, ...more: string[]) => {
      const file = join(caller.folder, 'pushed.tfstate');
      writeFileSync(file, JSON.stringify({ ...state, ...changes }));
      return caller.terraform('state', 'push', ...more, file);
    };
    const serials = () => cloud.workspace('one').states.map(({ serial }) => serial);

    // The CLI counts one up over what it is given.
    const after = [state.serial, state.serial + 6];
    expect(await push({ serial: state.serial + 5, outputs: {} })).toMatchObject({ status: 0 });
    expect(serials()).toEqual(after);
    expect((await push({ serial: 0 })).output).toContain(
      'cannot import state with serial 0 over newer state',
    );
    expect((await push({ lineage: 'other' })).output).toContain('cannot import state with lineage');
    expect(serials()).toEqual(after);
    expect(cloud.workspace('one').lock).toBeUndefined();

    // The CLI does not hand -force on; and where an upload fails it leaves the workspace locked.
    const forced = await push({ lineage: 'other' }, '-force');
    expect(forced.output).toContain('The lineage other is not that of the current state');
    expect(serials()).toEqual(after);
    expect(cloud.workspace('one').lock).toMatchObject({ type: 'users', reason: 'Locked by Terraform' });
  });

  test('releases the lock of another user on force-unlock', async () => {
    const { id } = cloud.addWorkspace('one', { variables });
    await init();
    const lock = () =>
      callApi(cloud, `POST /workspaces/${id}/actions/lock`, { reason: 'x' }, cloud.tokens.bob);
    expect((await lock()).status).toBe(200);
    const refused = await caller.terraform('force-unlock', '-force', 'some-id');
    expect(refused.output).toContain('lock ID "some-id" does not match existing lock ID "acme/one"');
    expect(await caller.terraform('force-unlock', '-force', 'acme/one')).toMatchObject({ status: 0 });
    expect(cloud.workspace('one').lock).toBeUndefined();
  });

  test('stores state and lock of Terraform runs on this machine in execution mode local', async () => {
    const { id } = cloud.addWorkspace('one', { executionMode: 'local' });
    await init();
    const given = ['-var', 'greeting=Here'];
    const apply = () => caller.terraform('apply', ...flags, '-auto-approve', ...given);
    await callApi(cloud, `POST /workspaces/${id}/actions/lock`, { reason: 'x' }, cloud.tokens.bob);
    expect((await apply()).output).toMatch(/Error acquiring the state lock[^]*workspace already locked/);
    await callApi(cloud, `POST /workspaces/${id}/actions/unlock`, {}, cloud.tokens.bob);

    expect((await apply()).stdout).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.');
    expect(cloud.workspace('one')).toMatchObject({ runs: [], lock: undefined });
    expect((await caller.terraform('state', 'list')).stdout).toBe('terraform_data.greeting');
    expect((await caller.terraform('output', '-raw', 'greeting')).stdout).toBe('Here');
    const again = await caller.terraform('plan', ...flags, '-detailed-exitcode', ...given);
    expect(again.status).toBe(0);
  });

  test('logs the error of a configuration that fails and ends the run as errored', async () => {
    cloud.addWorkspace('one');
    await init();
    const { status: exit, output } = await caller.terraform('plan', ...flags);
    expect(exit).toBe(1);
    expect(output).toContain('The root module input variable "greeting" is not set');
    expect(cloud.workspace('one').runs.map((run) => run.status)).toEqual(['errored']);
  });

  test.each([
    ['without a token', null, 'Required token could not be found'],
    ['with a token that nobody has', 'no-token', 'unauthorized'],
  ])('rejects terraform init %s', async (_, token, message) => {
    const unknownUser = new Caller(greeting(cloud, 'one'), cloud.callerEnv(token));
    const { status: exit, output } = await unknownUser.terraform('init', ...flags);
    unknownUser.remove();
    expect(exit).toBe(1);
    expect(output).toContain(message);
  });

  test('does not find another organization', async () => {
    const { terraform, ...rest } = greeting(cloud, 'one');
    caller.write({ ...rest, terraform: { cloud: { ...terraform.cloud, organization: 'others' } } });
    const { output } = await init();
    expect(output).toContain('organization "others" at host tfc.test not found');
    expect(readFileSync(join(caller.folder, 'main.tf.json'), 'utf8')).not.toContain(cloud.tokens.ann);
  });
});
