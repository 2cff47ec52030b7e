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

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A field of an expression: its numbers, the names for them in order, and forms that it has beside lists, ranges and steps. */
interface CronField {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
  readonly other?: RegExp;
}

const CRON_FIELDS: readonly CronField[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31, other: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { from: 1, to: 12, names: MONTHS },
  { from: 1, to: 7, names: DAYS, other: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { from: 1970, to: 2199 },
];

const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/** `*`, `5`, `5-10`, and a step of each: `*\/15`. */
const RANGE = /^(?:\*|([A-Z0-9]+)(?:-([A-Z0-9]+))?)(?:\/([1-9]\d*))?$/;

function isCronField(text: string, { from, to, names = [], other }: CronField): boolean {
  if (other?.test(text)) return true;
  const valid = (value: string | undefined): boolean => {
    if (value === undefined || names.includes(value)) return true;
    return /^\d{1,4}$/.test(value) && Number(value) >= from && Number(value) <= to;
  };
  return text.split(',').every((part) => {
    const [whole, first, last] = RANGE.exec(part) ?? [];
    return whole !== undefined && valid(first) && valid(last);
  });
}

/** Whether a text is a cron expression without `cron()`. AWS: "Schedule types in EventBridge Scheduler". */
export function isCron(text: string): boolean {
  const fields = text.split(' ');
  const unspecified = [DAY_OF_MONTH, DAY_OF_WEEK].filter((index) => fields[index] === '?');
  return (
    fields.length === CRON_FIELDS.length &&
    unspecified.length === 1 &&
    CRON_FIELDS.every((field, index) => isCronField(fields[index] ?? '', field))
  );
}
