import { parse } from 'yaml';
import { roleOf, type RoleName } from '../../src/roles';
import { fileOf, writtenFiles } from '../support/user-data/fake-server';
import { ROLES, SERVERS } from '../support/user-data/servers';

/** Values of a key of a systemd unit. */
const valuesOf = (unit: string, key: string): string[] =>
  unit.split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));

/** Seconds that `docker stop` gives a container: see `--time`. */
const GRACE = /^-\/usr\/bin\/docker stop --time (\d+) /;

const unitsWithContainers = (role: RoleName) =>
  writtenFiles(SERVERS[role]).filter(
    ({ path, content }) => path.endsWith('.service') && /^ExecStart=\/usr\/local\/bin\/run-/m.test(content),
  );

const WITH_CONTAINERS = ROLES.filter((role) => roleOf(role).runsContainers);

describe.each(WITH_CONTAINERS)('Units of %s with a container', (role) => {
  test('end what ignores the stop signal before systemd does, and leave no container', () => {
    const units = unitsWithContainers(role);
    expect(units).not.toEqual([]);
    for (const { path, content } of units) {
      const stop = valuesOf(content, 'ExecStop').at(-1) ?? '';
      const grace = Number(GRACE.exec(stop)?.[1]);
      const [limit = '90'] = valuesOf(content, 'TimeoutStopSec');
      expect([path, grace < Number(limit)]).toEqual([path, true]);
      expect(valuesOf(content, 'ExecStopPost')).toEqual([
        `-/usr/bin/docker rm --force ${stop.replace(GRACE, '')}`,
      ]);
    }
  });

  test('take the end by the stop signal as success', () => {
    for (const { path, content } of unitsWithContainers(role))
      expect([path, valuesOf(content, 'SuccessExitStatus')[0]]).toEqual([
        path,
        expect.stringMatching(/\b143\b.* \b137\b/),
      ]);
  });
});

test('ELK stops each of its services, then Compose, whose status 130 is no failure', () => {
  const unit = fileOf(SERVERS.elk, '/etc/systemd/system/elk.service');
  const compose = parse(fileOf(SERVERS.elk, '/etc/devloop/elk/compose.yaml')) as { name: string };
  expect(valuesOf(unit, 'ExecStop')).toEqual([
    expect.stringContaining(`--filter label=com.docker.compose.project=${compose.name} |`),
    expect.stringContaining('elk-compose'),
  ]);
  expect(valuesOf(unit, 'SuccessExitStatus')).toEqual(['130 143 137']);
});

describe('Audit rules of the bastion', () => {
  const rules = fileOf(SERVERS.bastion, '/etc/audit/rules.d/sessions.rules').trim().split('\n');
  const ofKey = (key: string) => rules.filter((rule) => rule.endsWith(` -k ${key}`));

  test('log each command of who logged in, and of who came with Session Manager, in both system call tables', () => {
    const users = ['auid>=1000 -F auid!=unset', 'uid>=1000 -F auid=unset'];
    expect(ofKey('session')).toEqual(
      users.flatMap((user) =>
        ['b64', 'b32'].map(
          (arch) => `-a always,exit -F arch=${arch} -S execve,execveat -F ${user} -k session`,
        ),
      ),
    );
  });

  test('log where jumps go', () => {
    expect(ofKey('jump')).toEqual([
      '-a always,exit -F arch=b64 -S connect -F exe=/usr/sbin/sshd -F auid>=1000 -F auid!=unset -k jump',
    ]);
    expect(rules).toHaveLength(5);
  });
});

describe('jenkins.yaml', () => {
  const { jenkins } = parse(fileOf(SERVERS.jenkins, '/etc/devloop/jenkins/jenkins.yaml')) as {
    jenkins: Record<string, unknown>;
  };

  test('lets no build run on the controller, which knows every credential, but on the agent of the server', () => {
    expect(jenkins['numExecutors']).toBe(0);
    const agent = { name: 'server', labelString: 'docker', numExecutors: 2, launcher: 'inbound' };
    expect(jenkins['nodes']).toEqual([{ permanent: expect.objectContaining(agent) }]);
  });

  test('asks everyone for a login', () => {
    expect(jenkins['authorizationStrategy']).toEqual({
      loggedInUsersCanDoAnything: { allowAnonymousRead: false },
    });
    expect(jenkins['securityRealm']).toEqual({
      local: expect.objectContaining({ allowsSignup: false }),
    });
  });
});

test('Each role has the variables that its own files read, and no others', () => {
  for (const role of ROLES) {
    const files = writtenFiles(SERVERS[role]);
    const variables = files
      .filter(({ path }) => path.endsWith('.env'))
      .flatMap(({ content }) => [...content.matchAll(/^(\w+)=/gm)].map(([, name = '']) => name));
    const others = files.filter(({ path }) => !path.endsWith('.env')).map(({ content }) => content);
    // The AWS CLI reads its region itself.
    const unread = variables.filter(
      (name) =>
        name !== 'AWS_DEFAULT_REGION' && !others.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
    );
    expect([role, unread]).toEqual([role, []]);
  }
});
