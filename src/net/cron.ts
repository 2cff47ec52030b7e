const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTES_A_DAY = 24 * 60;

/** The day after, where it is a name. */
const next = (day: string): string => DAYS[(DAYS.indexOf(day) + 1) % DAYS.length] ?? day;

/**
 * An expression for a time of day on some days, `*` for all, some minutes later. AWS: "Schedule types in EventBridge Scheduler".
 *
 * @param time e.g. `08:00`
 */
export function cronAt(time: string, days: readonly string[], delay = 0): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = hours * 60 + minutes + delay;
  const names = at < MINUTES_A_DAY || days.includes('*') ? days : days.map(next);
  const minute = at % MINUTES_A_DAY;
  return `cron(${minute % 60} ${Math.floor(minute / 60)} ? * ${names.join(',')} *)`;
}
