import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { stateBackends } from '../../src/config/state';
import { rolloutOneByOne } from '../../src/rollout/one-by-one';
import { synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { AwsOverlay } from '../support/aws/aws-overlay';
import { type DoubledServer, ScalingDouble } from '../support/aws/scaling-double';
import { prod } from '../support/fixtures/configured';
import { changed } from '../support/fixtures/environments';
import { synthText } from '../support/fixtures/synth';

const SERVER = 'aws_instance.servers_devloop_server_';
const TARGET = 'aws_lb_target_group_attachment.load_balancer_target_devloop_server_';

/** Three servers of a count, with their ids. */
const IDS = { a_1: 'i-1', a_2: 'i-2', c_1: 'i-3' } as const;
const three = changed({
  'servers.0.count': 3,
  'servers.0.zones': ['a', 'c'],
  state: stateBackends.local,
});

const unhealthy = ['unhealthy', 'Target.ResponseCodeMismatch'] as const;
const servers = (...failing: readonly string[]): DoubledServer[] =>
  Object.values(IDS).map((id) => ({ id, version: 1, ...(failing.includes(id) && { target: unhealthy }) }));

describe('Rollout one by one', () => {
  let overlay: AwsOverlay;
  let folder: string;
  let said: string[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'one-by-one-'));
    overlay = await AwsOverlay.before('http://127.0.0.1:9');
    const program = join(folder, 'terraform');
    writeFileSync(
      program,
      `#!/bin/sh\necho "$*" >>${folder}/calls\n[ "$1" != show ] || cat ${folder}/plan.json\n`,
    );
    chmodSync(program, 0o755);
  });
  afterAll(() => {
    overlay.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => rmSync(join(folder, 'calls'), { force: true }));

  const run = (
    double: ScalingDouble,
    replaced: readonly string[],
    input: EnvironmentInput = three,
    timeout = 60_000,
  ) => {
    overlay.answers = double.answers;
    said = [];
    writeFileSync(join(folder, 'cdk.tf.json'), synthText(input));
    const change = (address: string, ...actions: string[]) => ({ address, change: { actions } });
    const plan = {
      prior_state: {
        values: {
          root_module: {
            resources: Object.entries(IDS).map(([name, id]) => ({
              address: `${SERVER}${name}`,
              values: { id },
            })),
          },
        },
      },
      resource_changes: Object.keys(IDS).flatMap((name) =>
        replaced.includes(name)
          ? [change(`${SERVER}${name}`, 'create', 'delete'), change(`${TARGET}${name}`, 'create', 'delete')]
          : [change(`${SERVER}${name}`, 'no-op'), change(`${TARGET}${name}`, 'no-op')],
      ),
    };
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
    return rolloutOneByOne({
      environment: synthesizedFrom(parseEnvironment(input, input.name), () => folder),
      env: {
        AWS_ENDPOINT_URL: overlay.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        TERRAFORM_BINARY_NAME: join(folder, 'terraform'),
      },
      timeout,
      interval: 1,
      signal: new AbortController().signal,
      onProgress: (sentence) => said.push(sentence),
    });
  };
  const applied = () =>
    readFileSync(join(folder, 'calls'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('apply'));
  const changing = () => said.flatMap((line) => /changing (\S+)/.exec(line)?.[1] ?? []);

  test('applies a server with its registration at a time, and only those that change', async () => {
    const [ended] = await run(new ScalingDouble({ version: 1, servers: servers() }), ['a_1', 'c_1']);
    expect(ended).toMatchObject({ done: true, sentence: '3 of 3 servers answer' });
    expect(applied()).toEqual(
      ['a_1', 'c_1'].map(
        (name) =>
          `apply -input=false -auto-approve -target=${SERVER}${name} -target=${TARGET}${name} -no-color`,
      ),
    );
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(
      new RegExp(`^init -input=false -reconfigure -no-color\nplan .*-target=${TARGET}c_1`),
    );
  });

  test('waits until all answer before the next', async () => {
    const before = { version: 1, servers: servers() };
    const starts = { version: 1, servers: servers('i-1') };
    await run(new ScalingDouble(before, starts, starts, before), ['a_1', 'a_2']);
    expect(said).toEqual([
      `devloop-server: changing ${SERVER}a_1`,
      'devloop-server: 2 of 3 servers answer',
      'i-1 does not answer: Target.ResponseCodeMismatch',
      'devloop-server: 3 of 3 servers answer',
      `devloop-server: changing ${SERVER}a_2`,
      'devloop-server: 3 of 3 servers answer',
    ]);
  });

  test('begins with servers that do not answer', async () => {
    const broken = { version: 1, servers: servers('i-3') };
    await run(new ScalingDouble(broken, { version: 1, servers: servers() }), ['a_1', 'a_2', 'c_1']);
    expect(changing()).toEqual(['c_1', 'a_1', 'a_2'].map((name) => `${SERVER}${name}`));
  });

  test('ends at the first server that does not answer, with the reason', async () => {
    const broken = { version: 1, servers: servers('i-1') };
    const double = new ScalingDouble({ version: 1, servers: servers() }, broken);
    const [ended, ...others] = await run(double, ['a_1', 'a_2'], three, 0);
    expect([ended?.done, ended?.reasons, others]).toEqual([
      false,
      [
        'i-1 does not answer: Target.ResponseCodeMismatch',
        'The container wrote no log: its image was not pulled, or it did not start. On the server: journalctl -u application',
      ],
      [],
    ]);
    expect(changing()).toEqual([`${SERVER}a_1`]);
  });

  test('applies nothing where nothing changes', async () => {
    const [ended] = await run(new ScalingDouble({ version: 1, servers: servers() }), []);
    expect([ended?.done, applied()]).toEqual([true, []]);
  });

  test.each<[string, EnvironmentInput, string]>([
    [
      'without several single servers',
      prod,
      '--one-by-one: no application of prod has several single servers; accepted: an environment with an application whose count is 2 or more; Auto Scaling replaces those of a group one by one',
    ],
    [
      'with its state in HCP Terraform',
      { ...three, state: stateBackends.cloud },
      '--one-by-one: dev has its state in app.terraform.io/devloop/devloop-dev, whose runs change all servers at once; accepted: an environment with its state in S3 or in a file, or autoScaling with equal min and max',
    ],
  ])('refuses an environment %s', async (_, input, message) => {
    const error: unknown = await run(new ScalingDouble({ version: 1, servers: [] }), [], input).catch(
      (reason: unknown) => reason,
    );
    expect(String((error as Error).message)).toContain(message);
  });
});
