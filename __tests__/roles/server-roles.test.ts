import { parse } from 'yaml';
import { roleOf, SERVER_ROLE_NAMES } from '../../src/roles';
import { BEATS_PORT, HTTPS_PORT } from '../../src/roles/role';
import { fileOf } from '../support/fake-server';
import { SERVERS } from '../support/user-data';

/** Ports of a container as they are on the server. */
function publishedBy(service: string): string[] {
  const { services } = parse(fileOf(SERVERS.elk, '/etc/devloop/elk/compose.yaml')) as {
    services: Record<string, { ports?: string[] }>;
  };
  return services[service]?.ports ?? [];
}

test('the page of Jenkins is on the port that its script publishes', () => {
  const script = fileOf(SERVERS.jenkins, '/usr/local/bin/run-jenkins');
  expect(/--publish (\d+):/.exec(script)?.[1]).toBe(`${roleOf('jenkins').page?.port}`);
});

test('the page of Kibana is on the port that its service publishes', () => {
  const port = roleOf('elk').page?.port;
  expect(publishedBy('kibana')).toEqual([`${port}:${port}`]);
});

test('Logstash takes logs on the port that its service publishes, and Filebeat sends them there', () => {
  expect(publishedBy('logstash')).toEqual([`${BEATS_PORT}:${BEATS_PORT}`]);
  expect(fileOf(SERVERS.elk, '/etc/devloop/elk/logstash.conf')).toContain(`beats { port => ${BEATS_PORT} }`);
  expect(fileOf(SERVERS.application, '/etc/devloop/filebeat.yml')).toContain(`\${ELK_ADDRESS}:${BEATS_PORT}`);
});

test('a role with containers pulls them over HTTPS, and one without runs nothing', () => {
  for (const role of SERVER_ROLE_NAMES) {
    const pulls = fileOf(SERVERS[role], '/usr/local/lib/devloop/container.sh').includes('docker pull');
    expect([role, roleOf(role).installsFrom]).toEqual([role, pulls ? HTTPS_PORT : undefined]);
  }
});
