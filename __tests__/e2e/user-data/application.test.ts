import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplicationContainer } from '../../../src/roles/server-inputs';
import { FakeServer } from '../../support/user-data/fake-server';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools } from '../../support/processes/tools';
import { SERVERS, SETTINGS_APPLICATION, VOLUMES_WORKER } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

const { container } = SERVERS.application;
const { database } = container;
/** In no word of ours, however it is quoted. */
const SECRET_WORD = 's3cr3t';
const PASSWORD = `${SECRET_WORD}'"$(id)\\ \`é%{}`;
const SECRET = JSON.stringify({
  ARN: database.secretArn,
  VersionId: 'version-1',
  SecretString: JSON.stringify({ username: 'application', password: PASSWORD }),
});
const READ = `aws secretsmanager get-secret-value --region ap-northeast-2 --secret-id ${database.secretArn}`;
const ECR = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com';
const IMAGE = `${ECR}/devloop:1.0.0`;
const PULL = [
  `docker image inspect ${IMAGE}`,
  'aws ecr get-login-password --region ap-northeast-2',
  `docker login --username AWS --password-stdin ${ECR}`,
  `docker pull --quiet ${IMAGE}`,
];
const RUN =
  'docker run --rm --name application --security-opt no-new-privileges --pids-limit 4096 --log-driver awslogs --log-opt awslogs-region=ap-northeast-2 ' +
  '--log-opt awslogs-group=/devloop/dev/devloop-server --log-opt awslogs-stream=server/application --log-opt mode=non-blocking ' +
  '--log-opt awslogs-multiline-pattern=^([0-9{[]|[A-Z]{2}|[A-Z][a-z]+ [0-9]) ' +
  '--publish 8080:8080 --env SERVER_PORT=8080 --env MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED=true';
const DOCKER = '[[ $1 != image ]] || exit 1\n[[ $1 != login ]] || cat >"$DOCKER_CONFIG.given"';

