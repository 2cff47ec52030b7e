import * as z from 'zod';
import { pattern } from '../fields';
import { timeZone } from './time-zone';

const timeOfDay = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day', 'e.g. 20:00');

export const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

export const schedule = z.strictObject({
  stop: timeOfDay.describe('time of day at which servers and the database stop, every day, e.g. `20:00`'),
  start: timeOfDay.describe('time of day at which they start, e.g. `08:00`'),
  days: z
    .array(z.enum(DAYS))
    .min(1)
    .default(['MON', 'TUE', 'WED', 'THU', 'FRI'])
    .describe('days on which they start, e.g. `MON`'),
  timeZone: timeZone
    .optional()
    .meta({ description: 'IANA time zone, e.g. `Europe/Berlin`', whenOmitted: 'that of the region' }),
  despiteDeletionProtection: z
    .boolean()
    .default(false)
    .describe('accepts a schedule where `deletionProtection` is on: nothing answers at night'),
});
