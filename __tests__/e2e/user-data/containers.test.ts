import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { totalmem } from 'node:os';
import type { RoleName, UserDataSettings } from '../../../src/roles';
import { FakeServer, fileOf } from '../../support/user-data/fake-server';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools, tool } from '../../support/processes/tools';
import { ROLES, SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

const run = (name: string) =>
  `docker run --rm --name ${name} --security-opt no-new-privileges --pids-limit 4096`;

const logs = (server: string, name: string) =>
  `${run(name)} --log-driver awslogs --log-opt awslogs-region=ap-northeast-2 ` +
  `--log-opt awslogs-group=/devloop/dev/${server} --log-opt awslogs-stream=server/${name} --log-opt mode=non-blocking ` +
  '--log-opt awslogs-multiline-pattern=^([0-9{[]|[A-Z]{2}|[A-Z][a-z]+ [0-9])';

const fetched = (image: string) => [`docker image inspect ${image}`, `docker pull --quiet ${image}`];

const pulled = (name: string, image: string) => [...fetched(image), `docker rm --force ${name}`];

const ELK = SERVERS.application.elkAddress;

const STACK = ['elasticsearch:9.5.6', 'logstash:9.5.6', 'kibana:9.5.6'];

describeWithTools(['Linux', 'bash', 'awk', 'free'], 'Container servers', () => {
  const folder = temporaryFolder('containers');

  function server(settings: UserDataSettings): FakeServer {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), settings);
    double.real('mkdir', 'awk', 'cmp', 'cp', 'head', 'base64');
    // Owners are for root to give.
    double.fake(
      'install',
      `mapfile -t given < <(printf '%s\\n' "$@")
exec '${tool('install')}' "\${given[@]/#--owner=*/--verbose}" >/dev/null`,
    );
    double.fake('docker', '[[ $1 != image ]]');
    double.fake('chown');
    double.fake('getent');
    return double;
  }

  test('run Jenkins with its home on the data volume, owned by its user', () => {
    const double = server(SERVERS.jenkins);
    const DATA = join(double.memory, 'data');
    const { status } = double.run('usr/local/bin/run-jenkins', ['docker', 'data-volume'], {
      DATA,
      HOSTNAME: 'server',
    });
    expect(status).toBe(0);
    expect(statSync(join(DATA, 'jenkins')).isDirectory()).toBe(true);
    const image = 'jenkins/jenkins:2.580.2-lts-jdk21';
    expect(double.calls).toEqual([
      `chown 1000:1000 ${DATA}/jenkins`,
      `install --directory --owner=1000 --mode=0700 ${DATA}/jenkins/secrets`,
      ...[
        expect.stringMatching(
          /^install --owner=1000 --mode=0600 \/dev\/fd\/\d+ .*\/secrets\/initialAdminPassword$/,
        ),
        expect.stringMatching(
          /^install --owner=1000 --mode=0644 .*\/plugins.txt .*\/jenkins.yaml .*\/jenkins$/,
        ),
      ],
      ...fetched(image),
      `docker run --rm --user 1000 --security-opt no-new-privileges --volume ${DATA}/jenkins:/var/jenkins_home --entrypoint jenkins-plugin-cli ` +
        `${image} --latest=false --plugin-file /var/jenkins_home/plugins.txt --plugin-download-directory /var/jenkins_home/plugins`,
      'docker network inspect jenkins',
      `docker image inspect ${image}`,
      `docker pull --quiet ${image}`,
      'docker rm --force jenkins',
      `${logs('jenkins-server', 'jenkins')} --network jenkins --publish 8080:8080 --volume ${DATA}/jenkins:/var/jenkins_home` +
        ' --volume /etc/devloop/jenkins/logging.properties:/etc/jenkins-logging.properties:ro' +
        ' --volume /etc/devloop/jenkins/agent.groovy:/usr/share/jenkins/ref/init.groovy.d/agent.groovy.override:ro' +
        ` --env JAVA_OPTS=-Djava.util.logging.config.file=/etc/jenkins-logging.properties -Djenkins.install.runSetupWizard=false ${image}`,
    ]);
    const home = join(DATA, 'jenkins');
    for (const name of ['plugins.txt', 'jenkins.yaml'])
      expect(readFileSync(join(home, name), 'utf8')).toBe(
        fileOf(SERVERS.jenkins, `/etc/devloop/jenkins/${name}`),
      );
    const password = join(home, 'secrets', 'initialAdminPassword');
    expect(readFileSync(password, 'utf8')).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(statSync(password).mode & 0o777).toBe(0o600);
  });

  test('leave a Jenkins as it is that its wizard has set up', () => {
    const double = server(SERVERS.jenkins);
    const home = join(double.memory, 'data', 'jenkins');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'config.xml'), '');
    const { status } = double.run('usr/local/bin/run-jenkins', ['docker', 'data-volume'], {
      DATA: join(double.memory, 'data'),
      HOSTNAME: 'server',
    });
    expect(status).toBe(0);
    expect(readdirSync(home)).toEqual(['config.xml']);
    expect(double.calls.at(-1)).not.toContain('runSetupWizard');
    expect(double.calls.filter((call) => call.includes('jenkins-plugin-cli'))).toEqual([]);
  });

  test('run Filebeat, which sends the journal to the elk server', () => {
    const double = server(SERVERS.application);
    const { status } = double.run('usr/local/bin/run-filebeat', ['docker', 'filebeat'], {
      HOSTNAME: 'server',
    });
    expect(status).toBe(0);
    const image = 'elastic/filebeat:9.5.6';
    expect(double.calls).toEqual([
      `getent ahosts ${ELK}`,
      ...pulled('filebeat', image),
      `${logs('devloop-server', 'filebeat')} --user root --env ELK_ADDRESS` +
        ' --volume /etc/devloop/filebeat.yml:/usr/share/filebeat/filebeat.yml:ro --volume filebeat:/usr/share/filebeat/data' +
        ' --volume /etc/machine-id:/etc/machine-id:ro --volume /var/log/journal:/var/log/journal:ro' +
        ` --volume /run/log/journal:/run/log/journal:ro ${image}`,
    ]);
  });

  test('wait for the name of the elk server before they pull Filebeat', () => {
    const double = server(SERVERS.application);
    double.fake('getent', double.failing(2, 'getent', ''));
    const { status, stderr } = double.run('usr/local/bin/run-filebeat', ['docker', 'filebeat'], {
      HOSTNAME: 'server',
    });
    expect(status).toBe(0);
    expect(double.calls.slice(0, 6)).toEqual([
      `getent ahosts ${ELK}`,
      'sleep 1',
      `getent ahosts ${ELK}`,
      'sleep 2',
      `getent ahosts ${ELK}`,
      'docker image inspect elastic/filebeat:9.5.6',
    ]);
    expect(stderr).toContain(`run-filebeat: waiting for a server named ${ELK}, next try in 1 s`);
  });

  function heapWith(double: FakeServer): string | undefined {
    const DATA = join(double.memory, 'data');
    double.run('usr/local/bin/run-elk', ['docker', 'data-volume'], { DATA, HOSTNAME: 'server' });
    return /HEAP=(\d+)/.exec(double.calls.at(-1) ?? '')?.[1];
  }

  test('run the ELK stack with Docker Compose from its image', () => {
    const double = server(SERVERS.elk);
    double.fake('free', "echo 'Mem: 3800 1 1 1 1 1'");
    expect(heapWith(double)).toBe('620');
    const image = 'docker:29.9.0-cli@sha256:1a4c7cb63513f349bdad01fcc6e0f3f2f67d37b9da86f14dc0d4a0942eecda00';
    const data = join(double.memory, 'data', 'elasticsearch');
    expect(double.calls).toEqual([
      'free --mebi',
      `chown 1000:0 ${data}`,
      ...STACK.flatMap(fetched),
      ...pulled('elk-compose', image),
      `${run('elk-compose')} --log-driver none --volume /var/run/docker.sock:/var/run/docker.sock` +
        ' --volume /etc/devloop/elk:/etc/devloop/elk:ro --workdir /etc/devloop/elk --env REGION --env LOG_GROUP' +
        ` --env STREAM=server --env HEAP=620 --env ELASTICSEARCH_MEMORY=1240 --env ELASTICSEARCH_DATA=${data} ${image}` +
        ' docker compose up',
    ]);
  });

  test.each([
    ['t3a.medium', 3_500, '512'],
    ['t2.medium', 3_800, '620'],
    ['m7g.large', 7_700, '2570'],
    ['m7g.xlarge', 15_600, '6520'],
    ['r7g.2xlarge', 63_400, '30420'],
    ['r7g.4xlarge', 127_800, '31744'],
  ])('give Elasticsearch, on a %s with %i MiB of memory, a heap of %s MiB', (_, mebibytes, heap) => {
    const double = server(SERVERS.elk);
    double.fake('free', `echo 'Mem: ${mebibytes} 1 1 1 1 1'`);
    expect(heapWith(double)).toBe(heap);
  });

  test('set the Elasticsearch heap from the output of the real free', () => {
    const double = server(SERVERS.elk);
    double.real('free');
    const mebibytes = Math.floor(totalmem() / 2 ** 20);
    expect(Number(heapWith(double))).toBe(Math.min(31_744, Math.floor((mebibytes - 2560) / 2)));
  });

  test.each([
    ['jenkins', 'run-jenkins', 'jenkins/jenkins:2.580.2-lts-jdk21'],
    ...[
      'docker:29.9.0-cli@sha256:1a4c7cb63513f349bdad01fcc6e0f3f2f67d37b9da86f14dc0d4a0942eecda00',
      ...STACK,
    ].map((image) => ['elk', 'run-elk', image] as const),
  ] as const)('retry in %s (%s) until the registry serves %s', (role, script, image) => {
    const double = server(SERVERS[role]);
    double.fake('free', "echo 'Mem: 3800 1 1 1 1 1'");
    double.fake(
      'docker',
      `${double.failing(2, `docker pull --quiet ${image}`, 'no route to host')}\n[[ $1 != image ]]`,
    );
    const { status, stderr } = double.run(`usr/local/bin/${script}`, ['docker', 'data-volume'], {
      DATA: join(double.memory, 'data'),
    });
    expect(status).toBe(0);
    expect(stderr).toBe(
      `no route to host
${script}: waiting for the registry of ${image}, next try in 1 s
no route to host
${script}: waiting for the registry of ${image}, next try in 2 s
`,
    );
    expect(double.calls.at(-1)).toMatch(/^docker run /);
  });
});

