import { cronAt, isCron } from '../../src/net/cron';

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

describe('isCron', () => {
  test.each([
    '0 3 * * ? *',
    '*/15 8-18 ? * MON-FRI *',
    '0,30 0 1,15 JAN-JUN/2 ? 2026-2030',
    '0 10 L * ? *',
    '0 10 15W * ? *',
    '0 10 ? * 6L *',
    '0 10 ? * 2#1 *',
  ])('accepts %s', (text) => {
    expect(isCron(text)).toBe(true);
  });

  test.each([
    ['five fields', '0 3 * * *'],
    ['cron()', 'cron(0 3 * * ? *)'],
    ['no day left open', '0 3 1 * MON *'],
    ['both days left open', '0 3 ? * ? *'],
    ['both days given', '0 3 * * * *'],
    ['a minute of 60', '60 3 * * ? *'],
    ['an hour of 24', '0 24 * * ? *'],
    ['a day of 0', '0 3 0 * ? *'],
    ['a month of 13', '0 3 * 13 ? *'],
    ['a weekday of 0', '0 3 ? * 0 *'],
    ['a sixth Monday', '0 3 ? * 2#6 *'],
    ['a year of 1969', '0 3 * * ? 1969'],
    ['a step of 0', '*/0 3 * * ? *'],
    ['an unknown name', '0 3 ? * MO *'],
    ['an empty field', '0  * * ? *'],
  ])('refuses %s', (_, text) => {
    expect(isCron(text)).toBe(false);
  });
});
