import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools } from '../../support/processes/tools';
import { FakeSecrets } from '../../support/user-data/fake-secrets';
import { FakeServer } from '../../support/user-data/fake-server';
import { RealMariadb } from '../../support/user-data/real-mariadb';
import { SERVERS } from '../../support/user-data/servers';

jest.setTimeout(120_000);

const { container } = SERVERS.application;
const { database } = container;
const MASTER = { username: 'dbadmin', password: `m4ster'"$(id)\\ \`é%{}` };
/** In a database's name, _ is a wildcard of GRANT: a neighbour that it would match. */
const NAME = 'dev_loop';
const NEIGHBOUR = 'devXloop';
const SETUP = `
CREATE DATABASE ${NAME};
CREATE DATABASE ${NEIGHBOUR};
CREATE USER dbadmin@'%' IDENTIFIED BY 'm4ster\\'"$(id)\\\\ \`é%{}';
GRANT ALL PRIVILEGES ON *.* TO dbadmin@'%' WITH GRANT OPTION;
CREATE TABLE ${NAME}.made_by_master (id INT);`;

describeWithTools(
  ['Linux', 'bash', 'jq', 'openssl', 'mariadbd', 'mariadb'],
  'Database user of the application, in MariaDB',
  () => {
    const folder = temporaryFolder('database-user');
    const mariadb = new RealMariadb(folder);
    let secrets: FakeSecrets;

    beforeAll(() => mariadb.start(SETUP));
    afterAll(() => mariadb.stop());
    beforeEach(() => {
      mariadb.query('DROP USER IF EXISTS application;');
      secrets = new FakeSecrets(mkdtempSync(join(folder, 'secrets-')));
      secrets.put(database.masterSecretArn, MASTER, 'master-1');
    });

    function server(): FakeServer {
      const url = `jdbc:mysql://${mariadb.endpoint}/${NAME}?sslMode=REQUIRED`;
      const double = new FakeServer(mkdtempSync(join(folder, 'server-')), {
        ...SERVERS.application,
        container: { ...container, database: { ...database, url } },
      });
      double.real('jq', 'mkdir', 'cat', 'head', 'base64', 'mv', 'mariadb');
      double.fake('aws', secrets.script);
      double.fake('docker');
      double.fake('curl', `/bin/cat '${mariadb.ca}' >"$7"`);
      return double;
    }

    const SCRIPT = [
      'usr/local/bin/run-application',
      ['docker', 'application'],
      { HOSTNAME: 'server' },
    ] as const;
    const given = (double: FakeServer, name: string) =>
      readFileSync(join(double.memory, 'secrets', `spring.datasource.${name}`), 'utf8');

    /** Runs SQL as the user that the container gets, in a client of its own. */
    function asApplication(double: FakeServer, sql: string): string {
      const parameters = [
        '--no-defaults',
        '--protocol=tcp',
        `--port=${mariadb.endpoint.split(':')[1] ?? ''}`,
      ];
      return mariadb.client(
        [...parameters, `--user=${given(double, 'username')}`, NAME],
        sql,
        given(double, 'password'),
      );
    }

    const grants = () =>
      mariadb.query("SHOW GRANTS FOR application@'%'").map((line) => line.replace(/ IDENTIFIED BY .*/, ''));

    test('is created by the first server, with a password that it makes, and no privilege beyond its database', () => {
      const double = server();
      const { status, stdout } = double.run(...SCRIPT);
      expect([status, stdout]).toEqual([0, '']);
      expect(given(double, 'username')).toBe('application');
      expect(secrets.get(database.secretArn)).toEqual({
        username: 'application',
        password: given(double, 'password'),
      });
      expect(given(double, 'password')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      expect(grants()).toEqual([
        'GRANT USAGE ON *.* TO `application`@`%`',
        'GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES, ' +
          'EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER ON `dev\\_loop`.* TO `application`@`%`',
      ]);
    });

    test('may change tables and data as migrations do, and nothing of others', () => {
      const double = server();
      double.run(...SCRIPT);
      const migration = `
        CREATE TABLE made (id INT PRIMARY KEY); ALTER TABLE made ADD name TEXT; CREATE INDEX by_name ON made (name(9));
        CREATE VIEW seen AS SELECT * FROM made; CREATE TRIGGER filled BEFORE INSERT ON made FOR EACH ROW SET NEW.name = 'x';
        CREATE PROCEDURE fill() INSERT INTO made (id) VALUES (1); CALL fill(); SELECT name FROM seen; ALTER TABLE made_by_master ADD x INT;
        DROP PROCEDURE fill; DROP VIEW seen; DROP TABLE made; ALTER TABLE made_by_master DROP x`;
      expect(asApplication(double, migration)).toBe('x\n');
      for (const sql of [
        'CREATE DATABASE other',
        `CREATE TABLE ${NEIGHBOUR}.made (id INT)`,
        'SELECT * FROM mysql.user',
        'CREATE USER other',
        "GRANT SELECT ON dev_loop.* TO dbadmin@'%'",
      ])
        expect(() => asApplication(double, sql)).toThrow(/denied/);
    });

    test('stays as it is when a server starts again, which reads no master secret', () => {
      const double = server();
      double.run(...SCRIPT);
      const before = mariadb.query('SELECT * FROM mysql.global_priv; SELECT * FROM mysql.db');
      double.forget();
      expect(double.run(...SCRIPT)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(mariadb.query('SELECT * FROM mysql.global_priv; SELECT * FROM mysql.db')).toEqual(before);
      expect(double.calls.filter((call) => call.includes(database.masterSecretArn))).toEqual([]);
      expect(double.calls.filter((call) => /put-secret-value|curl/.test(call))).toEqual([]);
    });

    test('gets the password of a new version of its secret, whatever its characters', () => {
      server().run(...SCRIPT);
      const changed = { username: 'application', password: `n3w'"$(id)\\ \`é%{};--` };
      secrets.put(database.secretArn, changed, 'version-2');
      const double = server();
      expect(double.run(...SCRIPT).status).toBe(0);
      expect(given(double, 'password')).toBe(changed.password);
      expect(asApplication(double, 'SELECT 1')).toBe('1\n');
      expect(grants()).toHaveLength(2);
    });

    test('is one for several servers that start at once', async () => {
      const servers = [server(), server(), server(), server()];
      const outcomes = await Promise.all(servers.map((double) => double.runBeside(...SCRIPT)));
      expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
      expect(secrets.versions(database.secretArn)).toHaveLength(1);
      for (const double of servers) expect(asApplication(double, 'SELECT 1')).toBe('1\n');
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

    test('is tried again while the database does not answer with a certificate of RDS', () => {
      const double = server();
      double.fake('curl', `/bin/cat '${mariadb.otherCa}' >"$7"`);
      double.fake('sleep', `(( $1 < 2 )) || /bin/cat '${mariadb.ca}' >'${double.state}/rds.pem'`);
      const { status, stderr } = double.run(...SCRIPT);
      expect(status).toBe(0);
      expect(stderr).toMatch(/certificate/i);
      expect(stderr).toContain('run-application: waiting for the database 127.0.0.1, next try in 1 s');
      expect(double.calls.filter((call) => call.includes(database.masterSecretArn)).length).toBeGreaterThan(
        0,
      );
    });
  },
);
