import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { givenText, writeFiles } from '../../support/user-data/fake-server';
import { type Outcome, temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools, tool, TOOLS_PATH } from '../../support/processes/tools';
import {
  POSTGRES_APPLICATION,
  ROLES,
  SCHEDULED_APPLICATION,
  SERVERS,
  VOLUMES_WORKER,
} from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

function judge(program: string, parameters: readonly string[], more: Record<string, string> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(tool(program), parameters, {
    encoding: 'utf8',
    env: { ...process.env, PATH: TOOLS_PATH, ...more },
  });
  return { status, stdout, stderr };
}

/** With a database, whose files its script reads, and a data volume. */
const WORKER = {
  ...VOLUMES_WORKER,
  container: { ...SERVERS.application.container, settings: VOLUMES_WORKER.container.settings },
};

/** Every role's files as they lie on its server, and what others say of them. */
const layRoles = (folder: string) =>
  [
    ...ROLES.map((role) => (role === 'worker' ? WORKER : SERVERS[role])),
    POSTGRES_APPLICATION,
    SCHEDULED_APPLICATION,
  ].map((server, index) => {
    const root = join(folder, `${index}-${server.role}`);
    writeFiles(server, root);
    return root;
  });

const filesBelow = (root: string, name: RegExp): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => join(root, file))
    .filter((file) => name.test(file) && statSync(file).isFile())
    .sort();

describeWithTools(['cloud-init'], 'cloud-init', () => {
  const folder = temporaryFolder('cloud-init');
  const schema = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return judge('cloud-init', ['schema', '--config-file', file]);
  };

  test.each(ROLES)('accepts the user data of %s', (role) => {
    const { status, stdout, stderr } = schema(role, givenText(SERVERS[role]));
    expect({ status, stdout: stdout.trim(), stderr }).toEqual({
      status: 0,
      stdout: `Valid cloud-config: ${join(folder, role)}`,
      stderr: '',
    });
  });

  test('rejects invalid user data', () => {
    expect(schema('odd', '#cloud-config\nwrite_files:\n  - content: nowhere\n').status).toBe(1);
  });
});

