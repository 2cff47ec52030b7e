import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { UserDataSettings } from '../../../src/roles';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools } from '../../support/processes/tools';
import { FakeServer } from '../../support/user-data/fake-server';
import { SCHEDULED_APPLICATION, SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

const { report } = SCHEDULED_APPLICATION.container.schedules;
const IMAGE = SERVERS.worker.container.image;
const ON_QUEUE = `--region ap-northeast-2 --queue-url ${report.queueUrl}`;
const RECEIVE = `aws sqs receive-message ${ON_QUEUE} --output json`;
const DELETE = `aws sqs delete-message ${ON_QUEUE} --receipt-handle handle-1`;
const FAIL = `aws sqs change-message-visibility ${ON_QUEUE} --receipt-handle handle-1 --visibility-timeout 0`;
const MESSAGE = `{"Messages":[{"ReceiptHandle":"handle-1"}]}`;

/** A worker with the schedule. */
const WORKER: UserDataSettings<'worker'> = {
  ...SERVERS.worker,
  container: {
    image: IMAGE,
    settings: { memory: 512, command: ['serve'] },
    schedules: { report },
  },
};

describeWithTools(['Linux', 'bash', 'jq'], 'Server with a schedule', () => {
  const folder = temporaryFolder('schedules');

  function server(settings: UserDataSettings = WORKER, docker = ''): FakeServer {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), settings);
    double.real('jq', 'mkdir', 'cat');
    double.fake('aws', `[[ $2 != receive-message ]] || printf '%s' '${MESSAGE}'`);
    double.fake('docker', docker);
    double.fake('timeout', 'shift 2; exec "$@"');
    return double;
  }

  const run = (double: FakeServer) =>
    double.run('usr/local/bin/run-schedule', double.variableFiles, { HOSTNAME: 'server' }, ['report']);

  test('runs the container once, with its settings and the command of the schedule, and deletes the message', () => {
    const double = server();
    expect(run(double)).toEqual({
      status: 0,
      stdout: '',
      stderr: 'run-schedule: report starts\nrun-schedule: report is done\n',
    });
    const [receive, limit, ...calls] = double.calls;
    expect([receive, limit]).toEqual([
      RECEIVE,
      expect.stringMatching(/^timeout --kill-after=60 1800 \/.*\/usr\/local\/bin\/run-application$/),
    ]);
    expect(calls).toEqual([
      `docker image inspect ${IMAGE}`,
      'docker rm --force schedule-report',
      expect.stringMatching(
        /^docker run --rm --name schedule-report .*awslogs-stream=server\/schedule-report .* --memory=512m \S+ java -jar app.jar report of {2}yesterday$/,
      ),
      'docker rm --force schedule-report',
      DELETE,
    ]);
    expect(calls.join('\n')).not.toMatch(/--publish|SERVER_PORT|serve$/m);
  });

  test('waits for a message', () => {
    const double = server();
    double.real('wc');
    double.fake(
      'aws',
      `count=$(wc --lines <calls)\n((count > 3)) || exit 0\n[[ $2 != receive-message ]] || printf '%s' '${MESSAGE}'`,
    );
    expect(run(double).status).toBe(0);
    expect(double.calls.filter((call) => call.startsWith('aws'))).toEqual([
      RECEIVE,
      RECEIVE,
      RECEIVE,
      RECEIVE,
      DELETE,
    ]);
  });

  test.each([
    ['fails', 3, '[[ $1 != run ]] || exit 3'],
    ['takes too long', 124, '[[ $1 != run ]] || exit 124'],
  ])('gives the message back where the run %s', (_, status, docker) => {
    const double = server(WORKER, docker);
    expect(run(double)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`run-schedule: report has failed with status ${status}\n`) as string,
    });
    expect(double.calls.at(-1)).toBe(FAIL);
    expect(double.calls).not.toContain(DELETE);
  });

  test('tries to delete the message for half a minute, and leaves it to the dead-letter queue then', () => {
    const double = server();
    double.fake('aws', `[[ $2 == receive-message ]] || exit 255\nprintf '%s' '${MESSAGE}'`);
    expect(run(double).status).toBe(1);
    expect(double.calls.filter((call) => call.startsWith('sleep'))).toEqual(
      [1, 5, 10, 20, 0].map((seconds) => `sleep ${seconds}`),
    );
  });

  test('reads secrets and the image anew for each run', () => {
    const { secrets } = SCHEDULED_APPLICATION.container;
    const imageParameter = '/devloop-dev/images/app';
    const double = server({
      ...WORKER,
      container: { ...WORKER.container, image: imageParameter, imageParameter, secrets },
    });
    const secret = '{"Parameter":{"Value":"a","Version":1},"SecretString":"b","VersionId":"v"}';
    double.fake(
      'aws',
      `case "$* " in
  *receive-message*) printf '%s' '${MESSAGE}' ;;
  *"${imageParameter} "*) echo ${IMAGE} ;;
  *) printf '%s' '${secret}' ;;
esac`,
    );
    expect(run(double).status).toBe(0);
    expect(double.calls.filter((call) => call.startsWith('docker run'))).toEqual([
      expect.stringContaining(` ${IMAGE} java -jar `),
    ]);
    expect(readdirSync(join(double.memory, 'secrets'))).toEqual(['license', 'stripe.key']);
  });

  test('leaves the application as it is', () => {
    const double = server();
    double.run('usr/local/bin/run-application', double.variableFiles, { HOSTNAME: 'server' });
    expect(double.calls.at(-1)).toMatch(/^docker run --rm --name application .* --memory=512m \S+ serve$/);
  });
});
