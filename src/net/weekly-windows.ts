/** A span of a week, in minutes from Monday 00:00 UTC. Every day: seven of them. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;
const WEEK = DAYS.length * DAY;

const minutes = (time: string): number => {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
};

/** Minutes from one point of a cycle to another. The same point is a whole cycle away. */
const distance = (from: number, to: number, cycle: number): number => (to - from + cycle) % cycle || cycle;

/** Length of a window in minutes, e.g. 60 of `18:00-19:00` and of `sat:23:30-sun:00:30`. */
export function windowLength(window: string): number {
  const [span] = spansOf(window);
  return span === undefined ? 0 : span.to - span.from;
}

function spansOf(window: string): readonly Span[] {
  const [from = '', to = ''] = window.split('-');
  if (!/^[a-z]/.test(window))
    return DAYS.map((_, day) => {
      const start = day * DAY + minutes(from);
      return { from: start, to: start + distance(minutes(from), minutes(to), DAY) };
    });
  const at = (text: string): number => DAYS.indexOf(text.slice(0, 3)) * DAY + minutes(text.slice(4));
  return [{ from: at(from), to: at(from) + distance(at(from), at(to), WEEK) }];
}

/** Whether a daily or weekly window, e.g. `18:00-19:00` or `sat:19:30-sat:20:30`, has a minute in common with another. */
export const windowsOverlap = (one: string, other: string): boolean =>
  spansOf(one).some((first) =>
    spansOf(other).some((second) =>
      // A span that begins at the end of a week goes on at its start.
      [-WEEK, 0, WEEK].some((shift) => first.from < second.to + shift && second.from + shift < first.to),
    ),
  );

/** A winter's day of the northern half of the world: its offset is the standard time there, and summer time in the south. */
const REFERENCE = new Date('2026-01-15T12:00:00Z');

/** Minutes by which a time zone is ahead of UTC, in winter: the same all year, so that no window moves. */
function offsetOf(timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    REFERENCE,
  );
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', rest = '0'] = /^GMT([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest));
}

const text = (of: number): string =>
  [Math.floor(of / 60), of % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** A time of day in a time zone, as it is in UTC. */
export const dailyInUtc = (time: string, timeZone: string): string =>
  text((minutes(time) - offsetOf(timeZone) + DAY) % DAY);

/** A day and time in a time zone, e.g. `sun:03:30`, as it is in UTC, e.g. `sat:18:30`. */
export function weeklyInUtc(time: string, timeZone: string): string {
  const local = DAYS.indexOf(time.slice(0, 3)) * DAY + minutes(time.slice(4));
  const utc = (local - offsetOf(timeZone) + WEEK) % WEEK;
  return `${DAYS[Math.floor(utc / DAY)]}:${text(utc % DAY)}`;
}