describeWithTools(['Linux', 'bash', 'jq'], 'Application server', () => {
  const folder = temporaryFolder('application');

  function server(changes: Partial<ApplicationContainer> = {}): FakeServer {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), {
      ...SERVERS.application,
      container: { ...container, ...changes },
    });
    double.real('jq', 'mkdir', 'cat', 'mv', 'wc');
    double.fake('curl', 'echo CERTIFICATES');
    double.fake('python3', 'mapfile -t; printf "%s\\n" "${MAPFILE[@]}"');
    double.fake('mariadb');
    double.fake('aws', aws());
    double.fake('docker', DOCKER);
    return double;
  }

  const aws = (first = '') => `${first}
case "$1 $2" in
  'secretsmanager get-secret-value') printf '%s' '${SECRET.replaceAll("'", "'\\''")}' ;;
  'ecr get-login-password') echo TOKEN ;;
esac`;

  const start = (double: FakeServer) =>
    double.run('usr/local/bin/run-application', double.variableFiles, { HOSTNAME: 'server' });

  /** The calls with which its database user gets in; `database-user.test.ts` has what happens where it does not. */
  const admitted = ({ state }: FakeServer) => [
    `curl --fail --silent --show-error --max-time 60 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem`,
    'mariadb --no-defaults --host=devloop-dev.c0123456789a.ap-northeast-2.rds.amazonaws.com --port=3306 --user=application ' +
      `--connect-timeout=10 --ssl-ca=${state}/database/ca.pem --ssl-verify-server-cert devloop`,
  ];

  test('reads the secret, pulls the image with its role, and mounts the secret as files in memory', () => {
    const double = server();
    expect(start(double)).toEqual({ status: 0, stdout: '', stderr: '' });
    // Beside curl.
    const keep = (call: string) => call.startsWith('python3 ');
    expect(double.calls.filter(keep)).toEqual([
      expect.stringMatching(
        `/authorities.py ${double.state}/database/ca.jks ${database.authorities.join(' ')}$`,
      ),
    ]);
    expect(double.calls.filter((call) => !keep(call))).toEqual([
      `${READ} --output json`,
      ...admitted(double),
      ...PULL,
      'docker rm --force application',
      `${RUN} --env SPRING_DATASOURCE_URL=${database.url} --volume ${double.state}/database:/run/database:ro ` +
        `--mount type=bind,source=${double.memory}/secrets,target=/run/secrets,readonly ` +
        `--env SPRING_CONFIG_IMPORT=configtree:/run/secrets/ ${IMAGE}`,
    ]);
    const secrets = join(double.memory, 'secrets');
    expect(readdirSync(secrets)).toEqual(['spring.datasource.password', 'spring.datasource.username']);
    expect(readFileSync(join(secrets, 'spring.datasource.password'), 'utf8')).toBe(PASSWORD);
    expect(readFileSync(join(secrets, 'spring.datasource.username'), 'utf8')).toBe('application');
    // Whatever user the image runs as reads them; on the server, /run/application is root's alone.
    expect(statSync(join(secrets, 'spring.datasource.password')).mode & 0o777).toBe(0o644);
  });

  test('keeps the password out of logs, arguments and every file except the one in memory', () => {
    const double = server();
    const { stdout, stderr } = start(double);
    expect(stdout + stderr).not.toContain(SECRET_WORD);
    expect(double.allCalls.filter((call) => call.includes(SECRET_WORD))).toEqual([]);
    expect(double.filesWith(SECRET_WORD)).toEqual(['run/secrets/spring.datasource.password']);
    expect(double.allCalls.filter((call) => call.includes('TOKEN'))).toEqual([]);
    expect(double.filesWith('TOKEN')).toEqual(['run/docker.given']);
  });

  describe('with a registry', () => {
    const imageParameter = '/devloop-dev/images/app';
    const GET = `aws ssm get-parameter --region ap-northeast-2 --name ${imageParameter} --query Parameter.Value --output text`;
    const read = (first: string) => {
      const double = server({ image: imageParameter, imageParameter });
      double.fake('aws', first);
      return { double, outcome: double.run('usr/local/bin/read-image', double.variableFiles) };
    };
    const imageOf = ({ memory }: FakeServer) => readFileSync(join(memory, 'image.env'), 'utf8');

    test('reads its image from the parameter', () => {
      const { double, outcome } = read(`echo ${IMAGE}`);
      expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(double.calls).toEqual([GET]);
      expect(imageOf(double)).toBe(`APPLICATION_IMAGE=${IMAGE}\n`);
    });

    test('waits for a parameter that it cannot read, or that is no image', () => {
      const { double, outcome } = read(
        `count=$(wc --lines <calls)\n((count != 1)) || exit 254\n((count > 3)) && echo ${IMAGE} || printf 'shop\\nLD_PRELOAD=/tmp/x'`,
      );
      expect(outcome.status).toBe(0);
      expect(outcome.stderr).toContain(`${imageParameter} is not an image reference`);
      expect(imageOf(double)).toBe(`APPLICATION_IMAGE=${IMAGE}\n`);
    });
  });

  test('retries a secret that it may not read yet with growing delays, and logs each wait', () => {
    const double = server();
    const message = 'An error occurred (AccessDeniedException) when calling the GetSecretValue operation';
    double.fake('aws', aws(double.failing(7, 'aws secretsmanager', message)));
    const { status, stderr } = start(double);
    expect(status).toBe(0);
    const pauses = [1, 2, 4, 8, 16, 30, 30];
    expect(double.calls.filter((call) => call.startsWith('sleep'))).toEqual(pauses.map((s) => `sleep ${s}`));
    expect(stderr.trim().split('\n')).toEqual(
      pauses.flatMap((s) => [
        message,
        `run-application: waiting for the secret ${database.secretArn}, next try in ${s} s`,
      ]),
    );
    expect(double.calls.at(-1)).toMatch(/^docker run /);
  });

  test.each([
    ['without a value', { VersionId: 'version-1' }],
    ['without a password', { VersionId: 'version-1', SecretString: '{"username":"dbadmin"}' }],
    ['that is no JSON', { VersionId: 'version-1', SecretString: PASSWORD }],
  ])('retries a secret %s and logs none of its content', (_, answer) => {
    const double = server();
    const odd = JSON.stringify(answer).replaceAll("'", "'\\''");
    double.fake(
      'aws',
      `${double
        .failing(1, 'aws secretsmanager', '')
        .replace("echo '' >&2; exit 254", `printf '%s' '${odd}'; exit`)}\n${aws()}`,
    );
    const { status, stderr } = start(double);
    expect(status).toBe(0);
    expect(stderr).toContain(`waiting for the secret ${database.secretArn}, next try in 1 s`);
    expect(stderr).not.toContain(SECRET_WORD);
    expect(double.calls.at(-1)).toMatch(/^docker run /);
  });

  test.each([
    ['docker pull', 'dial tcp: lookup registry: no such host'],
    ['docker login', 'no basic auth credentials'],
    ['aws ecr', 'Unable to locate credentials'],
  ])('retries while %s fails', (call, message) => {
    const double = server();
    double.fake('aws', aws(double.failing(2, call, message)));
    double.fake('docker', `${double.failing(2, call, message)}\n${DOCKER}`);
    const { status, stderr } = start(double);
    expect(status).toBe(0);
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => line !== message),
    ).toEqual([
      `run-application: waiting for the registry of ${IMAGE}, next try in 1 s`,
      `run-application: waiting for the registry of ${IMAGE}, next try in 2 s`,
    ]);
    expect(double.calls.at(-1)).toMatch(/^docker run /);
  });

  test('runs an image that is already present without the registry', () => {
    const double = server({ database: undefined });
    double.fake('docker');
    start(double);
    expect(double.calls).toEqual([
      `docker image inspect ${IMAGE}`,
      'docker rm --force application',
      `${RUN} ${IMAGE}`,
    ]);
  });

  test.each(['library/nginx:1.29', 'public.ecr.aws/nginx/nginx:1.29', `evil.example/${IMAGE}`])(
    'pulls %s without its role',
    (image) => {
      const double = server({ database: undefined, image });
      start(double);
      expect(double.calls.slice(0, 2)).toEqual([
        `docker image inspect ${image}`,
        `docker pull --quiet ${image}`,
      ]);
    },
  );

  test('passes the secret in environment variables when configured, with no value on a command line', () => {
    const names = { url: 'DB_URL', username: 'DB_USER', password: 'DB_PASSWORD' };
    const double = server({ database: { ...database, names, as: 'environment' } });
    double.fake(
      'docker',
      `${DOCKER}\n[[ $1 != run ]] || printf '%s' "$DB_USER $DB_PASSWORD" >"$RUNTIME_DIRECTORY/seen"`,
    );
    start(double);
    expect(double.calls.at(-1)).toBe(
      `${RUN} --env DB_URL=${database.url} --volume ${double.state}/database:/run/database:ro --env DB_USER --env DB_PASSWORD ${IMAGE}`,
    );
    expect(readFileSync(join(double.memory, 'seen'), 'utf8')).toBe(`application ${PASSWORD}`);
    expect(double.allCalls.filter((call) => call.includes(SECRET_WORD))).toEqual([]);
    expect(double.filesWith(SECRET_WORD)).toEqual(['run/seen']);
  });

  test('runs the container with its settings, and its command after the image', () => {
    const { settings } = SETTINGS_APPLICATION.container;
    const double = server({ database: undefined, settings });
    double.fake('docker', '[[ $1 != run ]] || printf "%s\\n" "$@" >"$RUNTIME_DIRECTORY/arguments"');
    expect(start(double)).toEqual({ status: 0, stdout: '', stderr: '' });
    const seen = readFileSync(join(double.memory, 'arguments'), 'utf8').split('\n');
    expect(seen.slice(seen.indexOf('MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED=true') + 1)).toEqual([
      '--env=SPRING_PROFILES_ACTIVE=prod',
      `--env=GREETING=it's "안녕" \\ 100%`,
      '--memory=1024m',
      '--user=1000:1000',
      '--health-cmd=wget --spider http://localhost:8080/',
      '--health-interval=30s',
      '--health-timeout=10s',
      '--health-retries=3',
      '--health-start-period=60s',
      IMAGE,
      'java',
      '-jar',
      'app.jar',
      ' --spaced ',
      '',
    ]);
  });

  test('runs a worker without a port, with its settings and secrets', () => {
    const { settings, secrets } = SETTINGS_APPLICATION.container;
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), {
      ...SERVERS.worker,
      container: { image: IMAGE, settings: { command: settings.command }, secrets },
    });
    double.real('jq', 'mkdir');
    double.fake('docker');
    const secret = JSON.stringify({
      Parameter: { Value: 'a', Version: 1 },
      SecretString: 'b',
      VersionId: 'v',
    });
    double.fake('aws', `printf %s '${secret}'`);
    expect(start(double)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(double.calls.at(-1)).toBe(
      RUN.replace('devloop-server', 'worker-server').replace(/ --publish.*/, '') +
        ` --mount type=bind,source=${double.memory}/secrets,target=/run/secrets,readonly` +
        ` --env SPRING_CONFIG_IMPORT=configtree:/run/secrets/ ${IMAGE} java -jar app.jar  --spaced `,
    );
  });

  test('mounts directories of the data volume, which belong to the user of the container', () => {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), VOLUMES_WORKER);
    for (const name of ['docker', 'mkdir', 'chown']) double.fake(name);
    expect(start(double)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(double.calls).toEqual([
      'mkdir --parents /data/uploads',
      'chown 1000:1000 /data/uploads',
      'mkdir --parents /data/index',
      'chown 1000:1000 /data/index',
      `docker image inspect ${IMAGE}`,
      'docker rm --force application',
      RUN.replace('devloop-server', 'worker-server').replace(/ --publish.*/, '') +
        ' --user=1000:1000 --mount=type=bind,source=/data/uploads,target=/var/lib/uploads' +
        ` --mount=type=bind,source=/data/index,target=/srv/index ${IMAGE}`,
    ]);
  });

  describe('with secrets', () => {
    const { secrets } = SETTINGS_APPLICATION.container;
    const ids = { parameter: secrets.STRIPE_KEY.id, secret: secrets.LICENSE.id };
    const calls = [
      `aws ssm get-parameter --region ap-northeast-2 --name ${ids.parameter} --with-decryption --output json`,
      `aws secretsmanager get-secret-value --region ap-northeast-2 --secret-id ${ids.secret} --output json`,
    ];
    const VALUES = { STRIPE_KEY: PASSWORD, LICENSE: `${SECRET_WORD}\nof two lines` };
    const quoted = (value: object) => `'${JSON.stringify(value).replaceAll("'", "'\\''")}'`;
    const both = (version: number, first = '') => `${first}
case "$1" in
  ssm) printf %s ${quoted({ Parameter: { Value: VALUES.STRIPE_KEY, Version: version } })} ;;
  secretsmanager) [[ $* == *' text' ]] && echo version-1 || case $6 in
    ${ids.secret}) printf %s ${quoted({ SecretString: VALUES.LICENSE, VersionId: 'v1' })} ;;
    *) printf %s ${quoted(JSON.parse(SECRET) as object)} ;;
  esac ;;
esac`;
    const secretive = (changes: Partial<ApplicationContainer> = {}) => {
      const double = server({ database: undefined, secrets, ...changes });
      double.fake('aws', both(1));
      double.fake('docker');
      return double;
    };

    test('reads each, and mounts them as files in memory', () => {
      const double = secretive();
      expect(start(double)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(double.calls).toEqual([
        ...calls,
        `docker image inspect ${IMAGE}`,
        'docker rm --force application',
        `${RUN} --mount type=bind,source=${double.memory}/secrets,target=/run/secrets,readonly ` +
          `--env SPRING_CONFIG_IMPORT=configtree:/run/secrets/ ${IMAGE}`,
      ]);
      const files = ['stripe.key', 'license'].map((name) => join(double.memory, 'secrets', name));
      expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(Object.values(VALUES));
    });

    test("mounts them beside the database's", () => {
      const double = secretive({ database });
      double.fake('aws', both(1));
      expect(start(double)).toMatchObject({ status: 0 });
      expect(readdirSync(join(double.memory, 'secrets'))).toEqual([
        'license',
        'spring.datasource.password',
        'spring.datasource.username',
        'stripe.key',
      ]);
      expect(double.calls.at(-1)?.match(/--mount|SPRING_CONFIG_IMPORT/g)).toEqual([
        '--mount',
        'SPRING_CONFIG_IMPORT',
      ]);
    });

    test('keeps them out of logs, arguments and every file except those in memory', () => {
      const double = secretive();
      const { stdout, stderr } = start(double);
      expect(stdout + stderr).not.toContain(SECRET_WORD);
      expect(double.allCalls.filter((call) => call.includes(SECRET_WORD))).toEqual([]);
      expect(double.filesWith(SECRET_WORD)).toEqual(['run/secrets/license', 'run/secrets/stripe.key']);
    });

    test('passes them in environment variables when configured, with no value on a command line', () => {
      const as = 'environment';
      const double = secretive({
        secrets: { STRIPE_KEY: { ...secrets.STRIPE_KEY, as }, LICENSE: { ...secrets.LICENSE, as } },
      });
      double.fake(
        'docker',
        `[[ $1 != run ]] || printf '%s|%s' "$STRIPE_KEY" "$LICENSE" >"$RUNTIME_DIRECTORY/seen"`,
      );
      start(double);
      expect(double.calls.at(-1)).toBe(`${RUN} --env STRIPE_KEY --env LICENSE ${IMAGE}`);
      expect(readFileSync(join(double.memory, 'seen'), 'utf8')).toBe(Object.values(VALUES).join('|'));
      expect(double.filesWith(SECRET_WORD)).toEqual(['run/seen']);
    });

    test('waits for one that is missing, and logs which', () => {
      const double = secretive();
      const message = 'An error occurred (ParameterNotFound) when calling the GetParameter operation';
      double.fake('aws', both(1, double.failing(2, 'aws ssm', message)));
      const { status, stderr } = start(double);
      expect(status).toBe(0);
      expect(stderr.trim().split('\n')).toEqual(
        [1, 2].flatMap((pause) => [
          message,
          `run-application: waiting for the parameter ${ids.parameter} of STRIPE_KEY, next try in ${pause} s`,
        ]),
      );
    });

    const check = (double: FakeServer) => double.run('usr/local/bin/check-container-secrets', ['docker']);

    test.each([
      ['starts it anew', 2, ['systemctl restart application.service']],
      ['that did not happen leaves it alone', 1, []],
    ])('restarts the application only for a new version: %s', (_, version, expected) => {
      const double = secretive();
      double.fake('systemctl');
      start(double);
      double.forget();
      double.fake('aws', both(version));
      expect(check(double)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(double.calls).toEqual([...calls, ...expected]);
    });

    test('does not restart the application while a secret cannot be read', () => {
      const double = secretive();
      double.fake('systemctl');
      start(double);
      double.forget();
      double.fake('aws', 'echo ThrottlingException >&2; exit 254');
      expect(check(double)).toEqual({ status: 254, stdout: '', stderr: 'ThrottlingException\n' });
      expect(double.calls).toEqual(calls.slice(0, 1));
    });
  });

  describe('check-database-secret', () => {
    const check = (double: FakeServer) =>
      double.run('usr/local/bin/check-database-secret', ['docker', 'database']);

    test.each([
      ['starts it anew', 'version-2', ['systemctl restart application.service']],
      ['that did not happen leaves it alone', 'version-1', []],
    ])('restarts the application only for a new secret version: %s', (_, version, expected) => {
      const double = server();
      double.fake('systemctl');
      start(double);
      double.forget();
      double.fake('aws', `echo ${version}`);
      expect(check(double)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(double.calls).toEqual([`${READ} --query VersionId --output text`, ...expected]);
    });

    test('does not restart the application when the secret cannot be read', () => {
      const double = server();
      double.fake('systemctl');
      start(double);
      double.forget();
      double.fake('aws', 'echo ThrottlingException >&2; exit 254');
      expect(check(double)).toEqual({ status: 254, stdout: '', stderr: 'ThrottlingException\n' });
      expect(double.calls).toEqual([`${READ} --query VersionId --output text`]);
    });
  });
});
