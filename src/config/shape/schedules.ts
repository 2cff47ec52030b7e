import * as z from 'zod';
import { isCron } from '../../net/cron';
import { whole } from '../fields';
import { issueMessage } from '../problems';
import { line } from './line';
import { timeZone } from './time-zone';

/** Longest invisibility of a message less the margin of a run, in seconds. AWS: "Amazon SQS visibility timeout". */
const LONGEST_RUN = 42_000;

/** AWS: "Schedule types in EventBridge Scheduler", cron-based schedules. */
export const containerSchedule = z.strictObject({
  cron: z
    .string()
    .refine(isCron, {
      error: issueMessage(
        'is not a cron expression of EventBridge Scheduler',
        'minutes, hours, day of month, month, day of week and year, with ? in one of the days, e.g. 0 3 * * ? *',
      ),
    })
    .describe(
      "when it runs, in EventBridge Scheduler's form: minutes, hours, day of month, month, day of week, year, e.g. `0 3 * * ? *`",
    ),
  command: z
    .array(line.min(1))
    .min(1)
    .describe("command of the run with its arguments, e.g. `['java', '-jar', 'app.jar', 'report']`"),
  timeZone: timeZone
    .optional()
    .meta({ description: 'IANA time zone, e.g. `Europe/Berlin`', whenOmitted: 'that of the region' }),
  timeout: whole(60, LONGEST_RUN)
    .default(3600)
    .describe('seconds after which a run is ended, and has failed'),
});
