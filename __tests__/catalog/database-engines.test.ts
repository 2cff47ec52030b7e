import { DATABASE_ENGINES, type DatabaseEngineName } from '../../src/catalog/database-engines';
import { REGION_ZONES } from '../../src/net/regions';

test.each([
  ['mysql', '8.4', true],
  ['mysql', '8.0', true],
  ['mysql', '5.6', false],
  ['mysql', '5.7', false],
  ['mysql', '99', false],
  ['mysql', '8', false],
  ['mysql', '8.4.3', false],
  ['mysql', '8.4-rds', false],
  ['postgres', '17', true],
  ['postgres', '9', false],
  ['postgres', '99', false],
  ['postgres', '17.2', false],
] as const)(
  'DATABASE_ENGINES.%s accepts the major version %s: %s',
  (engine: DatabaseEngineName, version, expected) => {
    expect(DATABASE_ENGINES[engine].versions.some((known) => known === version)).toBe(expected);
  },
);

test('DATABASE_ENGINES names the parameter group families as AWS does', () => {
  expect(DATABASE_ENGINES.mysql.family('8.4')).toBe('mysql8.4');
  expect(DATABASE_ENGINES.postgres.family('17')).toBe('postgres17');
});

test('REGION_ZONES lists each zone of a region once, in order', () => {
  for (const letters of Object.values(REGION_ZONES)) {
    expect(letters).toBe([...new Set(letters)].sort().join(''));
  }
});

test.each([
  ['mysql', ['root', 'rdsadmin', 'select', 'table', 'system'], ['admin', 'dbadmin', 'postgres', 'user']],
  [
    'postgres',
    ['admin', 'rdsadmin', 'pg_owner', 'rds_superuser', 'user', 'public'],
    ['postgres', 'dbadmin', 'mysql'],
  ],
] as const)('names of users that RDS reserves with %s', (engine, reserved, free) => {
  const { isReservedUser } = DATABASE_ENGINES[engine];
  expect(reserved.filter((name) => !isReservedUser(name))).toEqual([]);
  expect(free.filter(isReservedUser)).toEqual([]);
});
