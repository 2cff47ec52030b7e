import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROLES_DIR } from '../../src/system/paths';
import { type RoleName, roleOf, type UserDataSettings } from '../../src/roles';
import { AWS_ACTIONS } from '../../src/roles/aws-actions';
import { renderUserData } from '../../src/roles/user-data';
import { sizeOf } from '../../src/roles/user-data-size';
import { REGION_TIME_ZONES, REGION_ZONES } from '../../src/net/regions';
import { messagesOf } from '../support/fixtures/environments';
import { fileOf, writtenFiles } from '../support/user-data/fake-server';
import {
  POSTGRES_APPLICATION,
  ROLES,
  SERVERS,
  SETTINGS_APPLICATION,
  SETUP_APPLICATIONS,
} from '../support/user-data/servers';

/** The folders whose files a role gets. */
function foldersOf(role: RoleName): string[] {
  const { folder, keys, runsContainers, sharedParts } = roleOf(role);
  return [
    'shared/common',
    ...(runsContainers ? ['shared/docker'] : []),
    ...(keys.dataVolume === 'required' ? ['shared/data-volume'] : []),
    ...(folder === undefined ? [] : [folder]),
    ...sharedParts(SERVERS[role]).flatMap((part) => part.folder ?? []),
  ];
}

const below = (folder: string): string[] =>
  readdirSync(join(ROLES_DIR, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(ROLES_DIR, folder, name)).isFile(),
  );

const pathsOf = (settings: UserDataSettings) => writtenFiles(settings).map(({ path }) => path);

