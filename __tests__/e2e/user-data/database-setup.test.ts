import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_ENGINES, type DatabaseEngineName } from '../../../src/catalog/database-engines';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools, tool, TOOLS_PATH } from '../../support/processes/tools';
import { ENGINES, MASTER, NAME, NEIGHBOUR } from '../../support/user-data/database-engines';
import { FakeSecrets } from '../../support/user-data/fake-secrets';
import { FakeServer } from '../../support/user-data/fake-server';
import { authorityIn } from '../../support/user-data/real-server';
import { SETUP_APPLICATIONS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(240_000);

const SCRIPT = [
  'usr/local/bin/run-application',
  ['docker', 'application', 'database'],
  { HOSTNAME: 'server' },
] as const;

const REFUSED = /denied|must be owner|permission/;

for (const [engine, underTest] of Object.entries(ENGINES)) {
  describeWithTools(
    ['Linux', 'bash', 'jq', 'openssl', 'python3', ...underTest.tools],
    `Further databases and users, ${engine}`,
    () => {
      const folder = temporaryFolder(`database-setup-${engine}`);
      const real = underTest.server(folder);
      const { container } = SETUP_APPLICATIONS[engine as DatabaseEngineName];
      const database = container.database ?? fail();
      const users = database.setup?.users ?? [];
      const secrets = new FakeSecrets(mkdtempSync(join(folder, 'secrets-')));
      const secretOf = (name: string) => users.find((user) => user.name === name)?.secretArn ?? '';

      function server(access?: 'read-only'): FakeServer {
        const url = DATABASE_ENGINES[engine as DatabaseEngineName].jdbcUrl(real.endpoint, NAME);
        const authorities = [authorityIn(real.ca)];
        const setup = database.setup && {
          ...database.setup,
          users: users.map((user) => ({ ...user, access: access ?? user.access })),
        };
        const double = new FakeServer(mkdtempSync(join(folder, 'server-')), {
          ...SETUP_APPLICATIONS[engine as DatabaseEngineName],
          container: { ...container, database: { ...database, url, authorities, setup } },
        });
        double.real('jq', 'mkdir', 'cat', 'head', 'base64', 'mv', underTest.client);
        double.fake('aws', secrets.script);
        double.fake('docker');
        // It may be a script that looks for others on the PATH.
        double.fake('python3', `PATH='${TOOLS_PATH}' exec '${tool('python3')}' "$@"`);
        double.fake('curl', `/bin/cat '${real.ca}'`);
        return double;
      }

      const as = (name: string, sql: string, where: string = NAME) => {
        const arn = name === 'application' ? database.secretArn : secretOf(name);
        return real.as(name, secrets.get(arn).password, where, sql);
      };

      beforeAll(async () => {
        await real.start(underTest.setUp);
        secrets.put(database.masterSecretArn, MASTER, 'master-1');
      });
      afterAll(() => real.stop());

      test('are made by a server, and again by another one without a change or a word', () => {
        expect(server().run(...SCRIPT)).toMatchObject({ status: 0, stdout: '' });
        as('application', 'CREATE TABLE early (id INT); INSERT INTO early VALUES (1);');
        as('application', 'CREATE TABLE early (id INT); INSERT INTO early VALUES (1);', 'shop_reports');
        const passwords = users.map(({ secretArn }) => secrets.get(secretArn).password);
        expect(new Set(passwords).size).toBe(2);
        expect(server().run(...SCRIPT)).toEqual({ status: 0, stdout: '', stderr: '' });
        expect(users.map(({ secretArn }) => secrets.get(secretArn).password)).toEqual(passwords);
      });

      test('read what is there and what comes, and change nothing', () => {
        as('application', 'CREATE TABLE late (id INT); INSERT INTO late VALUES (2);');
        expect(as('bi', 'SELECT id FROM early; SELECT id FROM late;')).toBe('1\n2\n');
        expect(as('bi', 'SELECT id FROM early;', 'shop_reports')).toBe('1\n');
        for (const sql of ['INSERT INTO early VALUES (3);', 'DELETE FROM late;', 'DROP TABLE early;'])
          expect(() => as('bi', sql)).toThrow(REFUSED);
      });

      test('change rows but no tables, in their databases alone', () => {
        expect(
          as(
            'batch',
            'INSERT INTO early VALUES (4); DELETE FROM early WHERE id = 4; SELECT id FROM early;',
            'shop_reports',
          ),
        ).toBe('1\n');
        expect(() => as('batch', 'DROP TABLE early;', 'shop_reports')).toThrow(REFUSED);
        expect(() => as('batch', 'SELECT * FROM early;')).toThrow(REFUSED);
        expect(() => as('batch', 'SELECT * FROM private;', NEIGHBOUR)).toThrow(REFUSED);
      });

      test('lose what configuration no longer gives them', () => {
        expect(server('read-only').run(...SCRIPT).status).toBe(0);
        expect(() => as('batch', 'INSERT INTO early VALUES (5);', 'shop_reports')).toThrow(REFUSED);
        expect(as('batch', 'SELECT id FROM early;', 'shop_reports')).toBe('1\n');
        expect(server().run(...SCRIPT).status).toBe(0);
      });

      const extended = engine === 'postgres' ? test : undefined;
      extended?.('find the extension in the database that it is for, and nowhere else', () => {
        expect(as('application', "SELECT 'a=>1'::hstore -> 'a';", 'shop_reports')).toBe('1\n');
        expect(() => as('application', "SELECT 'a=>1'::hstore;")).toThrow(/does not exist/);
      });

      test('get the password of a new version of their secret', () => {
        secrets.put(secretOf('bi'), { username: 'bi', password: `n3w'"$(id)\\ \`é%{};--` }, 'version-2');
        expect(server().run(...SCRIPT).status).toBe(0);
        expect(as('bi', 'SELECT id FROM early;')).toBe('1\n');
      });

      test('leave no password in logs, command lines and files', () => {
        const double = server();
        const { stdout, stderr } = double.run(...SCRIPT);
        for (const { secretArn } of [...users, { secretArn: database.masterSecretArn }]) {
          const { password } = secrets.get(secretArn);
          expect(stdout + stderr).not.toContain(password);
          expect(double.allCalls.filter((call) => call.includes(password))).toEqual([]);
          expect(double.filesWith(password)).toEqual([]);
        }
      });
    },
  );
}
