import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dev, prod } from '../support/fixtures/configured';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { rollout, type RolloutOptions } from '../../src/rollout';
import { printRollout } from '../../src/rollout/report';
import { synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { AwsOverlay } from '../support/aws/aws-overlay';
import {
  type DoubledServer,
  hostOf,
  type Moment,
  ScalingDouble,
  userDataOf,
} from '../support/aws/scaling-double';
import { synthText } from '../support/fixtures/synth';

const old = (id: string): DoubledServer => ({ id, version: 2 });
const oldest = (id: string): DoubledServer => ({ id, version: 1 });
const successor = (id: string): DoubledServer => ({ id, version: 3 });
const failing = (id: string): DoubledServer => ({
  id,
  version: 3,
  // AWS: "Troubleshoot a target group for your Application Load Balancer", reason codes.
  target: ['unhealthy', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [500]'],
});
const starting: Moment = { version: 3, servers: [old('i-1'), old('i-2')], refresh: ['Pending'] };

describe('rollout', () => {
  let overlay: AwsOverlay;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollout-'));
    overlay = await AwsOverlay.before('http://127.0.0.1:9');
  });
  afterAll(() => {
    overlay.stop();
    rmSync(folder, { recursive: true });
  });

  let said: string[];
  const follow = (
    double: ScalingDouble,
    options: Partial<RolloutOptions> = {},
    input: EnvironmentInput = prod,
  ) => {
    overlay.answers = double.answers;
    said = [];
    writeFileSync(join(folder, 'cdk.tf.json'), synthText(input));
    return rollout({
      environment: synthesizedFrom(parseEnvironment(input, input.name), () => folder),
      env: { AWS_ENDPOINT_URL: overlay.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      timeout: 60_000,
      rollback: false,
      interval: 1,
      signal: new AbortController().signal,
      onProgress: (sentence) => said.push(sentence),
      ...options,
    });
  };

  test('ends well where a schedule has stopped the group', async () => {
    const stopped: Moment = { version: 3, desired: 0, servers: [], refresh: ['Successful', 100] };
    const [ended] = await follow(new ScalingDouble(stopped));
    expect(ended).toMatchObject({ done: true, sentence: '0 of 0 servers of version 3 answer', reasons: [] });
  });

  test('ends well once each server of the new version answers and the refresh is over', async () => {
    const double = new ScalingDouble(
      starting,
      {
        version: 3,
        desired: 2,
        servers: [
          old('i-1'),
          { ...successor('i-3'), target: ['initial', 'Elb.RegistrationInProgress'] },
          old('i-2'),
        ],
        refresh: ['InProgress', 0],
      },
      { version: 3, servers: [successor('i-3'), old('i-2')], refresh: ['InProgress', 50] },
      { version: 3, servers: [successor('i-3'), successor('i-4')], refresh: ['InProgress', 50] },
      {
        version: 3,
        desired: 2,
        servers: [
          successor('i-3'),
          successor('i-4'),
          {
            ...old('i-2'),
            lifecycle: 'Terminating',
            target: ['draining', 'Target.DeregistrationInProgress'],
          },
        ],
        refresh: ['Successful', 100],
      },
    );
    const [ended] = await follow(double);
    expect(ended).toMatchObject({
      done: true,
      sentence: '2 of 2 servers of version 3 answer',
      image: 'app:3',
      reasons: [],
      log: undefined,
    });
    expect(said).toEqual([
      'devloop-server: 0 of 2 servers of version 3 answer; instance refresh Pending, 0%',
      'devloop-server: 0 of 2 servers of version 3 answer; instance refresh InProgress, 0%',
      'devloop-server: 1 of 2 servers of version 3 answer; instance refresh InProgress, 50%',
      'devloop-server: 2 of 2 servers of version 3 answer; instance refresh InProgress, 50%',
      'devloop-server: 2 of 2 servers of version 3 answer',
    ]);
  });

  test('fails with the refresh, and shows the end of the log of the container that did not answer', async () => {
    const reason = 'Instance refresh failed: 1 instances could not become healthy.';
    const double = new ScalingDouble(
      starting,
      {
        version: 3,
        desired: 2,
        servers: [old('i-1'), old('i-2'), failing('i-3')],
        refresh: ['InProgress', 0],
      },
      { version: 3, servers: [old('i-1'), old('i-2')], refresh: ['Failed', 0, reason] },
    );
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index}`);
    double.logs = { [hostOf('i-3')]: lines };
    const ended = await follow(double);
    expect(ended).toMatchObject([
      {
        done: false,
        sentence: `2 of 2 servers still of version 2, and the instance refresh ended as Failed: ${reason}`,
        log: {
          stream: `${hostOf('i-3')}.ap-northeast-2.compute.internal/application`,
          lines: lines.slice(-20),
        },
      },
    ]);
    expect(said).toContain(
      'i-3 does not answer: Target.ResponseCodeMismatch (Health checks failed with these codes: [500])',
    );
    expect(printRollout(ended)).toMatch(
      /^✖ devloop-server: 2 of 2 servers still .* \[app:3\]\n  Last lines of .*:\n    line 5\n/,
    );
  });

  test('fails as soon as Auto Scaling replaces a new server, where none answers', async () => {
    const [ended] = await follow(
      new ScalingDouble({
        version: 3,
        desired: 2,
        servers: [old('i-1'), old('i-2'), failing('i-4'), { ...failing('i-3'), health: 'Unhealthy' }],
        refresh: ['InProgress', 0],
      }),
    );
    expect(ended).toMatchObject({
      done: false,
      sentence: 'Auto Scaling found i-3 unhealthy and replaces it, and no server of version 3 answers',
      reasons: [
        'i-4 does not answer: Target.ResponseCodeMismatch (Health checks failed with these codes: [500])',
        'i-3 does not answer: Target.ResponseCodeMismatch (Health checks failed with these codes: [500])',
        'The container wrote no log: its image was not pulled, or it did not start. On the server: journalctl -u application',
      ],
    });
  });

  test('goes on where one server fails and another of the version answers', async () => {
    const [ended] = await follow(
      new ScalingDouble(
        {
          version: 3,
          servers: [successor('i-3'), { ...failing('i-4'), health: 'Unhealthy' }],
          refresh: ['InProgress', 50],
        },
        { version: 3, servers: [successor('i-3'), successor('i-5')], refresh: ['Successful', 100] },
      ),
    );
    expect(ended).toMatchObject({ done: true });
  });

  test.each([
    ['Cancelled', 'the instance refresh ended as Cancelled'],
    ['Successful', 'no instance refresh is under way'],
  ])('fails where servers stay of the old version after a refresh that is %s', async (status, why) => {
    const [ended] = await follow(
      new ScalingDouble({ version: 3, servers: [successor('i-3'), old('i-2')], refresh: [status, 50] }),
    );
    expect(ended).toMatchObject({ done: false, sentence: `1 of 2 servers still of version 2, and ${why}` });
  });

  test('tells the other reasons where the log may not be read', async () => {
    const double = new ScalingDouble({
      version: 3,
      servers: [{ ...failing('i-3'), health: 'Unhealthy' }],
      refresh: ['InProgress', 0],
    });
    double.refused = ['logs:DescribeLogStreams'];
    const [ended] = await follow(double);
    expect(ended?.reasons).toEqual([
      'i-3 does not answer: Target.ResponseCodeMismatch (Health checks failed with these codes: [500])',
      'The log /devloop-prod/devloop-server was not read: logs:DescribeLogStreams or logs:GetLogEvents is not permitted',
    ]);
  });

  test('tells why a launch failed', async () => {
    // AWS: "Troubleshoot Amazon EC2 Auto Scaling: EC2 instance launch failures".
    const failedLaunch =
      'We currently do not have sufficient t2.medium capacity in the Availability Zone you requested (ap-northeast-2a).';
    const [ended] = await follow(
      new ScalingDouble({ version: 3, servers: [old('i-1')], refresh: ['Failed', 0], failedLaunch }),
    );
    expect(ended?.reasons).toEqual([`The latest launch failed: ${failedLaunch}`]);
  });

  test('gives up after the timeout', async () => {
    const [ended] = await follow(new ScalingDouble(starting), { timeout: 30 });
    expect(ended).toMatchObject({
      done: false,
      sentence: 'not ended after 0 s: 0 of 2 servers of version 3 answer; instance refresh Pending, 0%',
    });
  });

  test('stops on Ctrl-C', async () => {
    const controller = new AbortController();
    const interrupted = follow(new ScalingDouble(starting), { interval: 30_000, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(interrupted).rejects.toThrow(/abort/);
  });

  test('waits for single servers until each answers', async () => {
    const [ended] = await follow(
      new ScalingDouble(
        { version: 0, servers: [{ id: 'i-1', version: 0, target: ['draining'] }, { ...failing('i-2') }] },
        { version: 0, servers: [{ id: 'i-2', version: 0 }] },
      ),
      {},
      dev,
    );
    expect(ended).toMatchObject({ done: true, sentence: '1 of 1 server answers', image: undefined });
    expect(said[0]).toBe('devloop-server: 0 of 1 server answers');
  });

  test('tells that the environment is not deployed', async () => {
    const double = new ScalingDouble(starting);
    double.group = false;
    await expect(follow(double)).rejects.toThrow(
      'devloop-server: the Auto Scaling group devloop-prod-devloop-server does not exist in this account and region\nDeploy the environment first, or use the credentials of its account.',
    );
    await expect(follow(double, {}, dev)).rejects.toThrow(
      /^devloop-server: the target group devloop-dev-\w+ does not exist/,
    );
  });

  describe('with a rollback', () => {
    const back = (double: ScalingDouble, input = prod) => follow(double, { rollback: true }, input);
    const template = { LaunchTemplateId: 'lt-0a20c965061f64abc' };
    const group = { AutoScalingGroupName: 'devloop-prod-devloop-server' };
    /** The calls that change something, of a rollback to a version as version 4. */
    const calls = (version: string, image: string) => [
      {
        Action: 'CreateLaunchTemplateVersion',
        ...template,
        SourceVersion: version,
        'LaunchTemplateData.UserData': userDataOf(image),
      },
      {
        Action: 'UpdateAutoScalingGroup',
        ...group,
        'LaunchTemplate.LaunchTemplateId': template.LaunchTemplateId,
        'LaunchTemplate.Version': '4',
      },
      {
        Action: 'StartInstanceRefresh',
        ...group,
        Strategy: 'Rolling',
        'Preferences.MinHealthyPercentage': '100',
        'Preferences.MaxHealthyPercentage': '200',
        'Preferences.SkipMatching': 'true',
      },
    ];
    const afterwards: Moment = {
      version: 4,
      servers: [
        { id: 'i-5', version: 4 },
        { id: 'i-6', version: 4 },
      ],
      refresh: ['Successful', 100],
    };

    test('cancels the refresh and returns to the version that servers still answer with', async () => {
      const failed = { version: 3, desired: 2, servers: [oldest('i-1'), oldest('i-2'), failing('i-3')] };
      const double = new ScalingDouble(
        { ...failed, refresh: ['InProgress', 0] },
        { ...failed, refresh: ['Cancelling', 0] },
        { ...failed, refresh: ['Cancelled', 0] },
        { version: 4, servers: [oldest('i-1'), oldest('i-2')], refresh: ['Pending'] },
        afterwards,
      );
      const ended = await back(double);
      expect(ended).toMatchObject([{ done: true, rolledBack: { from: '3', to: '1', image: 'app:1' } }]);
      expect(double.changes).toMatchObject([
        { Action: 'CancelInstanceRefresh', ...group },
        ...calls('1', 'app:1'),
      ]);
      expect(said.slice(0, 2)).toEqual([
        'devloop-server: cancelling the instance refresh',
        'devloop-server: going back from version 3 to version 1 [app:1], as version 4',
      ]);
      expect(printRollout(ended)).toMatch(
        /\n {2}The next apply goes to the image in app_image again: set it to app:1 before\.$/,
      );
    });

    test('returns to the newest other version before, where all servers run the current one', async () => {
      const double = new ScalingDouble(
        { version: 3, servers: [successor('i-3'), successor('i-4')], refresh: ['Successful', 100] },
        afterwards,
      );
      double.images = ['app:1', 'app:3', 'app:3'];
      expect(await back(double)).toMatchObject([{ rolledBack: { from: '3', to: '1', image: 'app:1' } }]);
      expect(double.changes).toMatchObject(calls('1', 'app:1'));
    });

    test('does not return to what failed, where the current version is that of a rollback', async () => {
      const double = new ScalingDouble({ ...afterwards, version: 3, servers: [successor('i-3')] });
      double.images = ['app:1', 'app:2', 'app:1'];
      await expect(back(double)).rejects.toThrow(
        'devloop-server: there is no version before version 3 of the launch template to go back to\nSet app_image to an image that works, and apply.',
      );
      expect(double.changes).toEqual([]);
    });

    test('is told where Terraform alone replaces servers', async () => {
      const double = new ScalingDouble(starting);
      await expect(back(double, dev)).rejects.toThrow(
        '--rollback: devloop-server has no Auto Scaling group; accepted: an apply with the previous image as TF_VAR_app_image',
      );
      expect(double.changes).toEqual([]);
    });
  });
});