describe.each(ROLES)('User data of %s', (role) => {
  const folders = foldersOf(role);

  test('contains each file of its folders once', () => {
    const paths = pathsOf(SERVERS[role]);
    expect([...paths].sort()).toEqual(
      folders.flatMap((folder) => below(folder).map((name) => `/${name}`)).sort(),
    );
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('contains the files byte for byte, except for settings and lines of comments', () => {
    for (const { path, content } of writtenFiles(SERVERS[role])) {
      const folder = folders.find((name) => below(name).includes(path.slice(1))) ?? '';
      const source = readFileSync(join(ROLES_DIR, folder, path), 'utf8');
      // A line that only one role has begins with its name.
      const lines = source.replace(new RegExp(`^#${role} `, 'gm'), '').split('\n');
      const template = lines.filter((line) => !/^\s*#([a-z]+)? (?!shellcheck )/.test(line)).join('\n');
      const literals = template.split(/\{\{\w+\}\}/);
      if (literals.length === 1) expect(content).toBe(template);
      else expect(literals.filter((literal) => !content.includes(literal))).toEqual([]);
    }
  });

  test('makes only programs executable', () => {
    for (const { path, permissions, content } of writtenFiles(SERVERS[role])) {
      expect([path, permissions]).toEqual([path, content.startsWith('#!') ? '0755' : undefined]);
    }
  });

  test('starts set-up-server at the first boot', () => {
    expect(parse(renderUserData(SERVERS[role]))).toMatchObject({
      runcmd: ['systemctl enable --now --no-block set-up-server.service'],
    });
  });

  test('is far below the size limit of AWS', () => {
    expect(Buffer.byteLength(renderUserData(SERVERS[role]))).toBeLessThan(14_500);
  });
});

test('User data of an application with PostgreSQL is far below the size limit of AWS', () => {
  expect(Buffer.byteLength(renderUserData(POSTGRES_APPLICATION))).toBeLessThan(14_500);
});

describe('User data of an application with further database users', () => {
  test.each(['mysql', 'postgres'] as const)('is below the size limit of AWS with %s', (engine) => {
    expect(sizeOf(renderUserData(SETUP_APPLICATIONS[engine]))).toBeLessThan(16_384);
  });

  test('lists what the server makes, one a line', () => {
    expect(fileOf(SETUP_APPLICATIONS.postgres, '/etc/devloop/database-setup')).toBe(
      [
        'schema shop_reports',
        'extension hstore shop_reports',
        'user bi read-only dev_loop,shop_reports',
        'user batch read-write shop_reports',
        '',
      ].join('\n'),
    );
  });
});

const variablesOf = (settings: UserDataSettings, name: string) =>
  fileOf(settings, `/etc/devloop/${name}.env`);

test('Settings become environment variables of systemd units', () => {
  expect(variablesOf(SERVERS.application, 'application'))
    .toBe(`APPLICATION_IMAGE='${SERVERS.application.container.image}'
PORT='8080'
`);
  expect(variablesOf(SERVERS.application, 'database'))
    .toBe(`DATABASE_SECRET='${SERVERS.application.container.database.secretArn}'
DATABASE_USER='application'
MASTER_SECRET='${SERVERS.application.container.database.masterSecretArn}'
DATABASE_AS='files'
DATABASE_URL='${SERVERS.application.container.database.url}'
DATABASE_AUTHORITIES='${SERVERS.application.container.database.authorities.join(' ')}'
URL_NAME='SPRING_DATASOURCE_URL'
USERNAME_NAME='SPRING_DATASOURCE_USERNAME'
PASSWORD_NAME='SPRING_DATASOURCE_PASSWORD'
`);
  expect(variablesOf(SERVERS.elk, 'data-volume')).toBe(`VOLUME='vol-0123456789abcdef0'
ATTACHED_AS='/dev/sdf'
DATA='/data'
`);
});

test('Bastion sends its sessions to its log group', () => {
  expect(JSON.parse(fileOf(SERVERS.bastion, '/etc/devloop/cloudwatch-agent.json'))).toEqual({
    agent: { run_as_user: 'root' },
    logs: {
      logs_collected: {
        files: {
          collect_list: [
            {
              file_path: '/var/log/audit/audit.log',
              log_group_name: '/devloop/dev/bastion-server',
              log_stream_name: '{hostname}/sessions',
            },
            {
              file_path: '/var/log/amazon/ssm/amazon-ssm-agent.log',
              log_group_name: '/devloop/dev/bastion-server',
              log_stream_name: '{hostname}/session-manager',
            },
          ],
        },
      },
    },
  });
});

test('Jenkins keeps its initial administrator password out of the log', () => {
  const settings = fileOf(SERVERS.jenkins, '/etc/devloop/jenkins/logging.properties').split('\n');
  expect(settings).toContain('jenkins.install.SetupWizard.level = WARNING');
  expect(settings).toContain('handlers = java.util.logging.ConsoleHandler');
});

test('database-secret.timer looks each minute for a rotated password, each server at its own second', () => {
  const timer = fileOf(SERVERS.application, '/etc/systemd/system/database-secret.timer').split('\n');
  expect(timer).toContain('OnCalendar=minutely');
  expect(timer).toContain('RandomizedDelaySec=1min');
  expect(timer).toContain('FixedRandomDelay=yes');
  // systemd.timer(5): by default it may be a minute late.
  expect(timer).toContain('AccuracySec=1s');
});

test('database-refusal.service looks for a rotated password where the log of the application tells of a refusal', () => {
  const unit = fileOf(SERVERS.application, '/etc/systemd/system/database-refusal.service');
  const [, pattern = ''] = /--extended-regexp "([^"]+)"/.exec(unit) ?? [];
  const refusals = [
    "java.sql.SQLException: Access denied for user 'application'@'10.0.0.10' (using password: YES)",
    'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "application"',
  ];
  expect(refusals.filter((line) => new RegExp(pattern).test(line))).toEqual(refusals);
  expect(unit).toContain('\nExecStopPost=-/usr/bin/systemctl start --no-block database-secret.service\n');
});

/** Start of an event in an application's log. */
const EVENT = '^([0-9{[]|[A-Z]{2}|[A-Z][a-z]+ [0-9])';

describe('A stack trace', () => {
  const starts = new RegExp(EVENT);

  test.each([
    '2026-11-28T09:14:21.000+09:00 ERROR 1 --- [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet] : failed',
    '{"@timestamp":"2026-11-28T09:14:21.000Z"}',
    '[2026-11-28 09:14:21] started',
    'INFO started',
    'Nov 28, 2026 9:14:21 AM',
  ])('begins after the event %s', (line) => {
    expect(line).toMatch(starts);
  });

  test.each([
    'java.lang.IllegalStateException: asked to fail',
    '\tat boot.Application.fail(Application.java:38)',
    'Caused by: java.net.ConnectException: Connection refused',
    '\t... 12 common frames omitted',
    '',
  ])('contains the line "%s"', (line) => {
    expect(line).not.toMatch(starts);
  });

  test('is one event in CloudWatch Logs as in Elasticsearch', () => {
    expect(fileOf(SERVERS.application, '/usr/local/lib/devloop/container.sh')).toContain(
      `--log-opt 'awslogs-multiline-pattern=${EVENT}'`,
    );
  });
});

test('Filebeat sends the journal of the application to the elk server', () => {
  expect(fileOf(SERVERS.application, '/etc/devloop/filebeat.env')).toBe(
    "ELK_ADDRESS='elk.dev.devloop.internal'\n",
  );
  expect(parse(fileOf(SERVERS.application, '/etc/devloop/filebeat.yml'))).toEqual({
    'filebeat.inputs': [
      {
        type: 'journald',
        id: 'application',
        'include_matches.match': ['_SYSTEMD_UNIT=application.service'],
        parsers: [{ multiline: { pattern: EVENT, negate: true, match: 'after' } }],
      },
    ],
    'output.logstash': { hosts: ['${ELK_ADDRESS}:5044'] },
  });
});

test('Application without a database and without an elk server has no files for them', () => {
  const settings = {
    ...SERVERS.application,
    container: { ...SERVERS.application.container, database: undefined },
    elkAddress: undefined,
  };
  expect(pathsOf(settings).filter((path) => /database|filebeat/.test(path))).toEqual([]);
  expect(variablesOf(settings, 'set-up')).toBe(`PACKAGES='dnf-automatic dnf-plugins-core docker awscli-2 jq'
SERVICES='dnf-automatic.timer docker.service application.service'
`);
  expect(variablesOf(settings, 'database')).toBe('');
});

describe("Settings of the application's container", () => {
  const withoutDatabase = { ...SERVERS.application.container, database: undefined };

  test('add their files, and lines to the start script', () => {
    const added = pathsOf(SETTINGS_APPLICATION).filter(
      (path) => !pathsOf(POSTGRES_APPLICATION).includes(path),
    );
    expect(added).toEqual([
      '/etc/systemd/system/container-secrets.service',
      '/etc/systemd/system/container-secrets.timer',
      '/usr/local/bin/check-container-secrets',
      '/usr/local/lib/devloop/container-secrets.sh',
      '/usr/local/lib/devloop/settings.sh',
      '/etc/systemd/system/container-health.service',
      '/etc/systemd/system/container-health.timer',
      '/etc/devloop/secrets.list',
      '/etc/devloop/container.arguments',
    ]);
    const start = '/usr/local/bin/run-application';
    const lines = (settings: UserDataSettings) => fileOf(settings, start).split('\n');
    const known = lines(POSTGRES_APPLICATION);
    expect(lines(SETTINGS_APPLICATION).filter((line) => !known.includes(line))).toEqual([
      '. "${0%/*}/../lib/devloop/container-secrets.sh"',
      'give_secrets',
      '. "${0%/*}/../lib/devloop/settings.sh"',
    ]);
  });

  test('are arguments of docker run, one a line', () => {
    expect(fileOf(SETTINGS_APPLICATION, '/etc/devloop/container.arguments'))
      .toBe(`--env=SPRING_PROFILES_ACTIVE=prod
--env=GREETING=it's "안녕" \\ 100%
--memory=1024m
--user=1000:1000
--health-cmd=wget --spider http://localhost:8080/
--health-interval=30s
--health-timeout=10s
--health-retries=3
--health-start-period=60s
--
java
-jar
app.jar
 --spaced 
`);
  });

  test('name secrets, and contain none', () => {
    expect(fileOf(SETTINGS_APPLICATION, '/etc/devloop/secrets.list'))
      .toBe(`STRIPE_KEY files parameter /devloop/dev/stripe-key
LICENSE files secret arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:license-AbCdEf
`);
  });

  test('look each five minutes for a new version of a secret, each server at its own second', () => {
    const timer = fileOf(SETTINGS_APPLICATION, '/etc/systemd/system/container-secrets.timer').split('\n');
    expect(timer).toContain('OnCalendar=*:0/5');
    expect(timer).toContain('RandomizedDelaySec=5min');
    expect(timer).toContain('FixedRandomDelay=yes');
  });

  test('look for an unhealthy container each minute only with a health check', () => {
    const services = (container: UserDataSettings<'application'>['container']) =>
      variablesOf({ ...SERVERS.application, container }, 'set-up');
    expect(services({ ...withoutDatabase, settings: { memory: 64 } })).not.toContain('container-health');
    expect(services(SETTINGS_APPLICATION.container)).toContain(' container-health.timer ');
  });

  test('are refused with a line that would be two', () => {
    const settings = { environment: { ONE: 'a\nb' }, command: ['\u2028'] };
    const server = { ...SERVERS.application, container: { ...withoutDatabase, settings } };
    const accepted = 'accepted: one line of printable characters [USER_DATA_INVALID]';
    expect(messagesOf(() => renderUserData(server, 'dev.servers[0]'))).toEqual([
      `dev.servers[0]: "--env=ONE=a\\nb" cannot stand in user data; ${accepted}`,
      `dev.servers[0]: "\u2028" cannot stand in user data; ${accepted}`,
    ]);
  });
});

test('Scripts call only the AWS actions that AWS_ACTIONS lists', () => {
  const servers = [...ROLES.map((role) => SERVERS[role]), SETTINGS_APPLICATION];
  const calls = servers
    .flatMap(writtenFiles)
    .flatMap(({ content }) =>
      [...content.matchAll(/\baws ([\w-]+) ([\w-]+)/g)].map(
        ([, service, operation]) => `${service} ${operation}`,
      ),
    );
  expect([...new Set(calls)].sort()).toEqual([
    'autoscaling complete-lifecycle-action',
    'ec2 attach-network-interface',
    'ec2 describe-network-interfaces',
    'ecr get-login-password',
    'secretsmanager get-secret-value',
    'secretsmanager put-secret-value',
    'ssm get-parameter',
  ]);
  expect(AWS_ACTIONS.completeLaunch).toEqual(['autoscaling:CompleteLifecycleAction']);
  expect(AWS_ACTIONS.attachInterface).toEqual(['ec2:AttachNetworkInterface']);
  expect(AWS_ACTIONS.findInterface).toEqual(['ec2:DescribeNetworkInterfaces']);
  expect(AWS_ACTIONS.imageRegistry).toEqual(['ecr:GetAuthorizationToken']);
  expect(AWS_ACTIONS.userSecret).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue']);
  expect(AWS_ACTIONS.parameters).toEqual(['ssm:GetParameter']);
  expect(AWS_ACTIONS.secrets).toEqual(['secretsmanager:GetSecretValue']);
  expect(AWS_ACTIONS.masterSecret).toEqual(['secretsmanager:GetSecretValue']);
});

describe('Security updates', () => {
  const timer = (region: string) =>
    fileOf({ ...SERVERS.plain, region }, '/etc/systemd/system/dnf-automatic.timer.d/night.conf');

  test.each(Object.entries(REGION_TIME_ZONES))('are installed in the night of %s', (region, zone) => {
    expect(timer(region)).toBe(
      `[Timer]\nOnCalendar=\nOnCalendar=02:00 ${zone}\nRandomizedDelaySec=2h\nFixedRandomDelay=yes\n`,
    );
  });

  test('know the time zone of each region', () => {
    expect(Object.keys(REGION_TIME_ZONES)).toEqual(Object.keys(REGION_ZONES));
    const known = Intl.supportedValuesOf('timeZone');
    const canonical = (zone: string) =>
      new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    expect(Object.values(REGION_TIME_ZONES).filter((zone) => !known.includes(canonical(zone)))).toEqual([]);
  });
});

describe('renderUserData', () => {
  const FORM = 'one line of printable ASCII without single quotes and backslashes [USER_DATA_INVALID]';

  test('reports all invalid values together', () => {
    const container = { ...SERVERS.application.container, image: "a'b" };
    const settings = { ...SERVERS.application, container, region: 'a\nb', logGroup: 'ä\\' };
    expect(messagesOf(() => renderUserData(settings, 'dev.servers[0]'))).toEqual([
      `dev.servers[0].region: "a\\nb" cannot stand in user data; accepted: ${FORM}`,
      `dev.servers[0].logGroup: "ä\\\\" cannot stand in user data; accepted: ${FORM}`,
      `dev.servers[0].image: "a'b" cannot stand in user data; accepted: ${FORM}`,
    ]);
  });

  const random = (bytes: number) => createHash('shake256', { outputLength: bytes }).digest('base64');

  test('rejects user data over the size limit of AWS, even compressed, and prints its size', () => {
    const withGroup = (bytes: number) => ({ ...SERVERS.jenkins, logGroup: random(bytes) });
    expect(messagesOf(() => renderUserData(withGroup(9_000)))).toEqual([]);
    expect(messagesOf(() => renderUserData(withGroup(15_000)))).toEqual([
      expect.stringMatching(
        /^jenkins: \d{5} bytes of compressed user data are more than AWS takes; accepted: at most 16384 bytes \[USER_DATA_TOO_LARGE\]$/,
      ),
    ]);
  });
});
