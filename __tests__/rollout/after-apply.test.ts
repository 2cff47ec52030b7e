import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { prod } from '../support/fixtures/configured';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { followAfterApply } from '../../src/rollout/after-apply';
import { synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { AwsOverlay, denied } from '../support/aws/aws-overlay';
import { type Moment, ScalingDouble } from '../support/aws/scaling-double';
import { changed } from '../support/fixtures/environments';
import { synthText } from '../support/fixtures/synth';

const answering: Moment = { version: 3, servers: [{ id: 'i-3', version: 3 }], refresh: ['Successful', 100] };
const stale: Moment = {
  version: 3,
  servers: [{ id: 'i-1', version: 2 }],
  refresh: ['Failed', 0, 'unhealthy'],
};
const instead = "With AWS credentials of the environment's account: devloop rollout --environment prod";

describe('After an apply in HCP Terraform', () => {
  let overlay: AwsOverlay;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'after-apply-'));
    overlay = await AwsOverlay.before('http://127.0.0.1:9');
  });
  afterAll(() => {
    overlay.stop();
    rmSync(folder, { recursive: true });
  });

  let said: string[];
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const follow = (env = {}, input: EnvironmentInput = prod, signal = new AbortController().signal) => {
    said = [];
    writeFileSync(join(folder, 'cdk.tf.json'), synthText(input));
    return followAfterApply({
      environment: synthesizedFrom(parseEnvironment(input, input.name), () => folder),
      env: { AWS_ENDPOINT_URL: overlay.endpoint, ...env },
      interval: 1,
      signal,
      onProgress: (sentence) => said.push(sentence),
    });
  };

  test('the rollout is followed to its end', async () => {
    overlay.answers = new ScalingDouble(answering).answers;
    expect(await follow(credentials)).toBe(true);
    expect(said.at(-1)).toBe('✔ devloop-server: 1 of 1 server of version 3 answers [app:3]');
  });

  test('a failed rollout is a failure', async () => {
    overlay.answers = new ScalingDouble(stale).answers;
    expect(await follow(credentials)).toBe(false);
    expect(said.at(-1)).toMatch(/^✖ devloop-server: 1 of 1 server still of version 2, and /);
  });

  test('a shell without AWS credentials is told what to run instead', async () => {
    const before = { ...process.env };
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '' };
    const files = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull };
    Object.assign(process.env, none, files, { AWS_EC2_METADATA_DISABLED: 'true' });
    try {
      expect(await follow()).toBe(true);
    } finally {
      process.env = before;
    }
    expect(said).toEqual([
      `The rollout was not followed (Could not load credentials from any providers). ${instead}`,
    ]);
  });

  test('credentials of another account, or without permission, are told of', async () => {
    const double = new ScalingDouble(answering);
    double.group = false;
    overlay.answers = double.answers;
    expect(await follow(credentials)).toBe(true);
    expect(said).toEqual([
      `The rollout was not followed (devloop-server: the Auto Scaling group devloop-prod-devloop-server does not exist in this account and region). ${instead}`,
    ]);
    overlay.answers = {
      ...new ScalingDouble(answering).answers,
      'autoscaling:DescribeAutoScalingGroups': denied('autoscaling:DescribeAutoScalingGroups'),
    };
    expect(await follow(credentials)).toBe(true);
    expect(said.at(-1)).toMatch(/^The rollout was not followed \(.*\)\. With AWS credentials/);
  });

  test('nothing is followed where no server runs the image', async () => {
    const input = changed({ loadBalancer: undefined, 'database.clients': [], servers: [] });
    expect(await follow({}, input)).toBe(true);
    expect(said).toEqual([]);
  });

  test('Ctrl-C ends it', async () => {
    const controller = new AbortController();
    controller.abort();
    overlay.answers = new ScalingDouble(stale).answers;
    await expect(follow(credentials, prod, controller.signal)).rejects.toThrow(/abort/);
    expect(said).toEqual([
      'An instance refresh that has started goes on. To follow it: devloop rollout --environment prod',
    ]);
  });
});