describeWithTools(['Linux', 'bash'], 'set-up-server', () => {
  const folder = temporaryFolder('set-up');
  const setUp = (double: FakeServer) => double.run('usr/local/sbin/set-up-server', ['set-up']);

  const needs = (role: RoleName) => {
    const [, packages, services] =
      /PACKAGES='(.*)'\nSERVICES='(.*)'/.exec(fileOf(SERVERS[role], '/etc/devloop/set-up.env')) ?? [];
    return { packages, services };
  };

  test.each(
    Object.entries({
      plain: { packages: 'dnf-automatic dnf-plugins-core', services: 'dnf-automatic.timer' },
      bastion: {
        packages: 'dnf-automatic dnf-plugins-core audit amazon-cloudwatch-agent',
        services: 'dnf-automatic.timer bastion.service',
      },
      application: {
        packages: 'dnf-automatic dnf-plugins-core docker awscli-2 jq python3 mariadb105',
        services:
          'dnf-automatic.timer docker.service application.service database-secret.timer database-refusal.service filebeat.service',
      },
      jenkins: {
        packages: 'dnf-automatic dnf-plugins-core docker awscli-2 diffutils xfsprogs',
        services:
          'dnf-automatic.timer docker.service data-volume.service jenkins.service jenkins-docker.service jenkins-agent.service',
      },
      elk: {
        packages: 'dnf-automatic dnf-plugins-core docker awscli-2 diffutils xfsprogs',
        services: 'dnf-automatic.timer docker.service data-volume.service elk.service',
      },
    }),
  )('has the packages and services of %s', (role, expected) => {
    expect(needs(role as RoleName)).toEqual(expected);
  });

  test.each(ROLES)(
    'installs the packages of %s when the repository is reachable, then starts its services',
    (role) => {
      const { packages, services } = needs(role);
      const double = new FakeServer(mkdtempSync(join(folder, 'server-')), SERVERS[role]);
      const message = 'Error: Failed to download metadata for repo';
      double.fake('rpm', 'exit 1');
      double.fake('dnf', double.failing(2, 'dnf', message));
      double.fake('systemctl');
      expect(setUp(double)).toEqual({
        status: 0,
        stdout: '',
        stderr: `${message}
set-up-server: waiting for the package repository, next try in 1 s
${message}
set-up-server: waiting for the package repository, next try in 2 s
`,
      });
      const upgrade = 'dnf --assumeyes --quiet upgrade --security';
      expect(double.calls).toEqual([
        `rpm --query --quiet ${packages}`,
        ...[upgrade, 'sleep 1', upgrade, 'sleep 2', upgrade],
        `dnf --assumeyes --quiet install ${packages}`,
        `systemctl enable --now --no-block ${services}`,
      ]);
    },
  );

  test('does not access the repository on the next boot', () => {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), SERVERS.plain);
    double.fake('rpm');
    double.fake('systemctl');
    expect(setUp(double).status).toBe(0);
    expect(double.calls).toEqual([
      'rpm --query --quiet dnf-automatic dnf-plugins-core',
      'systemctl enable --now --no-block dnf-automatic.timer',
    ]);
  });
});
