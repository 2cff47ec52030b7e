import { parse } from 'yaml';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES, roleOf, SERVER_ROLE_NAMES } from '../../src/roles';
import { BEATS_PORT, defineRole, HTTPS_PORT, type ServerRole } from '../../src/roles/role';
import { renderUserData } from '../../src/roles/user-data';
import { PROJECT_DIR } from '../../src/system/paths';
import { fileOf } from '../support/user-data/fake-server';
import { SERVERS } from '../support/user-data/servers';

/** Ports of a container as they are on the server. */
function publishedBy(service: string): string[] {
  const { services } = parse(fileOf(SERVERS.elk, '/etc/devloop/elk/compose.yaml')) as {
    services: Record<string, { ports?: string[] }>;
  };
  return services[service]?.ports ?? [];
}

test('Jenkins page uses the port that its script publishes', () => {
  const script = fileOf(SERVERS.jenkins, '/usr/local/bin/run-jenkins');
  expect(/--publish (\d+):/.exec(script)?.[1]).toBe(`${roleOf('jenkins').page?.port}`);
});

test('Kibana page uses the port that its service publishes', () => {
  const port = roleOf('elk').page?.port;
  expect(publishedBy('kibana')).toEqual([`${port}:${port}`]);
});

test('Logstash listens on the port that its service publishes and Filebeat sends logs to', () => {
  expect(publishedBy('logstash')).toEqual([`${BEATS_PORT}:${BEATS_PORT}`]);
  expect(fileOf(SERVERS.elk, '/etc/devloop/elk/logstash.conf')).toContain(`beats { port => ${BEATS_PORT} }`);
  expect(fileOf(SERVERS.application, '/etc/devloop/filebeat.yml')).toContain(`\${ELK_ADDRESS}:${BEATS_PORT}`);
});

test('Role with containers pulls them over HTTPS, and one without pulls nothing', () => {
  for (const role of SERVER_ROLE_NAMES) {
    const pulls = fileOf(SERVERS[role], '/usr/local/lib/devloop/container.sh').includes('docker pull');
    expect([role, roleOf(role).installsFrom]).toEqual([role, pulls ? HTTPS_PORT : undefined]);
  }
});

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

describe('Role definition', () => {
  test('has no optional property, so that an incomplete role does not compile', () => {
    const none: OptionalKeys<ServerRole> extends never ? true : false = true;
    const { summary, ...others } = ROLES.jenkins;
    // @ts-expect-error: the summary is missing
    const role = defineRole(others);
    expect([none, summary, 'summary' in role]).toEqual([true, ROLES.jenkins.summary, false]);
  });

  test('receives only the settings that its keys require', () => {
    const keys = { ...ROLES.plain.keys, dataVolume: 'rejected' } as const;
    // @ts-expect-error: there is no data volume for the role
    const role = defineRole({ ...ROLES.plain, keys, values: ({ dataVolume }) => ({ dataVolume }) });
    expect(role.keys.dataVolume).toBe('rejected');
  });

  test('is registered for every folder with a role.ts', () => {
    const files = readdirSync(join(PROJECT_DIR, 'src', 'roles'), { recursive: true, encoding: 'utf8' });
    const folders = files.filter((file) => file.endsWith('/role.ts')).map((file) => file.split('/')[0]);
    expect(folders.sort()).toEqual(Object.keys(ROLES).sort());
  });

  test('mounts a required data volume, and then does not replace servers on changed user data', () => {
    for (const role of Object.values(ROLES)) {
      if (role.keys.dataVolume === 'required') expect(role.replaceOnChange).toBe(false);
    }
    for (const settings of Object.values(SERVERS)) {
      const mounts = renderUserData(settings).includes('data-volume.service');
      expect([settings.role, mounts]).toEqual([
        settings.role,
        roleOf(settings.role).keys.dataVolume === 'required',
      ]);
    }
  });

  test('rejects a missing required setting', () => {
    expect(() => renderUserData({ role: 'jenkins', region: 'eu-west-1', logGroup: 'x' })).toThrow(
      'dataVolume is required',
    );
  });
});
