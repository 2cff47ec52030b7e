import { problemsOf, testProblems } from '../support/fixtures/bad-input';
import type { Changes } from '../support/fixtures/environments';

const postgres: Changes = { 'database.engine': 'postgres', 'database.version': '17' };

describe('Windows of a database', () => {
  const windows = (backup?: string, maintenance?: string): Changes => ({
    'database.windows': { ...(backup && { backup }), ...(maintenance && { maintenance }) },
  });
  testProblems([
    ['of the region', windows()],
    ['that touch', windows('18:00-18:30', 'sat:18:30-sat:19:00')],
    [
      'that overlap',
      windows('18:00-19:00', 'mon:18:59-mon:19:30'),
      'dev.database.windows.maintenance: "mon:18:59-mon:19:30" overlaps the backup window 18:00-19:00; accepted: a window apart from it, since RDS refuses both at once [CONFIG_INVALID]',
    ],
    [
      'of which one overlaps the default of the other',
      windows('19:00-20:00'),
      'dev.database.windows.backup: "19:00-20:00" overlaps the maintenance window sat:18:30-sat:19:30; accepted: a window apart from it, since RDS refuses both at once [CONFIG_INVALID]',
    ],
    [
      'of 29 minutes',
      windows('23:45-00:14', 'sun:10:00-sun:10:29'),
      'dev.database.windows.backup: "23:45-00:14" is too short for RDS; accepted: at least 30 minutes [CONFIG_INVALID]',
      'dev.database.windows.maintenance: "sun:10:00-sun:10:29" is too short for RDS; accepted: at least 30 minutes [CONFIG_INVALID]',
    ],
    [
      'of more than a day',
      windows('01:00-02:00', 'sun:10:00-mon:10:01'),
      'dev.database.windows.maintenance: "sun:10:00-mon:10:01" is too long for RDS; accepted: at most 24 hours [CONFIG_INVALID]',
      'dev.database.windows.maintenance: "sun:10:00-mon:10:01" overlaps the backup window 01:00-02:00; accepted: a window apart from it, since RDS refuses both at once [CONFIG_INVALID]',
    ],
    [
      'in another form',
      windows('1:00-2:00', 'Sun:10:00-Sun:11:00'),
      'dev.database.windows.backup: "1:00-2:00" is not a daily window in UTC; accepted: e.g. 17:00-18:00 [CONFIG_INVALID]',
      'dev.database.windows.maintenance: "Sun:10:00-Sun:11:00" is not a weekly window in UTC; accepted: e.g. sat:18:30-sat:19:30 [CONFIG_INVALID]',
    ],
  ]);
});

describe('Exported logs', () => {
  testProblems([
    ['of mysql', { 'database.logExports': ['error', 'general', 'slowquery', 'iam-db-auth-error'] }],
    ['of postgres', { ...postgres, 'database.logExports': ['postgresql', 'upgrade'] }],
    [
      'of the other engine',
      { 'database.logExports': ['error', 'postgresql'] },
      'dev.database.logExports[1]: "postgresql" is no log of mysql on RDS; accepted: error, general, slowquery, iam-db-auth-error [CONFIG_INVALID]',
    ],
    [
      'twice',
      { 'database.logExports': ['error', 'error'] },
      'dev.database.logExports[1]: "error" is a duplicate; accepted: each log once [NAME_DUPLICATE]',
    ],
  ]);
});

describe('Database Insights', () => {
  const small = (engine: Changes): Changes => ({ ...engine, 'database.insights': 'standard' });
  testProblems([
    ['of a small class with postgres', small(postgres)],
    [
      'of a small class with mysql',
      small({}),
      'dev.database.insights: "standard" is not offered for db.t3.micro with mysql; accepted: none, or instanceClass of at least db.t3.medium [CONFIG_INVALID]',
    ],
    ['of a medium class with mysql', { ...small({}), 'database.instanceClass': 'db.t4g.medium' }],
  ]);
});

test('Seconds of enhanced monitoring are those that RDS has', () => {
  expect(problemsOf({ 'database.monitoringInterval': 20 })).toEqual([
    'dev.database.monitoringInterval: 20 is not one of the values; accepted: 1, 5, 10, 15, 30, 60 [CONFIG_INVALID]',
  ]);
});
