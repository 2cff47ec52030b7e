import { DATABASE_ENGINES, type DatabaseEngineName } from '../../src/core/database-engines';
import { REGION_ZONES } from '../../src/net/regions';

test.each([
  ['mysql', '8.4', true],
  ['mysql', '8.0', true],
  ['mysql', '8', false],
  ['mysql', '8.4.3', false],
  ['mysql', '8.4-rds', false],
  ['postgres', '17', true],
  ['postgres', '9', false],
  ['postgres', '17.2', false],
] as const)('a major version of %s, %s: %s', (engine: DatabaseEngineName, version, expected) => {
  expect(DATABASE_ENGINES[engine].version.test(version)).toBe(expected);
});

test('the parameter group families are as AWS names them', () => {
  expect(DATABASE_ENGINES.mysql.family('8.4')).toBe('mysql8.4');
  expect(DATABASE_ENGINES.postgres.family('17')).toBe('postgres17');
});

test('the zones of a region stand once each, in order', () => {
  for (const letters of Object.values(REGION_ZONES)) {
    expect(letters).toBe([...new Set(letters)].sort().join(''));
  }
});