describeWithTools(['shellcheck'], 'shellcheck', () => {
  const folder = temporaryFolder('shellcheck');

  test('reports nothing for any script', () => {
    const roots = layRoles(folder);
    const scripts = roots.flatMap((root) => filesBelow(root, /\/s?bin\/|\.sh$/));
    expect(scripts).toHaveLength(60);
    expect(judge('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', ...scripts])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});

describeWithTools(['sshd', 'ssh-keygen'], 'sshd', () => {
  const folder = temporaryFolder('sshd');
  const key = join(folder, 'host-key');
  let config: string;

  beforeAll(() => {
    writeFiles(SERVERS.bastion, folder);
    judge('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    config = join(folder, 'etc/ssh/sshd_config.d/00-devloop.conf');
  });

  // For root, sshd wants the user and the folder of an installed one: it runs as nobody in particular.
  const sshd = (...parameters: string[]) => {
    const all = [tool('sshd'), ...parameters, '-h', key, '-f', config];
    return process.getuid?.() === 0 ? judge('unshare', ['--user', ...all]) : judge('sshd', all.slice(1));
  };

  test('accepts the settings of the bastion', () => {
    expect(sshd('-t')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('allows only public keys and forwarding, and no root login', () => {
    const told = sshd('-T').stdout.split('\n');
    expect(
      told.filter((line) => /^(\w*authentication\w*|\w*forwarding|permit\w+|gatewayports) /.test(line)),
    ).toEqual([
      'permitrootlogin no',
      'hostbasedauthentication no',
      'pubkeyauthentication yes',
      'kerberosauthentication no',
      'gssapiauthentication no',
      'passwordauthentication no',
      'kbdinteractiveauthentication no',
      'x11forwarding no',
      'permittty yes',
      'permituserrc yes',
      'permitemptypasswords no',
      'gatewayports no',
      'allowtcpforwarding local',
      'allowagentforwarding no',
      'disableforwarding no',
      'allowstreamlocalforwarding no',
      'authenticationmethods publickey',
      'permittunnel no',
      'permitopen any',
      'permitlisten any',
      'permituserenvironment no',
    ]);
  });
});

describeWithTools(['docker-compose'], 'docker compose', () => {
  const folder = temporaryFolder('compose');
  const SETTINGS = {
    REGION: 'ap-northeast-2',
    LOG_GROUP: '/devloop/dev/elk-server',
    STREAM: 'server',
    HEAP: '876',
    ELASTICSEARCH_MEMORY: '1752',
    ELASTICSEARCH_DATA: '/data/elasticsearch',
  };
  const config = (settings: Partial<typeof SETTINGS>) =>
    judge('docker-compose', ['--file', join(folder, 'etc/devloop/elk/compose.yaml'), 'config'], settings);

  beforeAll(() => {
    writeFiles(SERVERS.elk, folder);
  });

  test('accepts the Compose file of the elk server with the values of its script', () => {
    const { status, stdout, stderr } = config(SETTINGS);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { services } = parse(stdout) as { services: Record<string, object> };
    const options = {
      'awslogs-region': 'ap-northeast-2',
      'awslogs-group': '/devloop/dev/elk-server',
      tag: 'server/{{.Name}}',
      mode: 'non-blocking',
    };
    const logging = { driver: 'awslogs', options };
    const GIB = String(2 ** 30);
    expect(services).toMatchObject({
      elasticsearch: {
        image: 'elasticsearch:9.5.6',
        environment: { ES_JAVA_OPTS: '-Xms876m -Xmx876m' },
        volumes: [
          {
            source: '/data/elasticsearch',
            target: '/usr/share/elasticsearch/data',
            // Compose prints create_host_path where it is true alone.
            bind: {},
          },
        ],
        stop_grace_period: '1m30s',
        mem_limit: String(1752 * 2 ** 20),
        logging,
      },
      retention: { entrypoint: ['curl', '--config', '/retention'], restart: 'on-failure' },
      logstash: {
        image: 'logstash:9.5.6',
        mem_limit: GIB,
        restart: 'on-failure',
        ports: [{ target: 5044, published: '5044' }],
        logging,
      },
      kibana: {
        image: 'kibana:9.5.6',
        mem_limit: GIB,
        environment: { NODE_OPTIONS: '--max-old-space-size=640' },
        ports: [{ target: 5601, published: '5601' }],
        logging,
      },
    });
    expect(services['elasticsearch']).not.toHaveProperty('ports');
  });

  test.each(Object.keys(SETTINGS))('rejects the Compose file without %s', (name) => {
    const { status, stderr } = config({ ...SETTINGS, [name]: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`required variable ${name} is missing a value`);
  });
});

describeWithTools(['systemd-analyze'], 'systemd', () => {
  /** Programs of Amazon Linux, or of the packages that the set-up installs, which units start. */
  const PROGRAMS = [
    'bin/bash',
    'usr/bin/docker',
    'usr/bin/systemctl',
    'usr/sbin/augenrules',
    'usr/sbin/sysctl',
    'opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl',
  ];
  const folder = temporaryFolder('systemd');

  function verify(root: string): Outcome {
    for (const program of PROGRAMS.map((name) => join(root, name))) {
      mkdirSync(dirname(program), { recursive: true });
      writeFileSync(program, '#!/bin/sh\n');
      chmodSync(program, 0o755);
    }
    const units = filesBelow(root, /\/systemd\/system\/.*\.(service|timer)$/).map((file) =>
      file.slice(file.lastIndexOf('/') + 1).replace('@.', '@name.'),
    );
    return judge('systemd-analyze', ['verify', '--recursive-errors=no', `--root=${root}`, ...units]);
  }

  /** With the units of schedules and of volumes, where a role has them. */
  const WITH_UNITS = { ...SERVERS, application: SCHEDULED_APPLICATION, worker: VOLUMES_WORKER };

  test.each(ROLES)('accepts the units of %s', (role) => {
    const root = join(folder, role);
    writeFiles(WITH_UNITS[role], root);
    expect(verify(root)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['a misspelt key', (text: string) => text.replace('RestartSec=', 'RestartSecs=')],
    ['a program that is not there', (text: string) => text.replace('run-jenkins', 'run-jenkinz')],
    ['a value that is none', (text: string) => text.replace('Type=exec', 'Type=once')],
  ])('rejects %s', (_, mutate) => {
    const root = mkdtempSync(join(folder, 'odd-'));
    writeFiles(SERVERS.jenkins, root);
    const unit = join(root, 'etc/systemd/system/jenkins.service');
    writeFileSync(unit, mutate(readFileSync(unit, 'utf8')));
    expect(verify(root).stderr).toContain('jenkins.service');
  });
});
