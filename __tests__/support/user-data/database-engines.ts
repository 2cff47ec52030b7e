import type { DatabaseEngineName } from '../../../src/catalog/database-engines';
import { RealMariadb } from './real-mariadb';
import { RealPostgres } from './real-postgres';

/** A name in which _ is a wildcard of MySQL's GRANT, and a neighbour that it would match. */
export const NAME = 'dev_loop';
export const NEIGHBOUR = 'devXloop';

export const MASTER = { username: 'dbadmin', password: `m4ster'"$(id)\\ \`é%{}` };

/** What tests of the application's database user need to know of an engine. */
export interface EngineUnderTest {
  readonly tools: readonly string[];
  readonly server: (folder: string) => RealMariadb | RealPostgres;
  /** The client that servers run. */
  readonly client: string;
  /** SQL of the server's superuser: a master user with the rights that RDS gives it, and databases of its own. */
  readonly setUp: string;
  /** Takes the user away. */
  readonly dropUser: string;
  readonly changeMaster: (password: string) => string;
  /** Reads all that is known of the user: attributes, memberships, privileges and a hash of its password. */
  readonly user: string;
  /** What of it is no hash. */
  readonly rights: { readonly query: string; readonly expected: readonly string[] };
  /** What migrations of schemas do, and its output. */
  readonly migration: { readonly sql: string; readonly output: string };
  readonly refused: readonly (readonly [database: string, sql: string])[];
}

const mysqlText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const postgresText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const ENGINES: Readonly<Record<DatabaseEngineName, EngineUnderTest>> = {
  mysql: {
    tools: ['mariadbd', 'mariadb'],
    server: (folder) => new RealMariadb(folder),
    client: 'mariadb',
    setUp: `
      CREATE DATABASE ${NAME};
      CREATE DATABASE ${NEIGHBOUR};
      CREATE USER dbadmin@'%' IDENTIFIED BY ${mysqlText(MASTER.password)};
      GRANT ALL PRIVILEGES ON *.* TO dbadmin@'%' WITH GRANT OPTION;
      CREATE TABLE ${NEIGHBOUR}.private (id INT);
      CREATE TABLE ${NAME}.made_by_master (id INT);`.replace(/\n +/g, '\n'),
    dropUser: 'DROP USER IF EXISTS application;',
    changeMaster: (password) => `ALTER USER dbadmin@'%' IDENTIFIED BY ${mysqlText(password)};`,
    user: 'SELECT * FROM mysql.global_priv; SELECT * FROM mysql.db;',
    rights: {
      query: "SHOW GRANTS FOR application@'%';",
      expected: [
        expect.stringMatching(/^GRANT USAGE ON \*\.\* TO `application`@`%` IDENTIFIED BY PASSWORD '\*\w+'$/),
        'GRANT ALL PRIVILEGES ON `dev\\_loop`.* TO `application`@`%`',
      ],
    },
    migration: {
      sql: `
        CREATE TABLE made (id INT PRIMARY KEY); ALTER TABLE made ADD name TEXT; CREATE INDEX by_name ON made (name(9));
        CREATE VIEW seen AS SELECT * FROM made; CREATE TRIGGER filled BEFORE INSERT ON made FOR EACH ROW SET NEW.name = 'x';
        CREATE PROCEDURE fill() INSERT INTO made (id) VALUES (1); CALL fill(); SELECT name FROM seen;
        ALTER TABLE made_by_master ADD x INT; ALTER TABLE made_by_master DROP x;
        DROP PROCEDURE fill; DROP VIEW seen; DROP TABLE made;`,
      output: 'x\n',
    },
    refused: [
      [NAME, 'CREATE DATABASE other'],
      [NAME, `CREATE TABLE ${NEIGHBOUR}.made (id INT)`],
      [NAME, `SELECT * FROM ${NEIGHBOUR}.private`],
      [NAME, 'SELECT * FROM mysql.user'],
      [NAME, 'CREATE USER other'],
      [NAME, "GRANT SELECT ON dev_loop.* TO dbadmin@'%'"],
    ],
  },
  postgres: {
    tools: ['initdb', 'postgres', 'psql'],
    server: (folder) => new RealPostgres(folder),
    client: 'psql',
    setUp: `
      CREATE ROLE dbadmin LOGIN CREATEROLE CREATEDB PASSWORD ${postgresText(MASTER.password)};
      CREATE DATABASE "${NAME}" OWNER dbadmin;
      CREATE DATABASE "${NEIGHBOUR}" OWNER dbadmin;
      \\c "${NEIGHBOUR}"
      SET ROLE dbadmin; CREATE TABLE private (id INT);
      \\c "${NAME}"
      SET ROLE dbadmin; CREATE TABLE made_by_master (id INT); CREATE SCHEMA made_by_master;`,
    dropUser: `
      \\c "${NAME}"
      DO $$ BEGIN
        IF to_regrole('application') IS NOT NULL THEN REASSIGN OWNED BY application TO dbadmin; DROP ROLE application; END IF;
      END $$;`,
    changeMaster: (password) => `ALTER ROLE dbadmin PASSWORD ${postgresText(password)};`,
    user: `SELECT * FROM pg_authid; SELECT * FROM pg_auth_members; SELECT datname, datdba, datacl FROM pg_database;`,
    rights: {
      query: `
        SELECT rolname, rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
          FROM pg_roles WHERE rolname = 'application';
        SELECT 'member of', roleid::regrole FROM pg_auth_members WHERE member = 'application'::regrole;
        SELECT 'has member', member::regrole FROM pg_auth_members WHERE roleid = 'application'::regrole;
        SELECT datname, datdba::regrole, datacl FROM pg_database ORDER BY 1;`,
      expected: [
        'application|t|f|t|f|f|f|f',
        'has member|dbadmin',
        'devXloop|dbadmin|',
        'dev_loop|application|',
        'postgres|postgres|',
        'template0|postgres|{=c/postgres,postgres=CTc/postgres}',
        'template1|postgres|{=c/postgres,postgres=CTc/postgres}',
      ],
    },
    migration: {
      sql: `
        CREATE TABLE made (id INT PRIMARY KEY); ALTER TABLE made ADD name TEXT; CREATE INDEX by_name ON made (name);
        CREATE VIEW seen AS SELECT * FROM made; CREATE SCHEMA other; CREATE TYPE kind AS ENUM ('a');
        CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := ''x''; RETURN NEW; END';
        CREATE TRIGGER filled BEFORE INSERT ON made FOR EACH ROW EXECUTE FUNCTION fill();
        INSERT INTO made (id) VALUES (1); SELECT name FROM seen;
        ALTER TABLE made_by_master ADD x INT; ALTER TABLE made_by_master DROP x;
        DROP VIEW seen; DROP TABLE made; DROP FUNCTION fill; DROP TYPE kind; DROP SCHEMA other;`,
      output: 'x\n',
    },
    refused: [
      [NAME, 'CREATE DATABASE other'],
      [NAME, 'CREATE ROLE other'],
      [NAME, 'SET ROLE dbadmin'],
      [NAME, 'SELECT * FROM pg_authid'],
      [NAME, "COPY (SELECT 1) TO PROGRAM 'cat'"],
      [NEIGHBOUR, 'SELECT * FROM private'],
      [NEIGHBOUR, 'CREATE TABLE made (id INT)'],
    ],
  },
};
