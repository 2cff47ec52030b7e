import { nightWindows } from '../../src/net/database-windows';
import { dailyInUtc, weeklyInUtc, windowLength, windowsOverlap } from '../../src/net/weekly-windows';
import { REGION_TIME_ZONES } from '../../src/net/regions';

describe('windowLength', () => {
  test.each([
    ['18:00-19:00', 60],
    ['23:45-00:15', 30],
    ['18:00-18:00', 24 * 60],
    ['sat:18:30-sat:19:30', 60],
    ['sun:23:30-mon:00:30', 60],
    ['tue:03:00-wed:03:01', 24 * 60 + 1],
  ])('counts the minutes of %s', (window, expected) => {
    expect(windowLength(window)).toBe(expected);
  });
});

describe('windowsOverlap', () => {
  test.each([
    ['18:00-19:00', 'sat:18:59-sat:19:30', true],
    ['18:00-19:00', 'sat:19:00-sat:19:30', false],
    ['18:00-19:00', 'sat:17:30-sat:18:00', false],
    ['23:30-00:30', 'mon:00:00-mon:00:30', true],
    ['23:30-00:30', 'sun:23:00-sun:23:31', true],
    ['00:00-00:30', 'sun:23:30-mon:00:01', true],
    ['01:00-02:00', 'sun:23:30-mon:00:59', false],
  ])('compares %s with %s', (backup, maintenance, expected) => {
    expect(windowsOverlap(backup, maintenance)).toBe(expected);
    expect(windowsOverlap(maintenance, backup)).toBe(expected);
  });
});

describe('Times of a time zone', () => {
  test('are standard time in UTC, on the day before where the zone is ahead', () => {
    expect(dailyInUtc('02:00', 'Asia/Seoul')).toBe('17:00');
    expect(weeklyInUtc('sun:03:30', 'Asia/Seoul')).toBe('sat:18:30');
    expect(dailyInUtc('02:00', 'Asia/Kolkata')).toBe('20:30');
    expect(weeklyInUtc('sun:23:30', 'America/New_York')).toBe('mon:04:30');
    expect(dailyInUtc('02:00', 'UTC')).toBe('02:00');
    expect(dailyInUtc('02:00', 'Europe/London')).toBe('02:00');
  });
});

describe('nightWindows', () => {
  test.each(Object.keys(REGION_TIME_ZONES))('keeps backups and maintenance of %s apart', (region) => {
    const { backup, maintenance } = nightWindows(region);
    expect([windowLength(backup), windowLength(maintenance), windowsOverlap(backup, maintenance)]).toEqual([
      60,
      60,
      false,
    ]);
  });

  test('is the night of the region', () => {
    expect(nightWindows('ap-northeast-2')).toEqual({
      backup: '17:00-18:00',
      maintenance: 'sat:18:30-sat:19:30',
    });
  });
});
