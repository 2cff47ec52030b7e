import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_ENGINES, type DatabaseEngineName } from '../../../src/catalog/database-engines';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools, tool, TOOLS_PATH } from '../../support/processes/tools';
import { ENGINES, MASTER, NAME } from '../../support/user-data/database-engines';
import { FakeSecrets } from '../../support/user-data/fake-secrets';
import { FakeServer } from '../../support/user-data/fake-server';
import { authorityIn } from '../../support/user-data/real-server';
import { SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(240_000);

const { container } = SERVERS.application;
const { database } = container;
const SCRIPT = [
  'usr/local/bin/run-application',
  ['docker', 'application', 'database'],
  { HOSTNAME: 'server' },
] as const;
const ODD_PASSWORD = `n3w'"$(id)\\ \`é%{};--`;

const given = (double: FakeServer, name: string) =>
  readFileSync(join(double.memory, 'secrets', `spring.datasource.${name}`), 'utf8');

for (const [engine, underTest] of Object.entries(ENGINES)) {
  describeWithTools(
    ['Linux', 'bash', 'jq', 'openssl', 'python3', ...underTest.tools],
    `Database user of the application, ${engine}`,
    () => {
      const folder = temporaryFolder(`database-user-${engine}`);
      const real = underTest.server(folder);
      let secrets: FakeSecrets;

      beforeAll(() => real.start(underTest.setUp));
      afterAll(() => real.stop());
      beforeEach(() => {
        real.query(underTest.dropUser);
        secrets = newSecrets();
      });

      /** Secrets as a new environment has them: the application's without a value. */
      function newSecrets(): FakeSecrets {
        const fake = new FakeSecrets(mkdtempSync(join(folder, 'secrets-')));
        fake.put(database.masterSecretArn, MASTER, 'master-1');
        return fake;
      }

      function server(authority = real.ca): FakeServer {
        const access = {
          ...database,
          engine: engine as DatabaseEngineName,
          url: DATABASE_ENGINES[engine as DatabaseEngineName].jdbcUrl(real.endpoint, NAME),
          authorities: [authorityIn(authority)],
        };
        const double = new FakeServer(mkdtempSync(join(folder, 'server-')), {
          ...SERVERS.application,
          container: { ...container, database: access },
        });
        double.real('jq', 'mkdir', 'cat', 'head', 'base64', 'mv', underTest.client);
        // It may be a script that looks for others on the PATH.
        double.fake('python3', `PATH='${TOOLS_PATH}' exec '${tool('python3')}' "$@"`);
        double.fake('aws', secrets.script);
        double.fake('docker');
        double.fake('curl', `/bin/cat '${real.otherCa}' '${real.ca}'`);
        return double;
      }

      const asApplication = (double: FakeServer, sql: string, name: string = NAME) =>
        real.as(given(double, 'username'), given(double, 'password'), name, sql);

      const readsOfMaster = (double: FakeServer) =>
        double.calls.filter((call) => call.includes(database.masterSecretArn)).length;

      test('is created by the first server, with a password that it makes, and no privilege beyond its database', () => {
        const double = server();
        const { status, stdout } = double.run(...SCRIPT);
        expect([status, stdout]).toEqual([0, '']);
        expect(given(double, 'username')).toBe('application');
        expect(given(double, 'password')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
        expect(secrets.get(database.secretArn)).toEqual({
          username: 'application',
          password: given(double, 'password'),
        });
        expect(real.query(underTest.rights.query)).toEqual(underTest.rights.expected);
      });

      test('may change tables and data as migrations do, and nothing of others', () => {
        const double = server();
        double.run(...SCRIPT);
        const { sql, output } = underTest.migration;
        expect(asApplication(double, sql)).toBe(output);
        for (const [name, refused] of underTest.refused)
          expect(() => asApplication(double, refused, name)).toThrow(/denied|must be/);
      });

      test('stays as it is when a server starts again or another one starts, which read no master secret', () => {
        const first = server();
        first.run(...SCRIPT);
        const before = real.query(underTest.user);
        first.forget();
        const second = server();
        for (const double of [first, second]) {
          expect(double.run(...SCRIPT)).toEqual({ status: 0, stdout: '', stderr: '' });
          expect(real.query(underTest.user)).toEqual(before);
          expect(readsOfMaster(double)).toBe(0);
          expect(double.calls.filter((call) => call.includes('put-secret-value'))).toEqual([]);
        }
        expect(first.calls.filter((call) => call.startsWith('curl'))).toEqual([]);
        expect(given(second, 'password')).toBe(given(first, 'password'));
      });

      test('gets the password of a new version of its secret, whatever its characters', () => {
        server().run(...SCRIPT);
        const rights = real.query(underTest.rights.query).length;
        secrets.put(database.secretArn, { username: 'application', password: ODD_PASSWORD }, 'version-2');
        const double = server();
        expect(double.run(...SCRIPT).status).toBe(0);
        expect(given(double, 'password')).toBe(ODD_PASSWORD);
        expect(asApplication(double, 'SELECT 1;')).toBe('1\n');
        expect(real.query(underTest.rights.query)).toHaveLength(rights);
      });

      test('gets a new password when its secret was deleted and made anew', () => {
        const before = server();
        before.run(...SCRIPT);
        secrets = newSecrets();
        const double = server();
        expect(double.run(...SCRIPT).status).toBe(0);
        expect(asApplication(double, 'SELECT 1;')).toBe('1\n');
        expect(() => asApplication(before, 'SELECT 1;')).toThrow(/denied|authentication failed/);
      });

      test('works on after the password of the master user was rotated, also while the first server starts', () => {
        const rotated = { ...MASTER, password: `r0tated'\\` };
        const double = server();
        double.fake(
          'sleep',
          `(( $1 < 2 )) || ${secrets.putting(database.masterSecretArn, rotated, 'master-2')}`,
        );
        real.query(underTest.changeMaster(rotated.password));
        const { status, stderr } = double.run(...SCRIPT);
        expect(status).toBe(0);
        expect(stderr).toContain('run-application: waiting for the database 127.0.0.1, next try in 2 s');
        real.query(underTest.changeMaster(MASTER.password));
        expect(asApplication(double, 'SELECT 1;')).toBe('1\n');
        expect(double.run(...SCRIPT)).toEqual({ status: 0, stdout: '', stderr: '' });
      });

      test('is one for several servers that start at once', async () => {
        const servers = [server(), server(), server()];
        const outcomes = await Promise.all(servers.map((double) => double.runBeside(...SCRIPT)));
        expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
        expect(secrets.versions(database.secretArn)).toHaveLength(1);
        for (const double of servers) expect(asApplication(double, 'SELECT 1;')).toBe('1\n');
      });

      test('leaves both passwords out of logs and command lines, and that of the master user out of every file', () => {
        const double = server();
        const { stdout, stderr } = double.run(...SCRIPT);
        const password = given(double, 'password');
        for (const word of [MASTER.password, 'm4ster', password]) {
          expect(stdout + stderr).not.toContain(word);
          expect(double.allCalls.filter((call) => call.includes(word))).toEqual([]);
        }
        expect(double.filesWith('m4ster')).toEqual([]);
        expect(double.filesWith(password)).toEqual(['run/secrets/spring.datasource.password']);
      });

      test('is tried again while there is no database, and logs each wait', () => {
        const double = server();
        const message = 'no route to the database';
        double.fake(
          underTest.client,
          `${double.failing(4, underTest.client, message)}\nexec '${tool(underTest.client)}' "$@"`,
        );
        const { status, stderr } = double.run(...SCRIPT);
        expect(status).toBe(0);
        expect(stderr).toContain(`${message}\n`);
        for (const pause of [1, 2])
          expect(stderr).toContain(
            `run-application: waiting for the database 127.0.0.1, next try in ${pause} s`,
          );
        expect(asApplication(double, 'SELECT 1;')).toBe('1\n');
      });

      test('is tried again while the database does not answer with a certificate of RDS', () => {
        const double = server(real.otherCa);
        double.fake('sleep', `(( $1 < 2 )) || /bin/cat '${real.ca}' >'${double.state}/database/ca.pem'`);
        const { status, stderr } = double.run(...SCRIPT);
        expect(status).toBe(0);
        expect(stderr).toMatch(/certificate/i);
        expect(stderr).toContain('run-application: waiting for the database 127.0.0.1, next try in 1 s');
      });
    },
  );
}
