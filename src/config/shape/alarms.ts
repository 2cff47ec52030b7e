import * as z from 'zod';
import { whole } from '../fields';

export const alarms = z.strictObject({
  serverErrors: whole(1, 1_000_000)
    .default(10)
    .describe('HTTP 5xx answers in five minutes above which there is an alarm'),
  latency: z
    .number()
    .positive()
    .max(60)
    .default(2)
    .describe('seconds within which 99 of 100 requests are to be answered'),
});
