import { cronAt } from '../../src/net/cron';

describe('cronAt', () => {
  test.each<[string, readonly string[], number, string]>([
    ['20:00', ['*'], 0, 'cron(0 20 ? * * *)'],
    ['08:05', ['MON', 'FRI'], 0, 'cron(5 8 ? * MON,FRI *)'],
    ['08:30', ['SAT'], 45, 'cron(15 9 ? * SAT *)'],
    ['23:30', ['SAT', 'SUN'], 45, 'cron(15 0 ? * SUN,MON *)'],
    ['23:15', ['*'], 45, 'cron(0 0 ? * * *)'],
  ])('writes %s on %j, %i minutes later, as %s', (time, days, delay, expected) => {
    expect(cronAt(time, days, delay)).toBe(expected);
  });
});
