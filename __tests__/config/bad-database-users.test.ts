import { testProblems } from '../support/fixtures/bad-input';
import type { Changes } from '../support/fixtures/environments';

const postgres: Changes = { 'database.engine': 'postgres', 'database.version': '17' };
const user = (changes: object): Changes => ({
  'database.users': [{ name: 'bi', access: 'read-only', ...changes }],
});

describe('Users of a database', () => {
  testProblems([
    ['of all databases', user({})],
    [
      'of some',
      { 'database.databases': ['shop'], ...user({ databases: ['shop'], clients: ['jenkins-server'] }) },
    ],
    [
      'with the name of another',
      {
        'database.users': [
          { name: 'Application', access: 'read-only' },
          { name: 'bi_1', access: 'read-only' },
          { name: 'bi_1', access: 'read-write' },
        ],
      },
      'dev.database.users[0].name: "Application" is a duplicate; accepted: each user once, apart from username and applicationUsername [NAME_DUPLICATE]',
      'dev.database.users[2].name: "bi_1" is a duplicate; accepted: each user once, apart from username and applicationUsername [NAME_DUPLICATE]',
    ],
    [
      'with a name that the engine refuses',
      user({ name: 'a-b' }),
      'dev.database.users[0].name: "a-b" is not a name that mysql accepts; accepted: a letter, then letters, digits or _, at most 16 [CONFIG_INVALID]',
    ],
    [
      'with a name of RDS',
      user({ name: 'rdsadmin' }),
      'dev.database.users[0].name: "rdsadmin" is reserved in mysql on RDS; accepted: another name [CONFIG_INVALID]',
    ],
    [
      'of a database that is none',
      user({ databases: ['shop'] }),
      'dev.database.users[0].databases[0]: "shop" is no database of the environment; accepted: devloop [REFERENCE_UNKNOWN]',
    ],
    [
      'for a server that is none, or that runs an application',
      user({ clients: ['web', 'devloop-server', 'elk-server', 'elk-server'] }),
      'dev.database.users[0].clients[0]: "web" is not a server; accepted: elk-server, jenkins-server [REFERENCE_UNKNOWN]',
      'dev.database.users[0].clients[1]: "devloop-server" runs an application, which connects as applicationUsername; accepted: elk-server, jenkins-server [REFERENCE_UNKNOWN]',
      'dev.database.users[0].clients[3]: "elk-server" is a duplicate; accepted: each name once [NAME_DUPLICATE]',
    ],
    [
      'whom nobody creates',
      { ...user({}), 'database.clients': ['jenkins-server'], 'database.databases': ['shop'] },
      'dev.database.databases: ["shop"] has nobody who creates it: no server with an application is in clients; accepted: none, or a server with a container in database.clients [CONFIG_INVALID]',
      'dev.database.users: [{"name":"bi","access":"read-only"}] has nobody who creates it: no server with an application is in clients; accepted: none, or a server with a container in database.clients [CONFIG_INVALID]',
    ],
  ]);
});

describe('Databases of an instance', () => {
  testProblems([
    [
      'twice',
      { 'database.databases': ['shop', 'Shop', 'devloop'] },
      'dev.database.databases[1]: "Shop" is a duplicate; accepted: each database once, apart from databaseName [NAME_DUPLICATE]',
      'dev.database.databases[2]: "devloop" is a duplicate; accepted: each database once, apart from databaseName [NAME_DUPLICATE]',
    ],
    [
      'with a name that the engine has itself',
      { 'database.databases': ['sys'] },
      'dev.database.databases[0]: "sys" is reserved in mysql on RDS; accepted: another name [CONFIG_INVALID]',
    ],
  ]);
});

describe('Extensions', () => {
  testProblems([
    ['of postgres', { ...postgres, 'database.extensions': ['vector', 'pg_trgm'] }],
    [
      'of mysql',
      { 'database.extensions': ['vector'] },
      'dev.database.extensions[0]: "vector" is an extension of PostgreSQL; accepted: none with mysql [CONFIG_INVALID]',
    ],
    [
      'that need a preloaded library',
      { ...postgres, 'database.extensions': ['pg_cron'] },
      'dev.database.extensions[0]: "pg_cron" needs shared_preload_libraries, which the platform does not set; accepted: an extension without it, e.g. vector, pg_trgm or postgis [CONFIG_INVALID]',
    ],
    [
      'in capitals',
      { ...postgres, 'database.extensions': ['Vector'] },
      'dev.database.extensions[0]: "Vector" is not the name of an extension; accepted: e.g. vector, in lower case [CONFIG_INVALID]',
    ],
  ]);
});
