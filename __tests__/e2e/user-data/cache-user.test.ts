import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachePassword } from '../../../src/stacks/instance-setups';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools } from '../../support/processes/tools';
import {
  accessTo,
  awsWith,
  CACHE_PROGRAMS,
  CACHE_SECRET,
  CACHE_USER,
} from '../../support/user-data/cache-access';
import { FakeSecrets } from '../../support/user-data/fake-secrets';
import { FakeServer } from '../../support/user-data/fake-server';
import { RealRedis } from '../../support/user-data/real-redis';
import { SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

const { container } = SERVERS.application;
const SCRIPT = 'usr/local/bin/run-application';

describeWithTools(
  ['Linux', 'bash', 'jq', 'openssl', 'redis-server', 'redis-cli'],
  'Cache user of the application',
  () => {
    const folder = temporaryFolder('cache-user');
    const cache = new RealRedis(mkdtempSync(join(folder, 'cache-')));
    let secrets: FakeSecrets;

    beforeAll(() => cache.start(CACHE_USER));
    afterAll(() => cache.stop());
    beforeEach(() => {
      cache.query('ACL', 'SETUSER', CACHE_USER, 'resetpass');
      secrets = new FakeSecrets(mkdtempSync(join(folder, 'secrets-')));
    });

    function server(): FakeServer {
      const access = accessTo(cache);
      const double = new FakeServer(mkdtempSync(join(folder, 'server-')), {
        ...SERVERS.application,
        container: {
          image: container.image,
          port: container.port,
          cache: access,
          secrets: cachePassword(access, 'files'),
        },
      });
      double.real(...CACHE_PROGRAMS);
      double.fake('aws', awsWith(secrets, cache));
      double.fake('docker');
      return double;
    }

    const start = (double: FakeServer, authorities = cache.ca) =>
      double.run(SCRIPT, double.variableFiles, { HOSTNAME: 'server', SSL_CERT_FILE: authorities });

    const given = (double: FakeServer) =>
      readFileSync(join(double.memory, 'secrets', 'spring.data.redis.password'), 'utf8');

    const callsOf = (double: FakeServer, action: string) =>
      double.calls.filter((call) => call.includes(` ${action} `)).length;

    test('gets a password from the first server, with which the container logs in', () => {
      const double = server();
      expect(start(double)).toMatchObject({ status: 0, stdout: '' });
      expect(given(double)).toMatch(/^[0-9a-f]{64}$/);
      expect(secrets.text(CACHE_SECRET)).toBe(given(double));
      expect(cache.as(CACHE_USER, given(double), 'ACL', 'WHOAMI')).toBe(`${CACHE_USER}\n`);
    });

    test('stays as it is when another server starts', () => {
      start(server());
      const double = server();
      expect(start(double)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect([callsOf(double, 'put-secret-value'), callsOf(double, 'modify-user')]).toEqual([0, 0]);
      expect(cache.as(CACHE_USER, given(double), 'PING')).toBe('PONG\n');
    });

    test('has one password where several servers start at once', async () => {
      const servers = [server(), server(), server()];
      const outcomes = await Promise.all(
        servers.map((double) =>
          double.runBeside(SCRIPT, double.variableFiles, { HOSTNAME: 'server', SSL_CERT_FILE: cache.ca }),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
      expect(secrets.versions(CACHE_SECRET)).toHaveLength(1);
      expect(new Set(servers.map(given)).size).toBe(1);
    });

    test('gets the password of a new version of its secret, and loses the old one', () => {
      const before = server();
      start(before);
      secrets.putText(CACHE_SECRET, 'n3w-passw0rd-of-22-chars', 'rotated');
      const double = server();
      const { status, stderr } = start(double);
      expect(status).toBe(0);
      expect(stderr).toContain('WRONGPASS');
      expect(cache.as(CACHE_USER, 'n3w-passw0rd-of-22-chars', 'PING')).toBe('PONG\n');
      expect(cache.as(CACHE_USER, given(before), 'PING')).not.toContain('PONG');
    });

    test('leaves the password out of logs and command lines', () => {
      const double = server();
      const { stdout, stderr } = start(double);
      expect(stdout + stderr).not.toContain(given(double));
      expect(double.allCalls.filter((call) => call.includes(given(double)))).toEqual([]);
      expect(double.filesWith(given(double))).toEqual(['run/secrets/spring.data.redis.password']);
    });

    test('is not sent to a cache whose certificate no public authority signed', () => {
      const double = server();
      const authorities = join(double.memory, 'authorities');
      copyFileSync(cache.otherCa, authorities);
      double.fake('sleep', `(( $1 < 4 )) || /bin/cp '${cache.ca}' '${authorities}'`);
      const { status, stderr } = start(double, authorities);
      expect(status).toBe(0);
      expect(stderr).toMatch(/certificate verify failed|unable to get local issuer/i);
      expect(stderr).toContain('run-application: waiting for the cache 127.0.0.1, next try in 4 s');
    });
  },
);
