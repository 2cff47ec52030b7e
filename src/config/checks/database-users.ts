import { DATABASE_ENGINES } from '../../catalog/database-engines';
import { type Check, type Draft, duplicates, type Finding, present } from './draft';
import { serverNames } from './servers';

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

type NameKind = 'user' | 'database';

const namedUsers = (draft: Draft): [number, string][] =>
  present(draft.database?.users).flatMap(([at, { name }]) => (name === undefined ? [] : [[at, name]]));

function nameProblem(engine: keyof typeof DATABASE_ENGINES, kind: NameKind, name: string) {
  const { nameLength, isReservedUser, isReservedDatabase } = DATABASE_ENGINES[engine];
  if (name.length > nameLength[kind] || !NAME.test(name))
    return {
      message: `is not a name that ${engine} accepts`,
      accepted: `a letter, then letters, digits or _, at most ${nameLength[kind]}`,
    };
  const isReserved = kind === 'user' ? isReservedUser : isReservedDatabase;
  return isReserved(name.toLowerCase())
    ? { message: `is reserved in ${engine} on RDS`, accepted: 'another name' }
    : undefined;
}

const namesOfTheEngine: Check = (draft): Finding[] => {
  const { engine, databases } = draft.database ?? {};
  if (engine === undefined) return [];
  const names: [PropertyKey[], NameKind, string][] = [
    ...present(databases).map(([at, name]): [PropertyKey[], NameKind, string] => [
      ['database', 'databases', at],
      'database',
      name,
    ]),
    ...namedUsers(draft).map(([at, name]): [PropertyKey[], NameKind, string] => [
      ['database', 'users', at, 'name'],
      'user',
      name,
    ]),
  ];
  return names.flatMap(([path, kind, name]) => {
    const problem = nameProblem(engine, kind, name);
    return problem ? [{ path, ...problem }] : [];
  });
};

/** Names differ in more than case: MySQL's databases and Terraform's addresses may not. */
const namesOnce: Check = (draft) => {
  const { username, applicationUsername, databaseName, databases } = draft.database ?? {};
  const key = (name: string): string => name.toLowerCase().replaceAll('_', '-');
  const given = (path: string, name: string | undefined): [PropertyKey[], string][] =>
    name === undefined ? [] : [[['database', path], key(name)]];
  return [
    ...duplicates(
      [
        ...given('username', username),
        ...given('applicationUsername', applicationUsername),
        ...namedUsers(draft).map(([at, name]): [PropertyKey[], string] => [
          ['database', 'users', at, 'name'],
          key(name),
        ]),
      ],
      'each user once, apart from username and applicationUsername',
    ).filter(({ path }) => path[1] === 'users'),
    ...duplicates(
      [
        ...given('databaseName', databaseName),
        ...present(databases).map(([at, name]): [PropertyKey[], string] => [
          ['database', 'databases', at],
          key(name),
        ]),
      ],
      'each database once, apart from databaseName',
    ),
  ];
};

const knownDatabases: Check = ({ database }): Finding[] => {
  const { databaseName, databases } = database ?? {};
  const known = [databaseName, ...present(databases).map(([, name]) => name)];
  return present(database?.users).flatMap(([at, user]) =>
    present(user.databases)
      .filter(([, name]) => !known.includes(name))
      .map(([entry]) => ({
        path: ['database', 'users', at, 'databases', entry],
        message: 'is no database of the environment',
        accepted: known.join(', '),
        code: 'REFERENCE_UNKNOWN',
      })),
  );
};

/** An application connects as its own user. */
const clientsOfUsers: Check = (draft): Finding[] => {
  const applications = present(draft.servers).flatMap(([, { name, container }]) => (container ? [name] : []));
  const accepted = [...new Set(serverNames(draft))].filter((name) => !applications.includes(name)).join(', ');
  return present(draft.database?.users).flatMap(([at, { clients }]) =>
    present(clients)
      .filter(([, name]) => !serverNames(draft).includes(name) || applications.includes(name))
      .map(([entry, name]) => ({
        path: ['database', 'users', at, 'clients', entry],
        message: applications.includes(name)
          ? 'runs an application, which connects as applicationUsername'
          : 'is not a server',
        accepted: accepted || 'none, since every server runs an application',
        code: 'REFERENCE_UNKNOWN',
      })),
  );
};

/** Somebody must create them. */
const madeByAnApplication: Check = ({ database, servers }): Finding[] => {
  const { clients, databases, extensions, users } = database ?? {};
  const wanted = Object.entries({ databases, extensions, users }).filter(
    ([, list]) => (list?.length ?? 0) > 0,
  );
  const creates = present(servers).some(
    ([, { name, container }]) =>
      container !== undefined && present(clients).some(([, client]) => client === name),
  );
  return creates
    ? []
    : wanted.map(([key]) => ({
        path: ['database', key],
        message: 'has nobody who creates it: no server with an application is in clients',
        accepted: 'none, or a server with a container in database.clients',
      }));
};

/** AWS: "Supported PostgreSQL extension versions": those that work through `shared_preload_libraries` alone. */
const PRELOADED = ['auto_explain', 'pg_cron', 'pgactive', 'pgaudit', 'pglogical', 'pg_hint_plan'];

const extensionsOfTheEngine: Check = ({ database }): Finding[] =>
  present(database?.extensions).flatMap(([at, extension]) => {
    const path = ['database', 'extensions', at];
    if (database?.engine === 'mysql')
      return [{ path, message: 'is an extension of PostgreSQL', accepted: 'none with mysql' }];
    return PRELOADED.includes(extension)
      ? [
          {
            path,
            message: 'needs shared_preload_libraries, which the platform does not set',
            accepted: 'an extension without it, e.g. vector, pg_trgm or postgis',
          },
        ]
      : [];
  });

const listedOnce: Check = ({ database }) => [
  ...duplicates(
    present(database?.extensions).map(([at, name]) => [['database', 'extensions', at], name]),
    'each extension once',
  ),
  ...present(database?.users).flatMap(([at, { databases, clients }]) =>
    Object.entries({ databases, clients }).flatMap(([key, list]) =>
      duplicates(
        present(list).map(([entry, name]) => [['database', 'users', at, key, entry], name]),
        'each name once',
      ),
    ),
  ),
];

export const databaseUserChecks: readonly Check[] = [
  namesOfTheEngine,
  namesOnce,
  knownDatabases,
  clientsOfUsers,
  madeByAnApplication,
  extensionsOfTheEngine,
  listedOnce,
];
